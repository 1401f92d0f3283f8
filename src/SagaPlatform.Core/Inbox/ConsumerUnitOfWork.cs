using MassTransit;
using MassTransit.Middleware;
using MassTransit.Middleware.Outbox;
using SagaPlatform.Core.Faults;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// Gives a consumer what a saga has: its message once, its rows and its messages in one commit, the acknowledge after it.
/// </summary>
/// <remarks>
/// Stands on MassTransit's outbox filter, but in one pass: MassTransit's own delivery half needs three transactions a message.
/// </remarks>
sealed class ConsumerUnitOfWork(
    UnitOfWork unit, MessageCapture capture, IPlatformStore store, MessageValidation validation, PlatformMeter meter, IServiceProvider services)
    : IOutboxContextFactory<IPlatformStore>
{
    public void Probe(ProbeContext context) => context.CreateFilterScope("unitOfWork");

    public async Task Send<T>(ConsumeContext<T> context, OutboxConsumeOptions options, IPipe<OutboxConsumeContext<T>> next) where T : class
    {
        validation.Check(context.Message);
        var queue = context.ReceiveContext.InputAddress.AbsolutePath;
        var consumer = $"{queue[(queue.LastIndexOf('/') + 1)..]}/{typeof(T).Name}";
        unit.Inbox = new InboxKey(MessageIdentity.Of(context), consumer);
        CrashPoint.Reach(CrashPoint.BeforeHandler);

        try
        {
            var captured = new CapturingOutboxContext<T>(context, options, services, capture);
            captured.AddOrUpdatePayload(() => capture, _ => capture); // a cancelled timeout looks for it
            await next.Send(captured);
        }
        catch (DuplicateMessageException)
        {
            meter.Duplicate(consumer);
            return;
        }

        CrashPoint.Reach(CrashPoint.AfterHandler);
        var outcome = await store.Commit(unit, context.CancellationToken);
        CrashPoint.Reach(CrashPoint.AfterCommit);
        if (outcome == CommitOutcome.Duplicate)
            meter.Duplicate(consumer);
        else if (outcome == CommitOutcome.Conflict)
        {
            meter.Conflict(consumer);
            throw new ConcurrencyConflictException($"A row of {consumer}");
        }
    }

    sealed class CapturingOutboxContext<T>(
        ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider services, MessageCapture capture)
        : OutboxConsumeContextProxy<T>(context, options, services)
        where T : class
    {
        public override bool ContinueProcessing { get; set; }

        public override bool IsMessageConsumed => false;

        public override bool IsOutboxDelivered => false;

        public override int ReceiveCount => 0;

        public override long? LastSequenceNumber => null;

        /// <summary>A repeat is no fault: whoever asked would take it for one, although the first answer is on its way.</summary>
        public override Task NotifyFaulted<TMessage>(
            ConsumeContext<TMessage> context, TimeSpan duration, string consumerType, Exception exception) =>
            exception is DuplicateMessageException ? Task.CompletedTask : base.NotifyFaulted(context, duration, consumerType, exception);

        public override Task SetConsumed() => Task.CompletedTask;

        public override Task SetDelivered() => Task.CompletedTask;

        public override Task<List<OutboxMessageContext>> LoadOutboxMessages() => Task.FromResult(new List<OutboxMessageContext>());

        public override Task NotifyOutboxMessageDelivered(OutboxMessageContext message) => Task.CompletedTask;

        public override Task RemoveOutboxMessages() => Task.CompletedTask;

        public override Task AddSend<TMessage>(SendContext<TMessage> context)
        {
            capture.Add(context);
            return Task.CompletedTask;
        }
    }
}

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
        var consumer = $"{BusAddress.EndpointOf(context.ReceiveContext.InputAddress)}/{typeof(T).Name}";
        unit.Inbox = new InboxKey(MessageIdentity.Of(context), consumer);
        await Check(context, consumer);
        CrashPoint.Reach(CrashPoint.BeforeHandler);

        try
        {
            var captured = new CapturingOutboxContext<T>(context, options, services, capture, () => Commit(consumer, context.CancellationToken));
            captured.AddOrUpdatePayload(() => capture, _ => capture); // a cancelled timeout looks for it
            await next.Send(captured);
        }
        catch (DuplicateMessageException)
        {
            meter.Duplicate(consumer);
            await context.NotifyConsumed(context, TimeSpan.Zero, consumer); // else it counts as a message for nobody, and is moved to the skipped queue
        }
    }

    /// <summary>Whoever sent a command that breaks its contract hears of the fault, as of one in the consumer itself.</summary>
    async Task Check<T>(ConsumeContext<T> context, string consumer) where T : class
    {
        try
        {
            validation.Check(context.Message);
        }
        catch (InvalidMessageException e)
        {
            await context.NotifyFaulted(context, TimeSpan.Zero, consumer, e);
            throw;
        }
    }

    async Task Commit(string consumer, CancellationToken cancellation)
    {
        CrashPoint.Reach(CrashPoint.AfterHandler);
        var outcome = await store.Commit(unit, cancellation);
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
        ConsumeContext<T> context, OutboxConsumeOptions options, IServiceProvider services, MessageCapture capture, Func<Task> commit)
        : OutboxConsumeContextProxy<T>(context, options, services)
        where T : class
    {
        public override bool ContinueProcessing { get; set; }

        public override bool IsMessageConsumed => false;

        public override bool IsOutboxDelivered => false;

        public override int ReceiveCount => 0;

        public override long? LastSequenceNumber => null;

        /// <summary>The consumer is done: commit, while a failure still counts as the consumer's own.</summary>
        public override Task SetConsumed() => commit();

        /// <summary>A message that was consumed before is no fault: whoever sent it must not hear of one.</summary>
        public override Task NotifyFaulted<TMessage>(ConsumeContext<TMessage> context, TimeSpan duration, string consumerType, Exception exception) =>
            exception.GetBaseException() is DuplicateMessageException
                ? Task.CompletedTask
                : base.NotifyFaulted(context, duration, consumerType, exception);

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

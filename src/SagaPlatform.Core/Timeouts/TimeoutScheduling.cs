using MassTransit;
using MassTransit.Configuration;
using MassTransit.Context;
using MassTransit.Scheduling;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Timeouts;

/// <summary>Lets <c>Schedule</c> and <c>Unschedule</c> of a state machine write rows in the saga's own unit of work.</summary>
static class TimeoutScheduling
{
    /// <summary>Gives every message of the endpoint a scheduler that captures.</summary>
    public static void UseTimeouts(this IConsumePipeConfigurator endpoint) => endpoint.AddPrePipeSpecification(new Specification());

    sealed class Specification : IPipeSpecification<ConsumeContext>
    {
        public IEnumerable<ValidationResult> Validate() => [];

        public void Apply(IPipeBuilder<ConsumeContext> builder) => builder.AddFilter(new SchedulerFilter());
    }

    sealed class SchedulerFilter : IFilter<ConsumeContext>
    {
        public void Probe(ProbeContext context) => context.CreateFilterScope("timeouts");

        public Task Send(ConsumeContext context, IPipe<ConsumeContext> next)
        {
            context.GetOrAddPayload<MessageSchedulerContext>(() => new ConsumeMessageSchedulerContext(context,
                c => new MessageScheduler(new CapturingScheduler(c), c.GetPayload<IBusTopology>())));
            return next.Send(context);
        }
    }

    sealed class CapturingScheduler(ConsumeContext context) : IScheduleMessageProvider
    {
        public async Task<ScheduledMessage<T>> ScheduleSend<T>(
            Uri destinationAddress, DateTime scheduledTime, T message, IPipe<SendContext<T>> pipe, CancellationToken cancellationToken)
            where T : class
        {
            var token = ScheduleTokenIdCache<T>.GetTokenId(message);
            var endpoint = await context.GetSendEndpoint(destinationAddress);
            var due = new DateTimeOffset(DateTime.SpecifyKind(scheduledTime, DateTimeKind.Utc));
            await endpoint.Send(message, new Scheduled<T>(pipe, token, due), cancellationToken);
            return new ScheduledMessageHandle<T>(token, scheduledTime, destinationAddress, message);
        }

        public Task CancelScheduledSend(Guid tokenId, CancellationToken cancellationToken)
        {
            Capture().Cancel(tokenId);
            return Task.CompletedTask;
        }

        public Task CancelScheduledSend(Uri destinationAddress, Guid tokenId, CancellationToken cancellationToken) =>
            CancelScheduledSend(tokenId, cancellationToken);

        MessageCapture Capture() => context.TryGetPayload<MessageCapture>(out var capture)
            ? capture
            : throw new InvalidOperationException("A timeout can only be cancelled while a message is consumed.");
    }

    sealed class Scheduled<T>(IPipe<SendContext<T>> inner, Guid token, DateTimeOffset due) : IPipe<SendContext<T>> where T : class
    {
        public void Probe(ProbeContext context) => inner.Probe(context);

        public async Task Send(SendContext<T> context)
        {
            await inner.Send(context);
            context.ScheduledMessageId = token;
            context.Headers.Set(MessageHeaders.SchedulingTokenId, token.ToString("D"));
            context.GetOrAddPayload(() => new ScheduledFor(due));
        }
    }
}

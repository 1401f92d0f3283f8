using MassTransit;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// A message that has used up its attempts is written into its saga's history with the reason, before MassTransit moves it
/// to the error queue.
/// </summary>
sealed class FaultedMessageObserver(
    IPlatformStore store, PlatformMeter meter, TimeProvider time, ILogger<FaultedMessageObserver> log) : IReceiveObserver
{
    public Task PreReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostReceive(ReceiveContext context) => Task.CompletedTask;

    public Task PostConsume<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType) where T : class => Task.CompletedTask;

    public Task ReceiveFault(ReceiveContext context, Exception exception)
    {
        if (IsCutOff(exception, context))
            return Task.CompletedTask;
        log.LogError(exception, "A message on {Queue} could not be read; it goes to the error queue", Queue(context));
        return Task.CompletedTask;
    }

    public async Task ConsumeFault<T>(ConsumeContext<T> context, TimeSpan duration, string consumerType, Exception exception) where T : class
    {
        var saga = ConcernedSaga.Of(context.ReceiveContext);
        if (IsCutOff(exception, context.ReceiveContext))
        {
            log.LogInformation("{MessageType} {MessageId} of saga {SagaId} was cut off on {Queue}; the broker delivers it again",
                MessageIdentity.Name(typeof(T)), context.MessageId, saga?.Id, Queue(context.ReceiveContext));
            return;
        }

        log.LogError(exception, "{MessageType} {MessageId} of saga {SagaId} goes to the error queue of {Queue}",
            MessageIdentity.Name(typeof(T)), context.MessageId, saga?.Id, Queue(context.ReceiveContext));
        if (saga == null)
            return;

        meter.Failed(saga.Type);
        await Note(saga, context, exception);
    }

    async Task Note<T>(ConcernedSaga saga, ConsumeContext<T> context, Exception fault) where T : class
    {
        var unit = new UnitOfWork();
        unit.History.Add(new HistoryEntry
        {
            SagaType = saga.Type,
            SagaId = saga.Id,
            At = time.GetUtcNow(),
            Kind = fault.GetBaseException() is SagaNotFoundException ? HistoryKind.NotFound : HistoryKind.Faulted,
            Event = MessageIdentity.Name(typeof(T)),
            MessageId = MessageIdentity.Of(context),
            Reason = $"{fault.GetType().Name}: {fault.Message}",
        });

        try
        {
            await store.Commit(unit, CancellationToken.None);
        }
        catch (Exception e)
        {
            // The note is a courtesy: without it the message is still in the error queue, with its reason.
            log.LogWarning(e, "The fault of {MessageId} could not be noted in the history of {SagaId}", context.MessageId, saga.Id);
        }
    }

    /// <summary>
    /// The process stops, or its connection went: the message was not refused, it stays with the broker. MassTransit tells of
    /// it as of a fault, and moves it nowhere.
    /// </summary>
    static bool IsCutOff(Exception exception, ReceiveContext context) =>
        context.CancellationToken.IsCancellationRequested && exception.GetBaseException() is OperationCanceledException;

    static string Queue(ReceiveContext context) => BusAddress.EndpointOf(context.InputAddress);
}

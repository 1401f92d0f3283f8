using SagaPlatform.Core.Operations.Actions;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>Finds the saga that a failed message concerns.</summary>
sealed class ConcernedSagas(SagaHandles handles, ISagaQueries queries)
{
    /// <summary>
    /// On a saga's own queue the machine says which saga it is; on a participant's it is the saga that asked, which its command names
    /// as the correlation. Null when nobody says; without a type when the saga is none that this process knows.
    /// </summary>
    public async Task<(string? Type, Guid Id)?> Of(string queue, string messageType, Envelope envelope, CancellationToken cancellation)
    {
        if (handles.Find(queue) is { } saga && envelope.Message is { } message && saga.IdIn(messageType, message) is { } id)
            return (queue, id);
        return envelope.CorrelationId is { } asker ? ((await queries.Find(asker, cancellation))?.Summary.Type, asker) : null;
    }
}

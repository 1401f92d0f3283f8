using MassTransit;

namespace SagaPlatform.Core.Inbox;

/// <summary>
/// The saga a message was correlated to, left on the receive context: whoever hears of the message's end finds it there,
/// whether or not the envelope names a correlation id.
/// </summary>
sealed record ConcernedSaga(string Type, Guid Id)
{
    public static void Note(ReceiveContext context, string type, Guid id)
    {
        var saga = new ConcernedSaga(type, id);
        context.AddOrUpdatePayload(() => saga, _ => saga);
    }

    public static ConcernedSaga? Of(ReceiveContext context) => context.TryGetPayload<ConcernedSaga>(out var saga) ? saga : null;
}

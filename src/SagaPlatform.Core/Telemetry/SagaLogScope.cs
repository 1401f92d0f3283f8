using System.Collections;

namespace SagaPlatform.Core.Telemetry;

/// <summary>Whatever is logged while a saga's message is handled says which saga and which message it was.</summary>
/// <remarks>A list of two pairs and no text of its own: a formatted scope would cost its text at every message.</remarks>
sealed class SagaLogScope(Guid sagaId, Guid messageId) : IReadOnlyList<KeyValuePair<string, object?>>
{
    public int Count => 2;

    public KeyValuePair<string, object?> this[int index] => index switch
    {
        0 => new("SagaId", sagaId),
        1 => new("MessageId", messageId),
        _ => throw new ArgumentOutOfRangeException(nameof(index)),
    };

    public IEnumerator<KeyValuePair<string, object?>> GetEnumerator()
    {
        yield return this[0];
        yield return this[1];
    }

    IEnumerator IEnumerable.GetEnumerator() => GetEnumerator();

    public override string ToString() => $"SagaId:{sagaId} MessageId:{messageId}";
}

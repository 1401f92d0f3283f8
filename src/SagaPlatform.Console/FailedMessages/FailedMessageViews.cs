using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using SagaPlatform.OperatorConsole.Sagas;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.Core.Operations.FailedMessages;

namespace SagaPlatform.OperatorConsole.FailedMessages;

/// <summary>A page of failed messages, latest failed first.</summary>
/// <param name="Items">The messages.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null when this is the last.</param>
public sealed record FailedMessagePage(IReadOnlyList<FailedMessageItem> Items, string? Next);

/// <summary>A failed message in a list.</summary>
public record FailedMessageItem
{
    internal FailedMessageItem(FailedMessage x, string pathBase)
    {
        (Id, MessageId, MessageType, Queue, Exception, Message) = (x.Id, x.MessageId, x.ShortType, x.Queue, x.ExceptionType, x.Exception);
        (Group, FailedAt, Status, SagaType, SagaId, Version) = (x.GroupKey, x.FailedAt, x.Status, x.SagaType, x.SagaId, x.Version);
        (ClosedAt, ClosedBy, CloseReason) = (x.ClosedAt, x.ClosedBy, x.CloseReason);
        Href = $"{pathBase}{ConsolePath.Api}/failed-messages/{x.Id:D}";
    }

    /// <summary>Which.</summary>
    public Guid Id { get; }

    /// <summary>The id its sender gave it.</summary>
    public Guid? MessageId { get; }

    /// <summary>Its short type name.</summary>
    public string MessageType { get; }

    /// <summary>The queue on which it failed.</summary>
    public string Queue { get; }

    /// <summary>The class of the exception.</summary>
    public string Exception { get; }

    /// <summary>What the exception said.</summary>
    public string Message { get; }

    /// <summary>Those that failed for the same cause.</summary>
    public string Group { get; }

    /// <summary>When it failed, in UTC.</summary>
    public DateTimeOffset FailedAt { get; }

    /// <summary>What became of it.</summary>
    public FailedMessageStatus Status { get; }

    /// <summary>The type of the saga it concerns; null when none is known.</summary>
    public string? SagaType { get; }

    /// <summary>The saga it concerns; null when none is known.</summary>
    public Guid? SagaId { get; }

    /// <summary>The version that an act must name.</summary>
    public int Version { get; }

    /// <summary>When it was retried or discarded, in UTC; null while it waits.</summary>
    public DateTimeOffset? ClosedAt { get; }

    /// <summary>By whom.</summary>
    public string? ClosedBy { get; }

    /// <summary>Why.</summary>
    public string? CloseReason { get; }

    /// <summary>Where to read all of it.</summary>
    public string Href { get; }
}

/// <summary>One failed message, with all that is known of it.</summary>
public sealed record FailedMessageView : FailedMessageItem
{
    internal FailedMessageView(FailedMessage x, string pathBase) : base(x, pathBase) =>
        (Stack, Headers, ContentType, Body) = (x.StackTrace, x.Headers, x.ContentType, BodyOf(x.Body));

    /// <summary>The stack of the exception.</summary>
    public string Stack { get; }

    /// <summary>Its transport headers.</summary>
    public IReadOnlyDictionary<string, string> Headers { get; }

    /// <summary>The media type of its body.</summary>
    public string ContentType { get; }

    /// <summary>Its body with secrets and personal values masked; of one that is no JSON only the length is told.</summary>
    public JsonNode? Body { get; }

    static JsonNode? BodyOf(byte[] body)
    {
        try
        {
            return MaskedRow.Of(JsonNode.Parse(Encoding.UTF8.GetString(body)));
        }
        catch (JsonException)
        {
            return JsonValue.Create($"{body.Length} bytes that are no JSON");
        }
    }
}

/// <summary>Failed messages by cause, the most frequent first.</summary>
/// <param name="Items">At most 200 causes.</param>
public sealed record FailedGroupList(IReadOnlyList<FailedGroupView> Items);

/// <summary>Messages that failed for the same cause.</summary>
/// <param name="Group">Names the cause, in filters.</param>
/// <param name="Exception">The class of the exception.</param>
/// <param name="Message">What the last one said.</param>
/// <param name="Frame">Where it was thrown.</param>
/// <param name="MessageType">The type of the messages.</param>
/// <param name="Queue">The queue on which they failed.</param>
/// <param name="Count">How many.</param>
/// <param name="First">When the first failed, in UTC.</param>
/// <param name="Last">When the last failed, in UTC.</param>
public sealed record FailedGroupView(
    string Group, string Exception, string Message, string Frame, string MessageType, string Queue, long Count, DateTimeOffset First, DateTimeOffset Last)
{
    internal static FailedGroupView Of(FailedMessageGroup x) => new(x.Group, x.Example.ExceptionType, x.Example.Exception, x.Example.Frame,
        x.Example.ShortType, x.Example.Queue, x.Count, x.First, x.Last);
}

/// <summary>What shall become of one failed message.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
/// <param name="Version">The message's version that was looked at: 409 when it moved.</param>
public sealed record FailedMessageActRequest(string? Reason, int? Version);

/// <summary>What shall become of several failed messages.</summary>
/// <param name="Reason">Why; 1 to 512 characters.</param>
/// <param name="Ids">Which; or <paramref name="Group"/>.</param>
/// <param name="Group">All that wait of one cause, first failed first; at most 10,000.</param>
/// <param name="Ramp">Of retry: 1, 10, 100, ... and stop when too many fail again.</param>
public sealed record FailedMessagesActRequest(string? Reason, IReadOnlyList<Guid>? Ids, string? Group, bool? Ramp);

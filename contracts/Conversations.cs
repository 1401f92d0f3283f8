using MassTransit;

namespace SagaPlatform.Contracts;

/// <summary>What a message is, and therefore how it travels.</summary>
public enum MessageKind
{
    /// <summary>Asks somebody to do something: sent to one queue.</summary>
    Command,

    /// <summary>What a participant says to a command: sent to the queue of the saga that asked.</summary>
    Answer,

    /// <summary>What a saga tells everybody: published to the exchange named after its type, heard by whoever binds a queue to it.</summary>
    Announcement,
}

/// <summary>One message of a conversation.</summary>
/// <param name="Type">The record.</param>
/// <param name="Kind">How it travels.</param>
/// <param name="Queue">Of a command: the queue it is sent to, one of <see cref="Queues"/>. Null for every other kind.</param>
/// <param name="AnswerTo">Of an answer: the command it answers. Null for every other kind.</param>
public sealed record ConversationMessage(Type Type, MessageKind Kind, string? Queue, Type? AnswerTo)
{
    /// <summary>The name of the type on the wire, for example <c>urn:message:SagaPlatform.Contracts.Orders:PlaceOrder</c>.</summary>
    public string Urn => MessageUrn.ForTypeString(Type);

    /// <summary>The exchange that RabbitMQ shows for the type, for example <c>SagaPlatform.Contracts.Orders:OrderCompleted</c>.</summary>
    public string Exchange => $"{Type.Namespace}:{Type.Name}";
}

/// <summary>All messages by which one saga and its participants speak.</summary>
/// <param name="Family">The family's name: the last part of the messages' namespace, and the folder of their schemas.</param>
/// <param name="Name">The saga, as people call it.</param>
/// <param name="MessageInterface">The interface that every message of the conversation implements, and by which its saga is found.</param>
/// <param name="Queue">The saga's own queue, one of <see cref="Queues"/>: commands to the saga and all answers arrive there.</param>
/// <param name="Messages">Every message, in the order of the process.</param>
public sealed record Conversation(
    string Family,
    string Name,
    Type MessageInterface,
    string Queue,
    IReadOnlyList<ConversationMessage> Messages);

/// <summary>
/// Which message is a command to which queue, an answer to which command, or an announcement: said here once.
/// The schemas, the AsyncAPI document and the golden files follow this list, and a test keeps it complete.
/// </summary>
public static partial class Conversations
{
    /// <summary>Every conversation of the platform.</summary>
    public static IReadOnlyList<Conversation> All => Every.Value;

    // Made when first asked for: the parts of this class are initialised in no order that could be relied on.
    private static readonly Lazy<IReadOnlyList<Conversation>> Every = new(() => [.. Orders, .. Payments, .. Claims, .. SupplyChain]);

    private static ConversationMessage Command<T>(string queue)
        where T : class => new(typeof(T), MessageKind.Command, queue, AnswerTo: null);

    private static ConversationMessage Answer<T>(Type to)
        where T : class => new(typeof(T), MessageKind.Answer, Queue: null, to);

    private static ConversationMessage Announcement<T>()
        where T : class => new(typeof(T), MessageKind.Announcement, Queue: null, AnswerTo: null);
}

using System.Text.Json;
using SagaPlatform.Contracts;

namespace SagaPlatform.LoadTest.Sagas;

/// <summary>What an announcement says of its saga.</summary>
enum SagaEnd
{
    /// <summary>It did what it was started for.</summary>
    Completed,

    /// <summary>Cancelled, compensated or refused: here nothing should be.</summary>
    Failed,

    /// <summary>A person must find something out. It is said again and again, and an end may still follow.</summary>
    NeedsAttention,
}

/// <summary>A saga that can be started by the thousand: its start, and the announcements that tell of its end.</summary>
/// <param name="Name">What it is called on the command line.</param>
/// <param name="Start">The command that starts it, one of its conversation.</param>
/// <param name="IdProperty">The property of its messages by which it is found, as written on the wire.</param>
/// <param name="Command">Makes the start of the saga with this id; the number spreads the load over accounts, articles and zones.</param>
/// <param name="Ends">The announcements to listen for.</param>
sealed record LoadedSaga(
    string Name, ConversationMessage Start, string IdProperty, Func<Guid, int, object> Command, IReadOnlyList<EndAnnouncement> Ends)
{
    /// <summary>Announcements that somebody has to answer, or the saga does not go on.</summary>
    public IReadOnlyList<Reply> Replies { get; init; } = [];

    /// <summary>The exchange that RabbitMQ shows for a type of message.</summary>
    public static string ExchangeOf(Type type) => $"{type.Namespace}:{type.Name}";
}

/// <summary>An announcement, and what it says of its saga.</summary>
sealed record EndAnnouncement(Type Type, SagaEnd End);

/// <summary>What is said to an announcement.</summary>
/// <param name="To">The announcement.</param>
/// <param name="Command">Makes the command that answers it, from its body.</param>
/// <param name="CommandType">What it makes.</param>
sealed record Reply(Type To, Type CommandType, Func<JsonElement, object> Command);

using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>A message that the broker has and nobody has acknowledged yet.</summary>
/// <param name="Number">In the order they came; redelivered, it keeps its number.</param>
/// <param name="Queue">Whose it is.</param>
/// <param name="MessageId">The id its receivers know it by.</param>
/// <param name="Type">Its short type name.</param>
/// <param name="ContentType">The media type of the body.</param>
/// <param name="Body">With its envelope.</param>
/// <param name="Headers">Beside the envelope.</param>
sealed record BrokerMessage(
    long Number, string Queue, Guid MessageId, string Type, string ContentType, byte[] Body, IReadOnlyDictionary<string, string> Headers)
{
    /// <summary>Whether a process had it before and went away without acknowledging it.</summary>
    public bool IsRedelivered { get; init; }

    /// <summary>The step that a participant answers with it; null when it is not an answer.</summary>
    public string? AnswersStep { get; init; }

    /// <summary>An answer that must arrive in the end, since it contradicts another.</summary>
    public bool MustArrive { get; init; }
}

/// <summary>The broker: it keeps what it was given until it is acknowledged, delivers in any order, and now and then twice.</summary>
sealed class Broker
{
    readonly List<BrokerMessage> _waiting = [];
    long _last;

    /// <summary>What waits, in the order it came.</summary>
    public IReadOnlyList<BrokerMessage> Waiting => _waiting;

    /// <summary>What was delivered and acknowledged, for those who let it come again.</summary>
    public List<BrokerMessage> Acknowledged { get; } = [];

    /// <summary>Every message that ever came.</summary>
    public HashSet<(string Queue, Guid MessageId)> Accepted { get; } = [];

    /// <summary>Takes a message.</summary>
    public BrokerMessage Accept(OutboxMessage message)
    {
        var type = message.MessageType[(message.MessageType.LastIndexOf(':') + 1)..];
        return Accept(new BrokerMessage(0, BusAddress.EndpointOf(new Uri(message.Destination)), message.MessageId, type, message.ContentType,
            message.Body, message.Headers));
    }

    /// <summary>Takes a message that did not come out of an outbox.</summary>
    public BrokerMessage Accept(BrokerMessage message)
    {
        var numbered = message with { Number = ++_last };
        _waiting.Add(numbered);
        Accepted.Add((message.Queue, message.MessageId));
        return numbered;
    }

    /// <summary>Whoever had it is done with it.</summary>
    public void Acknowledge(BrokerMessage message)
    {
        _waiting.RemoveAll(x => x.Number == message.Number);
        Acknowledged.Add(message);
    }

    /// <summary>Whoever had it is gone: it comes again, and says so.</summary>
    public void Redeliver(BrokerMessage message)
    {
        var at = _waiting.FindIndex(x => x.Number == message.Number);
        if (at >= 0)
            _waiting[at] = _waiting[at] with { IsRedelivered = true };
        else
            _waiting.Add(message with { IsRedelivered = true });
    }

    /// <summary>Nobody ever sees it: for the way to participants only.</summary>
    public void Lose(BrokerMessage message) => _waiting.RemoveAll(x => x.Number == message.Number);
}

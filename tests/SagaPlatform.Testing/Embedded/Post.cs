using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Testing.Embedded;

/// <summary>
/// The way from the outbox to the bus. It delivers at once, or holds what it is given: then the test decides what arrives
/// when, how often, and whether at all.
/// </summary>
/// <remarks>A held message counts as confirmed: the broker has it.</remarks>
public sealed class Post : IOutboxTransport
{
    readonly BusOutboxTransport _bus;
    readonly Lock _gate = new();
    readonly SortedDictionary<long, OutboxMessage> _held = [];
    readonly HashSet<long> _confirmed = [];
    Func<OutboxMessage, bool> _holds = _ => false;

    internal Post(BusOutboxTransport bus, Action changed) => (_bus, Changed) = (bus, changed);

    Action Changed { get; }

    /// <summary>What is held, in the order it was committed.</summary>
    public IReadOnlyList<OutboxMessage> Held
    {
        get
        {
            lock (_gate)
                return [.. _held.Values];
        }
    }

    /// <summary>From now on holds these messages.</summary>
    public void Hold(Func<OutboxMessage, bool> which)
    {
        lock (_gate)
            _holds = which;
    }

    /// <summary>From now on holds messages of this type.</summary>
    public void Hold<T>() => Hold(x => x.Is<T>());

    /// <summary>From now on holds nothing more; what is held stays so.</summary>
    public void HoldNothing() => Hold(_ => false);

    /// <summary>Delivers a message: a held one, or one more copy of one that was delivered before.</summary>
    public Task Deliver(OutboxMessage message)
    {
        Drop(message);
        return _bus.Publish(message, CancellationToken.None);
    }

    /// <summary>Delivers a copy, and keeps what is held.</summary>
    public Task DeliverCopy(OutboxMessage message) => _bus.Publish(message, CancellationToken.None);

    /// <summary>Loses a held message.</summary>
    public void Drop(OutboxMessage message)
    {
        lock (_gate)
            _held.Remove(message.Id);
    }

    /// <inheritdoc />
    public async Task Publish(OutboxMessage message, CancellationToken cancellation)
    {
        if (!Keeps(message))
            await _bus.Publish(message, cancellation);
        lock (_gate)
            _confirmed.Add(message.Id);
        Changed();
    }

    /// <inheritdoc />
    public Task Replace(string reason) => throw new InvalidOperationException($"The embedded bus needs no replacing: {reason}");

    internal bool HasConfirmed(long id)
    {
        lock (_gate)
            return _confirmed.Contains(id);
    }

    bool Keeps(OutboxMessage message)
    {
        lock (_gate)
        {
            if (!_holds(message))
                return false;
            _held[message.Id] = message;
            return true;
        }
    }
}

/// <summary>Questions about a message in the outbox.</summary>
public static class OutboxMessageQuestions
{
    /// <summary>Whether it is of this type.</summary>
    public static bool Is<T>(this OutboxMessage message) => message.ShortType() == typeof(T).Name;

    /// <summary>The name of its type without the namespace.</summary>
    public static string ShortType(this OutboxMessage message) => message.MessageType[(message.MessageType.LastIndexOf(':') + 1)..];
}

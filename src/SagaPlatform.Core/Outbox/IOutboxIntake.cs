namespace SagaPlatform.Core.Outbox;

/// <summary>Takes over messages whose unit of work has just been committed.</summary>
public interface IOutboxIntake
{
    /// <summary>Hands over committed rows, ids included. Never blocks and never throws: what it cannot take, the sweeper finds.</summary>
    void Take(IReadOnlyList<OutboxMessage> committed);
}

/// <summary>Brings one message to the broker.</summary>
public interface IOutboxTransport
{
    /// <summary>
    /// Publishes the message, and completes when the broker has confirmed it. Many calls are in flight at once.
    /// </summary>
    /// <exception cref="Exception">The broker refused it, or the connection went: the message may or may not have arrived.</exception>
    Task Publish(OutboxMessage message, CancellationToken cancellation);

    /// <summary>Drops the connection that no longer answers; the next <see cref="Publish"/> opens another.</summary>
    Task Replace(string reason);
}

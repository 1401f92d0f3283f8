using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Host.Bus;

/// <summary>Where a message goes, read from the address the bus gave it.</summary>
/// <param name="Exchange">The exchange to publish to; a queue has one of its own name.</param>
/// <param name="IsQueue">Whether a queue of the same name must be bound to it, so that nothing sent to it is lost.</param>
/// <param name="IsTemporary">A response address that lives and dies with its owner: it is never declared by us.</param>
sealed record RabbitMqDestination(string Exchange, bool IsQueue, bool IsTemporary)
{
    /// <summary>Only the last segment counts: host and virtual host are those of today's connection, not of the day it was written.</summary>
    public static RabbitMqDestination Parse(string address)
    {
        var exchange = BusAddress.EndpointOf(address);
        var query = address.IndexOf('?', StringComparison.Ordinal) is var at and >= 0 ? address.AsSpan(at) : default;
        var isTemporary = query.Contains("temporary=true", StringComparison.OrdinalIgnoreCase)
            || query.Contains("autodelete=true", StringComparison.OrdinalIgnoreCase);

        // Message types are Namespace:Type; everything else that is sent to is a queue.
        return new RabbitMqDestination(exchange, IsQueue: !isTemporary && !exchange.Contains(':', StringComparison.Ordinal), isTemporary);
    }
}

using MassTransit;

namespace SagaPlatform.Core.Outbox;

/// <summary>Reads addresses as the bus writes them: <c>rabbitmq://host/vhost/name?...</c>, <c>loopback://localhost/name</c>.</summary>
public static class BusAddress
{
    /// <summary>The address of a queue on today's broker and virtual host, as a message that comes from there has it.</summary>
    public static Uri OfQueue(IBus bus, string queue)
    {
        ArgumentNullException.ThrowIfNull(bus);
        return new Uri(bus.Address, Uri.EscapeDataString(queue)); // the bus's own address is that of a queue beside it
    }

    /// <summary>
    /// The queue or exchange that an address names: its last segment. Host and virtual host are not looked at: an address
    /// may have been stored on a day when they were others.
    /// </summary>
    public static string EndpointOf(Uri address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var path = address.AbsolutePath;
        return Uri.UnescapeDataString(path[(path.LastIndexOf('/') + 1)..]);
    }
}

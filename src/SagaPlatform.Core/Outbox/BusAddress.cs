namespace SagaPlatform.Core.Outbox;

/// <summary>Reads addresses as the bus writes them: <c>rabbitmq://host/vhost/name?...</c>, <c>loopback://localhost/name</c>.</summary>
public static class BusAddress
{
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

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

    /// <summary>The same of an address as it is stored, without taking it apart altogether: every message that is sent comes by here.</summary>
    public static string EndpointOf(string address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var end = address.IndexOf('?', StringComparison.Ordinal) is var query and >= 0 ? query : address.Length;
        var slash = address.LastIndexOf('/', end - 1);
        var begin = (slash >= 0 ? slash : address.IndexOf(':', StringComparison.Ordinal)) + 1;
        return Uri.UnescapeDataString(address[begin..end]);
    }
}

using System.Net;
using Microsoft.Extensions.Configuration;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>Where a host will listen, as its configuration says before it does.</summary>
static class ListenAddresses
{
    /// <summary>Whether nothing but loopback is listened on. A host that names nothing listens on localhost.</summary>
    public static bool AreLoopback(IConfiguration configuration)
    {
        if (new[] { "http_ports", "https_ports" }.Any(x => !string.IsNullOrWhiteSpace(configuration[x])) && string.IsNullOrWhiteSpace(configuration["urls"]))
            return false; // ports alone are on every address
        var urls = (configuration["urls"] ?? "").Split(';', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries)
            .Concat(configuration.GetSection("Kestrel:Endpoints").GetChildren().Select(x => x["Url"] ?? ""));
        return urls.All(IsLoopback);
    }

    static bool IsLoopback(string url) => Uri.TryCreate(url, UriKind.Absolute, out var uri) && IsLoopbackName(uri.Host);

    /// <summary>Whether a name means this machine and cannot mean another.</summary>
    public static bool IsLoopbackName(string host) =>
        string.Equals(host, "localhost", StringComparison.OrdinalIgnoreCase)
        || (IPAddress.TryParse(host.Trim('[', ']'), out var address) && IPAddress.IsLoopback(address));
}

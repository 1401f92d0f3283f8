namespace SagaPlatform.Host.Commands;

/// <summary>Asks a running process whether it is ready: for container health checks, which have no curl.</summary>
static class HealthCommand
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(5);

    public static async Task<int> Run(string[] args)
    {
        var url = Arguments.Url(args);
        try
        {
            using var http = new HttpClient { Timeout = Limit };
            using var answer = await http.GetAsync(new Uri($"{url}/health/ready"));
            Console.WriteLine(await answer.Content.ReadAsStringAsync());
            return answer.IsSuccessStatusCode ? 0 : 5;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {e.Message}");
            return 5;
        }
    }
}

/// <summary>The arguments that the commands share.</summary>
static class Arguments
{
    public static string Url(string[] args) =>
        (Of(args, "--url") ?? Environment.GetEnvironmentVariable("SAGA_URL") ?? "http://127.0.0.1:8080").TrimEnd('/');

    /// <summary>A client of a platform, with the key of <c>SAGA_API_KEY</c> where there is one.</summary>
    public static HttpClient Http(TimeSpan limit)
    {
        var http = new HttpClient { Timeout = limit };
        if (Environment.GetEnvironmentVariable("SAGA_API_KEY") is { Length: > 0 } key)
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    /// <summary>What follows a name; null where the name is not there.</summary>
    public static string? Of(string[] args, string name)
    {
        var at = Array.IndexOf(args, name);
        return at >= 0 && at + 1 < args.Length ? args[at + 1] : null;
    }
}

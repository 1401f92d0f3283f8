using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.CommandLine;

/// <summary>The platform refused, or is not there; the exit code says which.</summary>
sealed class PlatformException(int exitCode, string message) : Exception(message)
{
    public int ExitCode => exitCode;
}

/// <summary>Speaks with the operators' API of one platform.</summary>
sealed class PlatformClient(string url, string? key, HttpMessageHandler? handler = null) : IDisposable
{
    readonly HttpClient _http = Make(url, key, handler);

    public string Url { get; } = url.TrimEnd('/');

    static HttpClient Make(string url, string? key, HttpMessageHandler? handler)
    {
        if (!Uri.TryCreate(url.TrimEnd('/') + "/", UriKind.Absolute, out var uri) || uri.Scheme is not ("http" or "https"))
            throw new PlatformException(ExitCodes.Usage, $"'{url}' is no address of a platform: http://host:port is wanted, in --url or SAGA_URL.");
        var http = handler == null ? new HttpClient() : new HttpClient(handler, disposeHandler: false);
        (http.BaseAddress, http.Timeout) = (uri, TimeSpan.FromMinutes(10)); // whole tables may be read; Ctrl+C ends it sooner
        if (!string.IsNullOrEmpty(key))
            http.DefaultRequestHeaders.Add("X-Api-Key", key);
        return http;
    }

    public async Task<JsonNode> Get(string path, CancellationToken cancellation) => (await Json(HttpMethod.Get, path, null, cancellation))!;

    public Task<JsonNode?> Post(string path, object body, CancellationToken cancellation) => Json(HttpMethod.Post, path, body, cancellation);

    public async Task<string> Text(string path, CancellationToken cancellation)
    {
        using var answer = await Send(HttpMethod.Get, path, null, HttpCompletionOption.ResponseContentRead, cancellation);
        return await answer.Content.ReadAsStringAsync(cancellation);
    }

    /// <summary>The answer of health, whatever its status: 503 has a body too.</summary>
    public async Task<JsonNode> Health(CancellationToken cancellation)
    {
        using var answer = await Raw(HttpMethod.Get, "health/ready", null, HttpCompletionOption.ResponseContentRead, cancellation);
        return JsonNode.Parse(await answer.Content.ReadAsStringAsync(cancellation))!;
    }

    /// <summary>The events of the live stream, as (event, data).</summary>
    public async IAsyncEnumerable<(string Event, JsonNode Data)> Follow(string path, [System.Runtime.CompilerServices.EnumeratorCancellation] CancellationToken cancellation)
    {
        using var answer = await Send(HttpMethod.Get, path, null, HttpCompletionOption.ResponseHeadersRead, cancellation);
        using var reader = new StreamReader(await answer.Content.ReadAsStreamAsync(cancellation));
        var (name, data) = ("message", "");
        while (await reader.ReadLineAsync(cancellation) is { } line)
        {
            if (line.StartsWith("event:", StringComparison.Ordinal))
                name = line[6..].Trim();
            else if (line.StartsWith("data:", StringComparison.Ordinal))
                data += line[5..].Trim();
            else if (line is "" && data is not "")
            {
                yield return (name, JsonNode.Parse(data)!);
                (name, data) = ("message", "");
            }
        }
    }

    async Task<JsonNode?> Json(HttpMethod method, string path, object? body, CancellationToken cancellation)
    {
        using var answer = await Send(method, path, body, HttpCompletionOption.ResponseContentRead, cancellation);
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        return text is "" ? null : JsonNode.Parse(text);
    }

    async Task<HttpResponseMessage> Send(HttpMethod method, string path, object? body, HttpCompletionOption until, CancellationToken cancellation)
    {
        var answer = await Raw(method, path, body, until, cancellation);
        if (answer.IsSuccessStatusCode)
            return answer;
        using (answer)
            throw new PlatformException(ExitCodes.Of(answer.StatusCode), await Problem(answer, cancellation));
    }

    async Task<HttpResponseMessage> Raw(HttpMethod method, string path, object? body, HttpCompletionOption until, CancellationToken cancellation)
    {
        try
        {
            using var request = new HttpRequestMessage(method, path) { Content = body == null ? null : JsonContent.Create(body, options: JsonSerializerOptions.Web) };
            return await _http.SendAsync(request, until, cancellation);
        }
        catch (HttpRequestException e)
        {
            throw new PlatformException(ExitCodes.Unhealthy, $"{Url} does not answer: {e.Message} Is it running? SAGA_URL or --url says where.");
        }
        catch (TaskCanceledException) when (!cancellation.IsCancellationRequested)
        {
            throw new PlatformException(ExitCodes.Unhealthy, $"{Url} did not answer in time.");
        }
    }

    static async Task<string> Problem(HttpResponseMessage answer, CancellationToken cancellation)
    {
        var text = await answer.Content.ReadAsStringAsync(cancellation);
        try
        {
            var problem = JsonNode.Parse(text);
            var wrong = problem?["errors"]?.AsObject().SelectMany(x => x.Value!.AsArray().Select(e => $"{e}")).ToList() ?? [];
            return wrong.Count > 0 ? string.Join(Environment.NewLine, wrong) : $"{problem?["title"]}: {problem?["detail"] ?? $"{(int)answer.StatusCode}"}";
        }
        catch (JsonException)
        {
            return $"The platform answered {(int)answer.StatusCode}.";
        }
    }

    public void Dispose() => _http.Dispose();
}

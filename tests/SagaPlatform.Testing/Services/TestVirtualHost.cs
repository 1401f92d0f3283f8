using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Serialization;

namespace SagaPlatform.Testing.Services;

/// <summary>A queue and what is in it.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="Messages">All messages, as of the last statistics interval (1 s on private services, 5 s by default elsewhere).</param>
/// <param name="Ready">Those waiting to be delivered.</param>
/// <param name="Unacknowledged">Those delivered and not acknowledged.</param>
/// <param name="Consumers">How many consume it.</param>
public sealed record QueueCount(
    string Name,
    long Messages,
    [property: JsonPropertyName("messages_ready")] long Ready,
    [property: JsonPropertyName("messages_unacknowledged")] long Unacknowledged,
    long Consumers);

/// <summary>A message read from a queue.</summary>
/// <param name="Body">The body as text.</param>
/// <param name="Redelivered">Whether it was delivered before.</param>
/// <param name="ContentType">Its content type, where it has one.</param>
/// <param name="Headers">Its headers as text.</param>
public sealed record QueuedMessage(string Body, bool Redelivered, string? ContentType, IReadOnlyDictionary<string, string> Headers);

/// <summary>
/// An empty RabbitMQ virtual host of one test class, deleted with its queues when disposed, and a look into it through
/// RabbitMQ's management API: the way another program, in any language, would see it.
/// </summary>
public sealed class TestVirtualHost : IAsyncDisposable
{
    static readonly TimeSpan ConnectionsShownWithin = TimeSpan.FromSeconds(60);

    readonly HttpClient api;

    TestVirtualHost(PrivateServices services, string name)
    {
        Name = name;
        Address = new UriBuilder(services.RabbitMq) { Path = name }.Uri;
        api = new HttpClient { BaseAddress = services.Management, Timeout = TimeSpan.FromSeconds(30) };
        var credentials = Uri.UnescapeDataString(services.RabbitMq.UserInfo);
        api.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Basic", Convert.ToBase64String(Encoding.UTF8.GetBytes(credentials)));
        User = credentials.Split(':', 2)[0];
    }

    /// <summary>Its name, unique on the broker.</summary>
    public string Name { get; }

    /// <summary>AMQP address with user, password and this virtual host.</summary>
    public Uri Address { get; }

    string User { get; }

    /// <summary>Creates one on the shared RabbitMQ, or on <paramref name="services"/>.</summary>
    /// <exception cref="InvalidOperationException">The user of SAGA_RABBITMQ may not create virtual hosts, or there is no management API.</exception>
    public static async Task<TestVirtualHost> Create(PrivateServices? services = null)
    {
        services ??= await PrivateServices.Shared();
        var host = new TestVirtualHost(services, $"test-{Guid.NewGuid():n}");
        try
        {
            using var made = await host.api.PutAsync($"/api/vhosts/{host.Name}", content: null);
            if (made.StatusCode is HttpStatusCode.Unauthorized or HttpStatusCode.Forbidden)
            {
                throw new InvalidOperationException(
                    $"The user '{host.User}' of SAGA_RABBITMQ may not create virtual hosts, which every test class does. "
                    + $"Allow it (rabbitmqctl set_user_tags {host.User} administrator), or leave SAGA_RABBITMQ out: tests then start a RabbitMQ of their own.");
            }

            made.EnsureSuccessStatusCode();
            using var permitted = await host.api.PutAsJsonAsync(
                $"/api/permissions/{host.Name}/{Uri.EscapeDataString(host.User)}",
                new { configure = ".*", write = ".*", read = ".*" });
            permitted.EnsureSuccessStatusCode();
            return host;
        }
        catch (HttpRequestException unreachable) when (unreachable.StatusCode is null)
        {
            throw new InvalidOperationException(
                $"RabbitMQ's management API does not answer at {services.Management}. Enable its management plugin, and name the address in SAGA_RABBITMQ_MANAGEMENT.",
                unreachable);
        }
    }

    /// <summary>All queues with their counts.</summary>
    public async Task<IReadOnlyList<QueueCount>> Queues() =>
        await api.GetFromJsonAsync<List<QueueCount>>($"/api/queues/{Name}?columns=name,messages,messages_ready,messages_unacknowledged,consumers") ?? [];

    /// <summary>Declares a durable classic queue.</summary>
    public async Task DeclareQueue(string queue)
    {
        using var answer = await api.PutAsJsonAsync($"/api/queues/{Name}/{Uri.EscapeDataString(queue)}", new { durable = true });
        answer.EnsureSuccessStatusCode();
    }

    /// <summary>Reads up to <paramref name="messagesMax"/> messages from a queue. They are put back unless <paramref name="take"/>.</summary>
    public async Task<IReadOnlyList<QueuedMessage>> Messages(string queue, int messagesMax = 100, bool take = false)
    {
        using var answer = await api.PostAsJsonAsync(
            $"/api/queues/{Name}/{Uri.EscapeDataString(queue)}/get",
            new { count = messagesMax, ackmode = take ? "ack_requeue_false" : "ack_requeue_true", encoding = "auto" });
        answer.EnsureSuccessStatusCode();
        var read = await answer.Content.ReadFromJsonAsync<List<ReadMessage>>() ?? [];
        return [.. read.Select(message => message.ToMessage())];
    }

    /// <summary>Publishes a message as another program would: a body as it is, with a content type and headers.</summary>
    /// <param name="exchange">The exchange; empty for the default one, which routes by queue name.</param>
    /// <param name="routingKey">The routing key.</param>
    /// <param name="body">The body.</param>
    /// <param name="contentType">For example <c>application/json</c> or <c>application/vnd.masstransit+json</c>.</param>
    /// <param name="headers">Headers, where there are any.</param>
    /// <returns>Whether a queue took it.</returns>
    public async Task<bool> Publish(
        string exchange, string routingKey, string body, string contentType = "application/json", IReadOnlyDictionary<string, string>? headers = null)
    {
        var name = exchange.Length == 0 ? "amq.default" : exchange;
        using var answer = await api.PostAsJsonAsync(
            $"/api/exchanges/{Name}/{Uri.EscapeDataString(name)}/publish",
            new
            {
                routing_key = routingKey,
                payload = body,
                payload_encoding = "string",
                properties = new { content_type = contentType, delivery_mode = 2, headers = headers ?? new Dictionary<string, string>() },
            });
        answer.EnsureSuccessStatusCode();
        return (await answer.Content.ReadFromJsonAsync<Routed>())?.Reached ?? false;
    }

    /// <summary>Closes connections to it, as an operator would.</summary>
    /// <param name="named">Only those whose client gave a name that begins so; empty for all.</param>
    /// <exception cref="TimeoutException">The broker showed no connection: its statistics lag behind, but not that long.</exception>
    public async Task CloseConnections(string named = "")
    {
        for (var until = DateTime.UtcNow + ConnectionsShownWithin; DateTime.UtcNow < until; await Task.Yield())
        {
            var open = await api.GetFromJsonAsync<List<OpenConnection>>($"/api/vhosts/{Name}/connections?columns=name,user_provided_name") ?? [];
            open.RemoveAll(connection => connection.GivenName?.StartsWith(named, StringComparison.Ordinal) != true);
            foreach (var connection in open)
            {
                using var closed = await api.DeleteAsync($"/api/connections/{Uri.EscapeDataString(connection.Name)}");
            }

            if (open.Count > 0)
            {
                return;
            }
        }

        throw new TimeoutException($"The broker showed no connection '{named}' to {Name} within {ConnectionsShownWithin}.");
    }

    /// <summary>Deletes the virtual host with its queues, and closes the connections to it.</summary>
    public async ValueTask DisposeAsync()
    {
        using (var gone = await api.DeleteAsync($"/api/vhosts/{Name}"))
        {
            if (gone.StatusCode != HttpStatusCode.NotFound)
            {
                gone.EnsureSuccessStatusCode();
            }
        }

        api.Dispose();
    }

    sealed record OpenConnection(string Name, [property: JsonPropertyName("user_provided_name")] string? GivenName);

    sealed record Routed([property: JsonPropertyName("routed")] bool Reached);

    sealed record ReadMessage(
        string Payload,
        [property: JsonPropertyName("payload_encoding")] string Encoding,
        bool Redelivered,
        System.Text.Json.JsonElement Properties)
    {
        public QueuedMessage ToMessage()
        {
            var body = Encoding == "base64" ? System.Text.Encoding.UTF8.GetString(Convert.FromBase64String(Payload)) : Payload;
            // RabbitMQ writes no properties as an empty array.
            var known = Properties.ValueKind == System.Text.Json.JsonValueKind.Object;
            var type = known && Properties.TryGetProperty("content_type", out var named) ? named.GetString() : null;
            var headers = known && Properties.TryGetProperty("headers", out var all) && all.ValueKind == System.Text.Json.JsonValueKind.Object
                ? all.EnumerateObject().ToDictionary(header => header.Name, header => header.Value.ToString(), StringComparer.Ordinal)
                : [];
            return new(body, Redelivered, type, headers);
        }
    }
}

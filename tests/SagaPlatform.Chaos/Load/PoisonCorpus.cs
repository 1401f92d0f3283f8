using System.Text;
using System.Text.Json;
using RabbitMQ.Client;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos.Load;

/// <summary>One message that cannot be consumed.</summary>
/// <param name="Exchange">Where it is published.</param>
/// <param name="ContentType">Its content type.</param>
/// <param name="MessageType">The header <c>MT-MessageType</c>; null for none.</param>
/// <param name="Body">What it says; <c>@FILL</c> stands for as many characters as <paramref name="FillBytes"/> says.</param>
/// <param name="FillBytes">See <paramref name="Body"/>.</param>
sealed record PoisonMessage(string Exchange, string ContentType, string? MessageType, string Body, int FillBytes)
{
    /// <summary>The bytes, with a mark by which this one is found again.</summary>
    public string Marked(Guid mark) => Body.Replace("@FILL", new string('x', FillBytes), StringComparison.Ordinal)
        .Replace("@MARK", mark.ToString("D"), StringComparison.Ordinal);
}

/// <summary>The messages of the folder <c>Poison</c>, and which of them were sent.</summary>
sealed class PoisonCorpus
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    readonly List<(string File, string Queue, string Body)> _sent = [];

    /// <summary>All, by the name of the file.</summary>
    public IReadOnlyList<(string File, PoisonMessage Message)> All { get; } =
    [
        .. Directory.GetFiles(Path.Combine(AppContext.BaseDirectory, "Poison"), "*.json").Order(StringComparer.Ordinal)
            .Select(x => (Path.GetFileNameWithoutExtension(x), JsonSerializer.Deserialize<PoisonMessage>(File.ReadAllText(x), Json)!)),
    ];

    /// <summary>Those that were sent: the file, the queue they went to, the body.</summary>
    public IReadOnlyList<(string File, string Queue, string Body)> Sent => _sent;

    /// <summary>Sends one of each.</summary>
    public async Task SendAll(LabServices services, Random random)
    {
        await using var connection = await new ConnectionFactory { Uri = services.Broker.Address }.CreateConnectionAsync("saga-lab poison");
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        var bytes = new byte[16];
        foreach (var (file, message) in All)
        {
            random.NextBytes(bytes);
            var body = message.Marked(new Guid(bytes));
            var properties = new BasicProperties
            {
                ContentType = message.ContentType, DeliveryMode = DeliveryModes.Persistent, MessageId = Guid.NewGuid().ToString("D"),
            };
            if (message.MessageType != null)
                properties.Headers = new Dictionary<string, object?> { ["MT-MessageType"] = message.MessageType };
            await channel.BasicPublishAsync(message.Exchange, "", mandatory: true, properties, Encoding.UTF8.GetBytes(body));
            _sent.Add((file, message.Exchange, body));
        }
    }
}

using System.Text;
using RabbitMQ.Client;
using RabbitMQ.Client.Exceptions;
using SagaPlatform.Contracts;

namespace SagaPlatform.Chaos.Faults;

/// <summary>Messages that are broken, too large, or come again, late and in another order.</summary>
static class MessageFaults
{
    /// <summary><c>max_message_size</c> of the broker is 1 MiB.</summary>
    const int BeyondTheBroker = 2 * 1024 * 1024;

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("poison", "F13", Poison) { IsShort = true };
        yield return new Fault("oversize", "F14", Oversize) { IsShort = true };
        yield return new Fault("said-again-in-reverse", "F04 F05", SayAgain) { IsShort = true };
    }

    static async Task Poison(Injection x)
    {
        await x.Lab.Poison.SendAll(x.Lab.Services, x.Random);
        x.Say($"{x.Lab.Poison.All.Count} messages");
    }

    /// <summary>Refused with a reason at the door, by HTTP and by the broker; nothing of it stays behind.</summary>
    static async Task Oversize(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        foreach (var bytes in (int[])[300 * 1024, BeyondTheBroker])
        {
            var id = Guid.NewGuid();
            var code = await x.Lab.Traffic.Post(host, "/orders", id, "start", new { orderId = id, customerEmail = new string('x', bytes) });
            x.Say($"{bytes >> 10} kB by HTTP: {code}");
            if (code is not (413 or 400 or 0)) // 0: the connection was closed while it was still being sent
                x.Lab.Unexpected.Add($"An order of {bytes >> 10} kB was answered with {code}.");
        }

        await using var connection = await new ConnectionFactory { Uri = x.Lab.Services.Broker.Address, AutomaticRecoveryEnabled = false }.CreateConnectionAsync("saga-lab oversize");
        await using var channel = await connection.CreateChannelAsync(
            new CreateChannelOptions(publisherConfirmationsEnabled: true, publisherConfirmationTrackingEnabled: true));
        try
        {
            await channel.BasicPublishAsync(Queues.OrderFulfilment, "", mandatory: true, new BasicProperties(), new byte[BeyondTheBroker]);
            x.Lab.Unexpected.Add("The broker took a message of 2 MB.");
        }
        catch (OperationInterruptedException e)
        {
            x.Say($"2 MB by AMQP: {e.ShutdownReason?.ReplyCode}");
        }
    }

    /// <summary>Everything that the orders' saga heard in some seconds is said again, twice, in reverse order, under the same ids.</summary>
    static async Task SayAgain(Injection x)
    {
        await using var connection = await new ConnectionFactory { Uri = x.Lab.Services.Broker.Address }.CreateConnectionAsync("saga-lab echo");
        await using var channel = await connection.CreateChannelAsync();
        var copies = (await channel.QueueDeclareAsync()).QueueName;
        await channel.QueueBindAsync(copies, Queues.OrderFulfilment, "");
        await Injection.Hold(x.Seconds(2, 5));
        await channel.QueueUnbindAsync(copies, Queues.OrderFulfilment, "");

        List<(BasicProperties Properties, byte[] Body)> heard = [];
        while (await channel.BasicGetAsync(copies, autoAck: true) is { } message)
            if (!IsPoison(x.Lab, message.Body))
                heard.Add((new BasicProperties(message.BasicProperties), message.Body.ToArray()));
        heard.Reverse();
        foreach (var (properties, body) in heard.Concat(heard))
            await channel.BasicPublishAsync(Queues.OrderFulfilment, "", mandatory: true, properties, body);
        x.Say($"{heard.Count} messages");
    }

    static bool IsPoison(Lab lab, ReadOnlyMemory<byte> body)
    {
        var text = Encoding.UTF8.GetString(body.Span);
        return lab.Poison.Sent.Any(x => x.Body == text);
    }
}

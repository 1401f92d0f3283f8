using RabbitMQ.Client;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Host.Bus;

namespace SagaPlatform.Host.Tests.Bus;

public sealed class RabbitMqOutboxTransportTests
{
    /// <summary>The broker's max_message_size on private services, and one byte more.</summary>
    const int TooLarge = 1024 * 1024 + 1;

    [Fact]
    public async Task A_message_to_a_queue_that_nobody_has_declared_yet_waits_there()
    {
        await using var scenario = await RabbitMqScenario.Start();
        var message = RabbitMqScenario.Message("not-there-yet") with { Headers = new Dictionary<string, string> { ["MT-Activity-Id"] = "00-1-2-01" } };

        await scenario.Publish(message);

        await using var connection = await scenario.Connect();
        await using var channel = await connection.CreateChannelAsync();
        var arrived = (await channel.BasicGetAsync("not-there-yet", autoAck: true)).ShouldNotBeNull();
        arrived.Body.ToArray().ShouldBe(message.Body);
        var properties = arrived.BasicProperties;
        (properties.MessageId, properties.ContentType, properties.Persistent).ShouldBe((message.MessageId.ToString("D"), "text/plain", true));
        System.Text.Encoding.UTF8.GetString((byte[])properties.Headers!["MT-Activity-Id"]!).ShouldBe("00-1-2-01");
    }

    [Fact]
    public async Task An_announcement_that_nobody_subscribed_to_is_fine()
    {
        await using var scenario = await RabbitMqScenario.Start();

        await scenario.Publish(RabbitMqScenario.Message("Tests:Announcement"));

        (await scenario.Broker.Queues()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_thousand_messages_at_once_are_all_confirmed_and_arrive_once()
    {
        await using var scenario = await RabbitMqScenario.Start();
        var messages = Messages(2000);

        await Task.WhenAll(messages.Select(scenario.Publish));

        (await scenario.Arrived()).ShouldBe(messages.Select(x => x.MessageId), ignoreOrder: true);
    }

    [Fact]
    public async Task Connections_that_the_broker_closes_in_the_middle_lose_nothing()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await scenario.Publish(RabbitMqScenario.Message());
        var messages = Messages(3000);

        var publishing = Task.WhenAll(messages.Select(x => UntilConfirmed(scenario, x)));
        await scenario.Broker.CloseConnections();
        await publishing;

        (await scenario.Arrived()).ToHashSet().IsSupersetOf(messages.Select(x => x.MessageId)).ShouldBeTrue();
    }

    [Fact]
    public async Task One_message_that_the_broker_refuses_is_refused_alone()
    {
        await using var scenario = await RabbitMqScenario.Start();
        var messages = Messages(500);
        var culprit = RabbitMqScenario.Message(bytes: TooLarge);

        var refused = Should.ThrowAsync<MessageRefusedException>(() => scenario.Publish(culprit));
        await Task.WhenAll(messages.Select(scenario.Publish));

        (await refused).Message.ShouldContain("406");
        var arrived = (await scenario.Arrived()).ToHashSet();
        arrived.IsSupersetOf(messages.Select(x => x.MessageId)).ShouldBeTrue();
        arrived.ShouldNotContain(culprit.MessageId);
    }

    [Fact]
    public async Task A_message_that_was_refused_before_does_not_disturb_the_others_again()
    {
        await using var scenario = await RabbitMqScenario.Start();
        var messages = Messages(100, bytes: 200_000);
        await scenario.Publish(RabbitMqScenario.Message());
        await scenario.Arrived();

        var first = messages.Take(50).Select(scenario.Publish).ToList();
        var refused = Should.ThrowAsync<MessageRefusedException>(() => scenario.Publish(RabbitMqScenario.Message(bytes: TooLarge) with { Attempts = 1 }));
        await Task.WhenAll(first.Concat(messages.Skip(50).Select(scenario.Publish)));
        await refused;

        (await scenario.Arrived()).ShouldBe(messages.Select(x => x.MessageId), ignoreOrder: true); // none had to be sent twice
    }

    [Fact]
    public async Task A_queue_of_another_kind_refuses_its_own_messages_and_holds_up_no_others()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await using var connection = await scenario.Connect();
        await using var channel = await connection.CreateChannelAsync();
        await channel.ExchangeDeclareAsync("odd", ExchangeType.Topic, durable: true);

        await Should.ThrowAsync<MessageRefusedException>(() => scenario.Publish(RabbitMqScenario.Message("odd")));
        await scenario.Publish(RabbitMqScenario.Message());

        (await scenario.Arrived()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_answer_to_somebody_who_is_gone_is_nobodys_to_keep()
    {
        await using var scenario = await RabbitMqScenario.Start();

        await scenario.Publish(RabbitMqScenario.Message() with { Destination = "rabbitmq://here/there/gone_asker?temporary=true" });

        (await scenario.Broker.Queues()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Replacing_the_channels_ends_what_waits_and_the_next_publishes_work()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await scenario.Publish(RabbitMqScenario.Message());
        var messages = Messages(2000);

        var pending = messages.Select(async x => await Record(() => scenario.Transport.Publish(x, CancellationToken.None))).ToList();
        await scenario.Transport.Replace("test");
        var ends = await Task.WhenAll(pending).WaitAsync(RabbitMqScenario.Limit);
        await scenario.Publish(RabbitMqScenario.Message("after"));

        ends.ShouldContain(x => x is ChannelGoneException, "the channel went under some of them");
        ends.ShouldAllBe(x => x == null || x is ChannelGoneException);
        var arrived = (await scenario.Arrived()).ToHashSet();
        messages.Zip(ends).Where(x => x.Second == null).ShouldAllBe(x => arrived.Contains(x.First.MessageId));
        (await scenario.Arrived("after")).Count.ShouldBe(1);
    }

    static List<OutboxMessage> Messages(int count, int bytes = 100) => [.. Enumerable.Range(1, count).Select(_ => RabbitMqScenario.Message(bytes: bytes))];

    /// <summary>As the dispatcher does: again until it is confirmed.</summary>
    static async Task UntilConfirmed(RabbitMqScenario scenario, OutboxMessage message)
    {
        while (await Record(() => scenario.Publish(message)) is { } failure)
            failure.ShouldNotBeOfType<MessageRefusedException>();
    }

    static async Task<Exception?> Record(Func<Task> act)
    {
        try
        {
            await act();
            return null;
        }
        catch (Exception e)
        {
            return e;
        }
    }
}

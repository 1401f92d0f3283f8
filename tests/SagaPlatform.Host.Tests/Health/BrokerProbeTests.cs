using Microsoft.Extensions.Options;
using RabbitMQ.Client;
using SagaPlatform.Host.Bus;
using SagaPlatform.Host.Health;
using SagaPlatform.Host.Tests.Bus;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests.Health;

public sealed class BrokerProbeTests
{
    [Fact]
    public async Task The_broker_says_who_consumes_and_a_queue_that_is_not_there_hides_no_other()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await using var probe = Probe(scenario);
        await using var connection = await scenario.Connect();
        await using var channel = await connection.CreateChannelAsync();
        await channel.QueueDeclareAsync("deserted", durable: true, exclusive: false, autoDelete: false);
        await channel.QueueDeclareAsync("served", durable: true, exclusive: false, autoDelete: false);
        var tag = await channel.BasicConsumeAsync("served", autoAck: true, new RabbitMQ.Client.Events.AsyncEventingBasicConsumer(channel));

        var counts = await probe.Count(["missing", "deserted", "served"], CancellationToken.None);
        counts.ShouldBe(new Dictionary<string, uint> { ["missing"] = 0, ["deserted"] = 0, ["served"] = 1 }, ignoreOrder: true);

        await channel.BasicCancelAsync(tag);
        (await probe.Count(["served"], CancellationToken.None))["served"].ShouldBe(0u);
    }

    [Fact]
    public async Task A_probe_whose_connection_was_closed_asks_on_another()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await using var probe = Probe(scenario);
        await probe.Count([], CancellationToken.None);
        await scenario.Broker.CloseConnections("saga-probe");

        await Should.ThrowAsync<Exception>(() => probe.Count(["any"], CancellationToken.None));
        (await probe.Count(["any"], CancellationToken.None))["any"].ShouldBe(0u);
    }

    [Fact]
    public async Task A_canary_is_confirmed_on_every_channel_and_leaves_nothing_behind()
    {
        await using var scenario = await RabbitMqScenario.Start();

        await scenario.Transport.Sing(CancellationToken.None).WaitAsync(RabbitMqScenario.Limit);

        (await scenario.Broker.Queues()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Services_that_answer_a_stranger_are_not_away_and_one_that_is_gone_is_named()
    {
        await using var scenario = await RabbitMqScenario.Start();
        await using var database = await TestDatabase.Create();
        var health = Options.Create(new HealthOptions());
        var broker = Options.Create(new RabbitMqOptions { Uri = scenario.Broker.Address.ToString() });

        (await new OutsideServices(broker, database.ConnectionString, health).WhyAway(CancellationToken.None)).ShouldBeNull();
        (await new OutsideServices(broker, "Host=127.0.0.1;Port=1;Username=x;Database=x", health).WhyAway(CancellationToken.None))
            .ShouldNotBeNull().ShouldStartWith("PostgreSQL is away");
        (await new OutsideServices(Options.Create(new RabbitMqOptions { Uri = "amqp://127.0.0.1:1/" }), database.ConnectionString, health)
            .WhyAway(CancellationToken.None)).ShouldNotBeNull().ShouldStartWith("RabbitMQ is away");
    }

    static BrokerProbe Probe(RabbitMqScenario scenario) => new(
        Options.Create(new RabbitMqOptions { Uri = scenario.Broker.Address.ToString() }), Options.Create(new HealthOptions()));
}

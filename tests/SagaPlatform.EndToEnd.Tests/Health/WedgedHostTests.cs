using System.Net;
using System.Text.Json.Nodes;
using Npgsql;
using SagaPlatform.Contracts;
using SagaPlatform.EndToEnd.Tests.Messages;
using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Health;

/// <summary>A host that cannot do its work says so and why; it heals, or it ends for its supervisor.</summary>
public sealed class WedgedHostTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    [Fact]
    public async Task A_saga_queue_that_nobody_consumes_any_more_is_said_by_name_until_it_is_consumed_again()
    {
        await using var platform = await RealPlatform.WithParticipants(Impatient);
        await using var host = platform.Host();
        var body = await Answers(host, HttpStatusCode.OK);
        foreach (var name in (string[])["publisher", "consumers", "sweeper", "ringer", "outbox"])
            Check(body, name)["reason"]!.GetValue<string>().ShouldNotBeNullOrWhiteSpace();

        await using var tap = await Tap.On(platform, Queues.OrderFulfilment);
        await tap.Usurp(Queues.OrderFulfilment);
        do
            body = await Answers(host, HttpStatusCode.ServiceUnavailable);
        while (Check(body, "consumers")["status"]!.GetValue<string>() != "Unhealthy"); // MassTransit's own check may be the first to see it
        Check(body, "consumers")["reason"]!.GetValue<string>().ShouldStartWith($"Nobody takes the messages of {Queues.OrderFulfilment}");

        await tap.Delete(Queues.OrderFulfilment);
        await Answers(host, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_sweeper_that_is_stuck_makes_the_host_unready_with_the_reason_until_it_gets_on()
    {
        await using var platform = await RealPlatform.WithParticipants(Impatient);
        await using var host = platform.Host();
        await Answers(host, HttpStatusCode.OK);

        await using (var blocker = await Block(platform))
        {
            var body = await Answers(host, HttpStatusCode.ServiceUnavailable, host.Output);
            body["checks"]!.AsArray().Where(x => x!["status"]!.GetValue<string>() == "Unhealthy")
                .ShouldAllBe(x => x!["reason"]!.GetValue<string>().Length > 20);
        }

        await Answers(host, HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_host_that_stays_wedged_while_its_services_answer_others_ends_with_code_70()
    {
        await using var platform = await RealPlatform.WithParticipants(new Dictionary<string, string>(Impatient, StringComparer.Ordinal)
        {
            ["Health__HealWithin"] = "00:00:06",
            ["Health__EndWithin"] = "00:00:03",
        });
        await using var host = platform.Host();
        await Answers(host, HttpStatusCode.OK);

        await using (await Block(platform))
            await host.Died(Limit);

        host.ExitCode.ShouldBe(70, host.Output);
        host.Output.ShouldContain("This process cannot heal and ends with code 70");
    }

    /// <summary>The limits of the platform, some seconds each.</summary>
    static Dictionary<string, string> Impatient => new(RealPlatform.PatientLimits, StringComparer.Ordinal)
    {
        ["Health__SilenceMax"] = "00:00:05",
        ["Health__ConsumersGoneMax"] = "00:00:05",
        ["Health__CanaryLateMax"] = "00:00:05",
        ["Health__ProbeEvery"] = "00:00:01",
        ["Health__WatchEvery"] = "00:00:01",
        ["Health__CheckTimeout"] = "00:00:02",
    };

    /// <summary>Nobody reads or writes the outbox until it is disposed; everything else of the database answers.</summary>
    static async Task<NpgsqlConnection> Block(RealPlatform platform)
    {
        var connection = await platform.Database.Open();
        await using var command = new NpgsqlCommand("BEGIN; LOCK TABLE saga.outbox IN ACCESS EXCLUSIVE MODE", connection);
        await command.ExecuteNonQueryAsync();
        return connection;
    }

    static async Task<JsonObject> Answers(HostProcess host, HttpStatusCode code, string output = "")
    {
        var until = DateTime.UtcNow + Limit;
        while (true)
        {
            var health = await Health(host);
            if (health.Code == code)
                return health.Body;
            (DateTime.UtcNow < until).ShouldBeTrue($"{health.Code} {health.Body} {output}\n{host.Output}");
            await Task.Delay(100);
        }
    }

    static async Task<(HttpStatusCode Code, JsonObject Body)> Health(HostProcess host)
    {
        try
        {
            using var http = new HttpClient { BaseAddress = host.Address, Timeout = TimeSpan.FromSeconds(20) };
            using var answer = await http.GetAsync(new Uri("/health/ready", UriKind.Relative));
            return (answer.StatusCode, JsonNode.Parse(await answer.Content.ReadAsStringAsync())!.AsObject());
        }
        catch (HttpRequestException)
        {
            return (HttpStatusCode.RequestTimeout, []); // not up yet
        }
    }

    static JsonNode Check(JsonObject health, string name) => health["checks"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == name)!;
}

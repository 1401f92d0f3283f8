using System.Net;
using System.Text.Json.Nodes;
using MassTransit;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.OperatorConsole.Tests.Health;

public sealed class HealthTests
{
    [Theory]
    [InlineData("/health/ready")]
    [InlineData("/health")]
    public async Task A_platform_that_works_is_ready_and_says_so_of_each_part(string path)
    {
        await using var console = await ConsoleScenario.Started();

        var health = await console.Json(path);

        health["status"]!.GetValue<string>().ShouldBe("Healthy");
        health["checks"]!.AsArray().Select(x => x!["name"]!.GetValue<string>()).ShouldBe(
            ["store", "outbox", "timeouts", "sweeper", "ringer", "masstransit-bus"], ignoreOrder: true);
        health["checks"]!.AsArray().ShouldAllBe(x => x!["reason"]!.GetValue<string>().Length > 0);
        Check(health, "outbox")["details"]!["pending"]!.GetValue<long>().ShouldBe(0);
    }

    [Theory]
    [InlineData("/health/live")]
    [InlineData("/alive")]
    public async Task A_process_that_answers_is_alive_though_its_store_is_gone(string path)
    {
        await using var console = await ConsoleScenario.Started();
        console.Troubled.FailsWith = "connection refused";

        (await console.Json(path))["status"]!.GetValue<string>().ShouldBe("Healthy");
    }

    [Fact]
    public async Task A_store_that_does_not_answer_makes_it_not_ready_until_it_answers_again()
    {
        await using var console = await ConsoleScenario.Started();

        console.Troubled.FailsWith = "connection refused";
        var health = await NotReady(console);
        Unhealthy(health, "store").ShouldBe("The store does not answer: connection refused");

        console.Troubled.FailsWith = null;
        await Ready(console);
    }

    [Fact]
    public async Task A_check_that_hangs_is_cut_off_and_said_to_be()
    {
        await using var console = await ConsoleScenario.Started();
        console.Troubled.HangsUntil = new TaskCompletionSource();
        var timersOfOthers = console.Time.Timers;

        var asking = console.Get("/health/ready");
        const int hanging = 3; // store, outbox, timeouts; each check has a limit of its own, and those of the others are gone when they have answered
        while (console.Troubled.Waiting < hanging || console.Time.Timers > timersOfOthers + hanging)
            await Task.Yield();
        console.Time.Advance(TimeSpan.FromSeconds(5));

        using var response = await asking;
        response.StatusCode.ShouldBe(HttpStatusCode.ServiceUnavailable);
        var health = JsonNode.Parse(await response.Content.ReadAsStringAsync())!.AsObject();
        Unhealthy(health, "store").ShouldBe("No answer within 5 s: the check was cut off.");
        Check(health, "masstransit-bus")["status"]!.GetValue<string>().ShouldNotBe("Unhealthy");

        console.Troubled.HangsUntil.SetResult();
        console.Troubled.HangsUntil = null;
        await Rounds(console);
        await Ready(console);
    }

    [Fact]
    public async Task A_bus_that_is_stopped_makes_it_not_ready_until_it_runs_again()
    {
        await using var console = await ConsoleScenario.Started();
        var bus = console.The<IBusControl>();

        await bus.StopAsync();
        Unhealthy(await NotReady(console), "masstransit-bus").ShouldNotBeEmpty();

        await bus.StartAsync();
        await Ready(console);
    }

    [Fact]
    public async Task Messages_that_do_not_get_out_make_it_not_ready_until_they_do()
    {
        await using var console = await ConsoleScenario.Started();

        console.Troubled.Holds = new OutboxBacklog(7, TimeSpan.FromSeconds(31), 0);
        var health = await NotReady(console);
        Unhealthy(health, "outbox").ShouldBe("Messages do not get out: in the outbox wait 7, the oldest for 31 s; the limit is 30 s.");
        Check(health, "outbox")["details"]!["oldestAgeSeconds"]!.GetValue<double>().ShouldBe(31);

        console.Troubled.Holds = new OutboxBacklog(7, TimeSpan.FromSeconds(30), 0);
        await Ready(console);
    }

    [Fact]
    public async Task Parked_messages_are_a_warning_and_no_more()
    {
        await using var console = await ConsoleScenario.Started();
        console.Troubled.Holds = new OutboxBacklog(0, null, 2);

        var health = await console.Json("/health/ready");

        health["status"]!.GetValue<string>().ShouldBe("Degraded");
        health["checks"]![0]!["name"]!.GetValue<string>().ShouldBe("outbox");
        Check(health, "outbox")["reason"]!.GetValue<string>().ShouldStartWith("Messages that the broker refused are parked and wait for a person: 2.");
    }

    [Fact]
    public async Task A_sweeper_or_ringer_that_fell_silent_makes_it_not_ready_until_its_next_round()
    {
        await using var console = await ConsoleScenario.Started();

        console.Time.Advance(TimeSpan.FromSeconds(30));
        await Ready(console);
        console.Time.Advance(TimeSpan.FromSeconds(1));
        var health = await NotReady(console);
        Unhealthy(health, "sweeper").ShouldBe(
            "The sweeper has had no successful round for 31 s, the limit is 30 s: what dead processes left in the outbox stays there.");
        Unhealthy(health, "ringer").ShouldBe("The ringer has had no successful round for 31 s, the limit is 30 s: timeouts do not ring here.");

        await console.The<OutboxSweeper>().Sweep(CancellationToken.None);
        (await NotReady(console))["checks"]!.AsArray().Count(x => x!["status"]!.GetValue<string>() == "Unhealthy").ShouldBe(1);
        await console.The<TimeoutRinger>().Ring(CancellationToken.None);
        await Ready(console);
    }

    [Fact]
    public async Task Timeouts_that_nobody_rings_make_it_not_ready_until_they_rang()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();

        console.Time.Advance(TimeSpan.FromSeconds(5 * 60 + 31));
        await console.The<OutboxSweeper>().Sweep(CancellationToken.None);
        Unhealthy(await NotReady(console), "timeouts").ShouldBe("Nobody rings fast enough: timeouts overdue by 30 s or more: 1.");

        await console.The<TimeoutRinger>().Ring(CancellationToken.None);
        Check(await console.Json("/health/ready"), "timeouts")["status"]!.GetValue<string>().ShouldBe("Healthy");
    }

    [Fact]
    public async Task The_limits_are_the_operators_to_set()
    {
        await using var console = await ConsoleScenario.Started(("Health:OutboxAgeMax", "00:01:00"));
        console.Troubled.Holds = new OutboxBacklog(7, TimeSpan.FromSeconds(59), 0);

        await Ready(console);
    }

    [Fact]
    public async Task A_limit_that_makes_no_sense_stops_the_start() =>
        (await Should.ThrowAsync<OptionsValidationException>(() => ConsoleScenario.Started(("Health:CheckTimeout", "00:00:00"))))
            .Message.ShouldContain("CheckTimeout");

    static async Task Rounds(ConsoleScenario console)
    {
        await console.The<OutboxSweeper>().Sweep(CancellationToken.None);
        await console.The<TimeoutRinger>().Ring(CancellationToken.None);
    }

    static async Task Ready(ConsoleScenario console) =>
        (await console.Json("/health/ready"))["status"]!.GetValue<string>().ShouldBe("Healthy");

    static Task<JsonObject> NotReady(ConsoleScenario console) => console.Json("/health/ready", HttpStatusCode.ServiceUnavailable);

    static string Unhealthy(JsonObject health, string check)
    {
        var found = Check(health, check);
        found["status"]!.GetValue<string>().ShouldBe("Unhealthy");
        return found["reason"]!.GetValue<string>();
    }

    static JsonNode Check(JsonObject health, string name) =>
        health["checks"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == name)!;
}

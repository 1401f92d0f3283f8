using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using SagaPlatform.Host;

namespace SagaPlatform.CommandLine.Tests;

/// <summary>The command line against a real embedded platform.</summary>
public sealed class SagaCommandTests(RunningPlatform platform) : IClassFixture<RunningPlatform>
{
    [Fact]
    public async Task An_order_is_watched_to_its_end_then_listed_described_and_told()
    {
        var id = await platform.Order();

        (await Saga($"watch {id}")).Output.ShouldContain("Completed");
        (await Saga("list --type order-fulfilment --state Completed")).Output.ShouldContain($"{id}");
        var described = await Saga($"describe {id}");
        described.Code.ShouldBe(ExitCodes.Ok);
        described.Output.ShouldContain("waits");
        described.Output.ShouldContain("ChargePayment");
        (await Saga($"history {id}")).Output.ShouldContain("PlaceOrder");
        JsonNode.Parse((await Saga($"describe {id} --output json")).Output)!["state"]!.GetValue<string>().ShouldBe("Completed");
    }

    [Fact]
    public async Task A_completed_order_cannot_be_cancelled_and_the_exit_code_says_so()
    {
        var id = await platform.Order();
        await Saga($"watch {id}");

        var refused = await Saga($"cancel {id} --reason late");

        refused.Code.ShouldBe(ExitCodes.Conflict);
        refused.Errors.ShouldContain("Not possible now");
        (await Saga($"cancel {Guid.NewGuid()} --reason late")).Code.ShouldBe(ExitCodes.NotFound);
    }

    [Theory]
    [InlineData("cancel not-an-id --reason so")]
    [InlineData("cancel 11111111-1111-1111-1111-111111111111")]
    [InlineData("dance")]
    [InlineData("list --type no-such-type")]
    [InlineData("list --output xml")]
    [InlineData("audit verify --anchor nonsense")]
    public async Task What_is_not_understood_is_a_usage_error(string command)
    {
        var (code, _, errors) = await Saga(command);

        code.ShouldBe(ExitCodes.Usage, errors);
        errors.ShouldNotBeEmpty();
    }

    [Fact]
    public async Task A_held_saga_is_held_previewed_first_and_the_audit_holds()
    {
        var id = await platform.Order(platform.Silent);
        await platform.Waits(id);

        (await Saga($"hold {id} --reason look --dry-run")).Output.ShouldStartWith("Would be done");
        (await Saga($"hold {id} --reason look")).Output.ShouldStartWith("Done");
        (await Saga($"hold {id} --reason look")).Code.ShouldBe(ExitCodes.Conflict);
        (await Saga($"describe {id}")).Output.ShouldContain("It is held by local operator");
        (await Saga($"release {id} --reason seen --version-looked-at 1")).Code.ShouldBe(ExitCodes.Conflict);
        (await Saga($"release {id} --reason seen")).Code.ShouldBe(ExitCodes.Ok);
        (await Saga("audit list")).Output.ShouldContain("hold");
        var verified = await Saga("audit verify --output json");
        verified.Code.ShouldBe(ExitCodes.Ok);
        var anchor = JsonNode.Parse(verified.Output)!["anchor"]!.GetValue<string>();
        (await Saga($"audit verify --anchor {anchor}")).Code.ShouldBe(ExitCodes.Ok);
        (await Saga("audit verify --anchor 1:00ff")).Code.ShouldBe(ExitCodes.Failed);
    }

    [Fact]
    public async Task Looking_commands_answer_tables_or_json()
    {
        foreach (var command in (string[])["doctor", "timeouts", "errors", "runs", "drain", "count", "keys list", "me", "graph order-fulfilment"])
        {
            var table = await Saga(command);
            table.Code.ShouldBe(ExitCodes.Ok, $"{command}: {table.Errors}");
            table.Output.ShouldNotBeEmpty(command);
            JsonNode.Parse((await Saga($"{command} --output json")).Output).ShouldNotBeNull(command);
        }
    }

    [Fact]
    public async Task A_platform_that_is_not_there_is_unhealthy()
    {
        using var stop = new CancellationTokenSource();
        var (output, errors) = (new StringWriter(), new StringWriter());

        (await SagaCommand.Run(["doctor", "--url", "http://127.0.0.1:1"], output, errors, _ => null, stop.Token)).ShouldBe(ExitCodes.Unhealthy);

        errors.ToString().ShouldContain("does not answer");
    }

    async Task<(int Code, string Output, string Errors)> Saga(string command)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        var (output, errors) = (new StringWriter(), new StringWriter());
        var code = await SagaCommand.Run(command.Split(' '), output, errors, x => x == "SAGA_URL" ? platform.Url : null, patience.Token);
        return (code, output.ToString(), errors.ToString());
    }
}

/// <summary>What <c>make run</c> starts.</summary>
public sealed class RunningPlatform : IAsyncLifetime
{
    readonly WebApplication _app = PlatformHost.Build(["--urls", "http://127.0.0.1:0", "--SAGA_MODE=embedded", "--Overview:SampleEvery=00:00:00.100"]);

    public string Url => _app.Urls.Single();

    /// <summary>The payment token at which the test payment service says nothing.</summary>
    public string Silent => "tok_silent";

    public Task InitializeAsync() => _app.StartAsync();

    public async Task DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    public async Task<Guid> Order(string token = "tok_visa")
    {
        var id = Guid.NewGuid();
        using var http = new HttpClient { BaseAddress = new Uri(Url) };
        using var answer = await http.PostAsJsonAsync("/orders", new
        {
            orderId = id, customerId = Guid.NewGuid(), customerEmail = "ada@example.com", lines = new[] { new { sku = "SKU-1001", quantity = 1 } },
            total = new { amountMinor = 4990, currency = "EUR" }, paymentToken = token,
            deliverTo = new { name = "Ada", street = "12 St James Square", postalCode = "10115", city = "Berlin", country = "DE" },
        });
        answer.EnsureSuccessStatusCode();
        await Until(id, _ => true);
        return id;
    }

    /// <summary>Until the saga is there and waits for the payment.</summary>
    public Task Waits(Guid id) => Until(id, x => x["state"]!.GetValue<string>() == "ChargePayment");

    /// <summary>An order is accepted a moment before it can be seen.</summary>
    async Task Until(Guid id, Func<JsonNode, bool> holds)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Url) };
        for (var until = DateTime.UtcNow.AddSeconds(30); DateTime.UtcNow < until; await Task.Delay(50))
        {
            using var answer = await http.GetAsync($"/api/sagas/{id}");
            if (answer.IsSuccessStatusCode && holds((await answer.Content.ReadFromJsonAsync<JsonNode>())!))
                return;
        }
        throw new TimeoutException($"Order {id} never came to where it was waited for.");
    }
}

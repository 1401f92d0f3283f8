using System.Diagnostics;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using Npgsql;
using SagaPlatform.Benchmarks.Driving;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Host.Commands;
using SagaPlatform.Testing.Processes;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks.Operators;

/// <summary>How long one page took.</summary>
/// <param name="Path">What was asked for.</param>
/// <param name="Took">In milliseconds, as its reader waits for it.</param>
sealed record Looked(string Path, Latencies Took);

/// <summary>What operators saw.</summary>
/// <param name="Quiet">Each page, with nothing else going on.</param>
/// <param name="Busy">The list, while sagas run.</param>
/// <param name="SagasPerSecond">What ran meanwhile.</param>
/// <param name="Refused">Starts that were not accepted meanwhile.</param>
/// <param name="Counts">How many counts the stream told meanwhile.</param>
/// <param name="LongestGapMs">The longest it told nothing.</param>
/// <param name="CaughtUpMs">From the last start's answer until the stream's counts had all sagas.</param>
sealed record OperatorsResult(
    IReadOnlyList<Looked> Quiet, Looked Busy, double SagasPerSecond, int Refused, int Counts, double LongestGapMs, double CaughtUpMs);

/// <summary>One host with all roles and very many sagas stored, looked at over HTTP as the operators' page does.</summary>
sealed class OperatorsView(OperatorsPlan plan, Action<string> say)
{
    const int WarmUpLooks = 20;
    static readonly TimeSpan CaughtUpLimit = TimeSpan.FromSeconds(60);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public async Task<OperatorsResult> Run(PrivateServices services)
    {
        await using var database = await TestDatabase.Create(services);
        await using var broker = await TestVirtualHost.Create(services);
        var pooled = new NpgsqlConnectionStringBuilder(database.ConnectionString) { Pooling = true }.ConnectionString;
        await using var host = HostProcess.Start(new Dictionary<string, string>(StringComparer.Ordinal)
        {
            ["SAGA_MODE"] = "platform", ["SAGA_POSTGRES"] = pooled, ["SAGA_RABBITMQ"] = broker.Address.ToString(), ["Serilog__MinimumLevel__Default"] = "Warning",
        });
        await host.Ready();
        using var http = new HttpClient { BaseAddress = host.Address };
        await Carried(http);
        await StoredOrders.Fill(database.ConnectionString, plan.StoredSagas, say);

        List<Looked> quiet = [];
        foreach (var path in await Pages(http))
        {
            quiet.Add(await Look(http, path, plan.Looks));
            say($"{path}: p99 {quiet[^1].Took.P99:0.0} ms");
        }

        return await Busy(http, host.Address, quiet);
    }

    /// <summary>One order, for the others to be modelled on.</summary>
    static async Task Carried(HttpClient http)
    {
        var order = ExampleOrders.Good();
        using var placed = await http.PostAsJsonAsync("/orders", order, Json);
        placed.EnsureSuccessStatusCode();
        for (string? state = null; state != "Completed";)
        {
            await Task.Delay(50);
            using var answer = await http.GetAsync($"/api/sagas/{order.OrderId}");
            state = answer.IsSuccessStatusCode ? (string?)JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["state"] : null;
        }
    }

    /// <summary>Every filter of the list, its later pages, and the other lists.</summary>
    static async Task<IReadOnlyList<string>> Pages(HttpClient http)
    {
        var next = (string)(await http.GetFromJsonAsync<JsonNode>("/api/sagas?limit=200"))!["next"]!;
        return
        [
            "/api/sagas", "/api/sagas?limit=200", $"/api/sagas?limit=200&cursor={Uri.EscapeDataString(next)}", "/api/sagas?sort=oldest&limit=200",
            "/api/sagas?type=order-fulfilment", "/api/sagas?state=ChargePayment", "/api/sagas?type=order-fulfilment&state=Cancelled", "/api/sagas?state=Nowhere",
            "/api/sagas?key=ORD-7777", "/api/sagas?needsAttention=true", "/api/sagas?inTrouble=true", "/api/sagas?olderThanSeconds=900000",
            "/api/sagas?youngerThanSeconds=60&sort=oldest", "/api/sagas/count?state=Completed", "/api/timeouts?overdue=true", "/api/failed-messages", "/api/audit",
        ];
    }

    static async Task<Looked> Look(HttpClient http, string path, int looks, CancellationToken stop = default)
    {
        List<double> took = [];
        for (var i = -WarmUpLooks; i < looks && !stop.IsCancellationRequested; i++)
        {
            var begun = Stopwatch.GetTimestamp();
            using var answer = await http.GetAsync(path, CancellationToken.None);
            await answer.Content.ReadAsByteArrayAsync(CancellationToken.None);
            answer.EnsureSuccessStatusCode();
            if (i >= 0)
                took.Add(Stopwatch.GetElapsedTime(begun).TotalMilliseconds);
        }

        return new Looked(path, Latencies.Of(took));
    }

    async Task<OperatorsResult> Busy(HttpClient http, Uri platform, IReadOnlyList<Looked> quiet)
    {
        say($"watching the page for {plan.Watched.TotalSeconds:0} s while {plan.SagasPerSecond} payments per second start");
        await using var page = FollowedStream.Of(platform);
        while (page.Sagas == 0)
            await Task.Delay(50);
        var (before, since) = (page.Sagas, Stopwatch.GetTimestamp());

        using var done = new CancellationTokenSource();
        var looking = Look(http, "/api/sagas", int.MaxValue, done.Token);
        var codes = await Start(http);
        var started = codes.Count(x => x);
        var perSecond = started / Stopwatch.GetElapsedTime(since).TotalSeconds;
        var (gap, counts) = page.Since(since);
        await done.CancelAsync();
        var ended = Stopwatch.StartNew();
        while (page.Sagas < before + started && ended.Elapsed < CaughtUpLimit)
            await Task.Delay(20);
        return new OperatorsResult(quiet, await looking, perSecond, codes.Length - started, counts, gap, ended.Elapsed.TotalMilliseconds);
    }

    /// <summary>An open loop: each payment is requested when it is due, however long the ones before it take.</summary>
    async Task<bool[]> Start(HttpClient http)
    {
        var begun = Stopwatch.GetTimestamp();
        List<Task<bool>> answers = [];
        for (var i = 0; i < plan.SagasPerSecond * plan.Watched.TotalSeconds; i++)
        {
            var wait = TimeSpan.FromSeconds(i / (double)plan.SagasPerSecond) - Stopwatch.GetElapsedTime(begun);
            if (wait > TimeSpan.Zero)
                await Task.Delay(wait);
            answers.Add(Request(http));
        }

        return await Task.WhenAll(answers);
    }

    static async Task<bool> Request(HttpClient http)
    {
        using var answer = await http.PostAsJsonAsync("/payments",
            new RequestPayment(Guid.NewGuid(), "tok_visa", "4242", "merchant-01", new Money(49_90, "EUR"), "EUR", "DE"), Json);
        return answer.IsSuccessStatusCode;
    }
}

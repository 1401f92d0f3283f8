using System.Text.Json.Nodes;
using System.Text.RegularExpressions;
using SagaPlatform.Host.Commands;
using SagaPlatform.Testing.Services;
using YamlDotNet.RepresentationModel;

namespace SagaPlatform.Host.Tests.Infra;

/// <summary>What alerts and the dashboard ask for is what the platform serves.</summary>
public sealed partial class ObservabilityTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    /// <summary>What is there once an order has ended and the gauges were sampled.</summary>
    static readonly string[] Wanted = ["\nsaga_duration_seconds_bucket{", "\nsaga_outbox_dispatch_delay_seconds_bucket{", "\nsaga_instances{", "\nsaga_audit_broken "];

    [Fact]
    public async Task Every_metric_of_ours_that_alerts_and_dashboard_name_is_served_or_counts_something_that_has_not_happened_yet()
    {
        await using var app = PlatformHost.Build(["--urls", "http://127.0.0.1:0", "--SAGA_MODE=embedded", "--Gauges:SampleEvery=00:00:01"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
        using var placed = await System.Net.Http.Json.HttpClientJsonExtensions.PostAsJsonAsync(http, "/orders", ExampleOrders.Good());
        placed.IsSuccessStatusCode.ShouldBeTrue();
        var text = "";
        for (var until = DateTime.UtcNow + Limit; DateTime.UtcNow < until && !Wanted.All(x => text.Contains(x, StringComparison.Ordinal)); await Task.Delay(100))
            text = await http.GetStringAsync("/metrics");
        // Counters without a count are not written; their names follow from the instruments'.
        HashSet<string> quiet = ["saga_failed_total", "saga_compensated_total", "saga_conflicts_total", "saga_inbox_duplicates_total", "saga_timeouts_total", "saga_operator_actions_total"];

        var asked = Expressions().SelectMany(x => Ours().Matches(x).Select(m => m.Value)).Distinct(StringComparer.Ordinal).ToList();

        asked.Count.ShouldBeGreaterThan(10);
        asked.Where(x => !quiet.Contains(x) && !text.Contains($"\n{x}{{", StringComparison.Ordinal) && !text.Contains($"\n{x} ", StringComparison.Ordinal)).ShouldBeEmpty();
        await app.StopAsync();
    }

    static IEnumerable<string> Expressions()
    {
        var dashboard = JsonNode.Parse(File.ReadAllText(RepositoryRoot.File("infra", "grafana", "dashboards", "saga-platform.json")))!;
        foreach (var panel in dashboard["panels"]!.AsArray())
            foreach (var target in panel!["targets"]!.AsArray())
                yield return target!["expr"]!.GetValue<string>();

        var rules = new YamlStream();
        rules.Load(new StringReader(File.ReadAllText(RepositoryRoot.File("infra", "prometheus", "alerts.yml"))));
        foreach (var rule in (YamlSequenceNode)rules.Documents[0].RootNode["groups"][0]["rules"])
            yield return ((YamlScalarNode)rule["expr"]).Value!;
    }

    [GeneratedRegex(@"\bsaga_[a-z_]+", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Ours();
}

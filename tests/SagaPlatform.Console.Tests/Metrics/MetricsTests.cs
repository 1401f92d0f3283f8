using System.Text.RegularExpressions;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.OperatorConsole.Tests.Metrics;

public sealed class MetricsTests
{
    [Fact]
    public async Task Counters_histograms_and_gauges_are_written_as_prometheus_reads_them()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        console.The<PlatformMeter>().Acted("cancel");
        console.The<PlatformMeter>().Acted("cancel");
        console.The<PlatformMeter>().Dispatched(TimeSpan.FromSeconds(0.3));
        await console.The<IEnumerable<Microsoft.Extensions.Hosting.IHostedService>>().OfType<PlatformGauges>().Single().Sample(default);

        var lines = (await console.Http.GetStringAsync("/metrics")).Split('\n', StringSplitOptions.RemoveEmptyEntries);

        lines.ShouldContain("# TYPE saga_operator_actions_total counter");
        lines.ShouldContain("saga_operator_actions_total{action=\"cancel\"} 2");
        lines.ShouldContain("# TYPE saga_outbox_dispatch_delay_seconds histogram");
        lines.ShouldContain("saga_outbox_dispatch_delay_seconds_bucket{le=\"0.25\"} 0");
        lines.ShouldContain("saga_outbox_dispatch_delay_seconds_bucket{le=\"0.5\"} 1");
        lines.ShouldContain("saga_outbox_dispatch_delay_seconds_bucket{le=\"+Inf\"} 1");
        lines.ShouldContain("saga_outbox_dispatch_delay_seconds_count 1");
        lines.ShouldContain("saga_instances{state=\"ChargeFee\",type=\"delivery\"} 1");
        lines.Where(x => x[0] != '#').ShouldAllBe(x => Regex.IsMatch(x, "^[a-zA-Z_:][a-zA-Z0-9_:]*(\\{.*\\})? [^ ]+$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)));
        lines.Where(x => x[0] != '#').Select(x => x[..x.LastIndexOf(' ')]).ShouldBeUnique();
    }
}

using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Metrics;

/// <summary>On a process of its own: MassTransit has one set of meters per process, which the first bus in it makes.</summary>
public sealed class HostMetricsTests
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    [Fact]
    public async Task A_host_that_has_carried_an_order_tells_Prometheus_of_our_meter_and_of_MassTransits()
    {
        await using var platform = await RealPlatform.WithParticipants(RealPlatform.PatientLimits);
        await using var host = platform.Host();
        await host.Ready();
        var order = RealPlatform.Order();
        await RealPlatform.Place(host, order);
        await platform.AllEnd([order.OrderId], Limit);

        using var http = RealPlatform.Client(host);
        var text = await http.GetStringAsync("/metrics");

        text.ShouldContain("saga_started_total{type=\"order-fulfilment\"} 1");
        text.ShouldContain("messaging_masstransit_");
    }
}

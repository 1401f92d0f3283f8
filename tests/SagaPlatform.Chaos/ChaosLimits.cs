namespace SagaPlatform.Chaos;

/// <summary>The platform's own limits in the lab, where they are not the defaults, and what the lab promises of it.</summary>
static class ChaosLimits
{
    /// <summary>How long a charge is waited for: short, so that clocks ring in every run.</summary>
    public static readonly TimeSpan ChargeWithin = TimeSpan.FromSeconds(12);

    /// <summary>A process that is wedged says so within this.</summary>
    public static readonly TimeSpan WedgeSeenWithin = TimeSpan.FromSeconds(30);

    /// <summary>All other steps: longer than any outage of the plan, so that outages are got over and not cancelled away.</summary>
    const string Patient = "00:03:00";

    /// <summary>As environment variables.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>(
    [
        .. ((string[])
        [
            "Orders__Fulfilment__ReserveWithin", "Orders__Fulfilment__ShipWithin", "Orders__Fulfilment__HandOverWithin",
            "Orders__Fulfilment__ConfirmWithin", "Orders__Fulfilment__UndoWithin",
            "Payments__RoutedPayment__RouteWithin", "Payments__RoutedPayment__CaptureWithin", "Payments__RoutedPayment__VoidWithin",
            "Payments__RoutedPayment__ConfirmWithin",
            "Payments__CrossChainTransfer__ValidateWithin", "Payments__CrossChainTransfer__LockWithin", "Payments__CrossChainTransfer__MonitorWithin",
            "Payments__CrossChainTransfer__ReleaseWithin", "Payments__CrossChainTransfer__RecordWithin", "Payments__CrossChainTransfer__UndoWithin",
        ]).Select(x => KeyValuePair.Create(x, Patient)),
        KeyValuePair.Create("Orders__Fulfilment__ChargeWithin", ChargeWithin.ToString()),
        // A wedge that does not heal shows as the end of a process, within the time that recovery may take.
        KeyValuePair.Create("FailedMessages__TakeIn", "false"), // the lab looks into the error queues itself
        KeyValuePair.Create("Health__HealWithin", "00:00:15"),
        // Telemetry goes to a collector that is not there: nothing may depend on it.
        KeyValuePair.Create("OTEL_EXPORTER_OTLP_ENDPOINT", "http://127.0.0.1:9"),
    ], StringComparer.Ordinal);
}

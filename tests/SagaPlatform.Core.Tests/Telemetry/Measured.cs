using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Tests.Telemetry;

/// <summary>What a platform's meter counts while a test looks.</summary>
sealed class Measured : IDisposable
{
    readonly MeterListener _listener = new();
    readonly ConcurrentQueue<string> _seen = [];

    /// <summary>Only this platform's: others run beside it.</summary>
    public Measured(PlatformMeter meter)
    {
        _listener.InstrumentPublished = (instrument, x) =>
        {
            if (meter.Owns(instrument))
                x.EnableMeasurementEvents(instrument);
        };
        _listener.SetMeasurementEventCallback<long>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.SetMeasurementEventCallback<double>((instrument, _, tags, _) => Add(instrument, tags));
        _listener.Start();
    }

    public IReadOnlyList<string> All => [.. _seen];

    public void Dispose() => _listener.Dispose();

    void Add(Instrument instrument, ReadOnlySpan<KeyValuePair<string, object?>> tags) =>
        _seen.Enqueue($"{instrument.Name} {string.Join(",", tags.ToArray().Select(x => $"{x.Key}={x.Value}"))}");
}

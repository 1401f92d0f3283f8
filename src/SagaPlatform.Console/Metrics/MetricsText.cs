using System.Collections.Concurrent;
using System.Diagnostics.Metrics;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Hosting;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.OperatorConsole.Metrics;

/// <summary>Where Prometheus reads.</summary>
static class MetricsEndpoint
{
    public static void MapMetrics(this IEndpointRouteBuilder app) => app
        .MapGet("/metrics", (MetricsText metrics) => TypedResults.Text(metrics.Read(), "text/plain; version=0.0.4; charset=utf-8"))
        .WithTags("Metrics").WithName("GetMetrics").WithSummary("The meters SagaPlatform and MassTransit in Prometheus text.")
        .Produces<string>(contentType: "text/plain");
}

/// <summary>
/// Sums what the meters <c>SagaPlatform</c> and <c>MassTransit</c> measure, and writes it as Prometheus text (exposition format 0.0.4): dots
/// become underscores, units and <c>_total</c> are appended, histograms get their buckets.
/// </summary>
/// <remarks>There is no exporter package for this that restores where we build. It listens from the start of the process.</remarks>
sealed class MetricsText : IHostedService, IDisposable
{
    /// <summary>Series of one instrument: a label with many values costs memory for good, so beyond this they are summed as one.</summary>
    const int SeriesMax = 1_000;

    const string Other = "{overflow=\"true\"}";

    static readonly double[] SecondBuckets = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 300, 1800, 7200, 86400];

    readonly ConcurrentDictionary<Instrument, Family> _families = new();
    readonly MeterListener _listener = new();

    public MetricsText()
    {
        _listener.InstrumentPublished = (instrument, listener) =>
        {
            if (instrument.Meter.Name is PlatformMeter.Name or "MassTransit")
                listener.EnableMeasurementEvents(instrument, _families.GetOrAdd(instrument, x => new Family(x)));
        };
        _listener.SetMeasurementEventCallback<long>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<int>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.SetMeasurementEventCallback<double>((_, value, tags, family) => ((Family)family!).Add(value, tags));
        _listener.Start();
    }

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _listener.Dispose();

    /// <summary>What has been measured so far. Gauges are asked now.</summary>
    public string Read()
    {
        foreach (var family in _families.Values)
            family.ForgetGauges();
        _listener.RecordObservableInstruments();
        var text = new StringBuilder();
        foreach (var same in _families.Values.GroupBy(x => x.Name, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal))
            Family.Write(text, same.First(), same);
        return text.ToString();
    }

    sealed class Family
    {
        readonly ConcurrentDictionary<string, Series> _series = new(StringComparer.Ordinal);
        readonly string _kind;
        readonly string? _help;
        readonly double _scale;

        public Family(Instrument instrument)
        {
            var type = instrument.GetType();
            var generic = type.IsGenericType ? type.GetGenericTypeDefinition() : type;
            _kind = generic == typeof(Histogram<>) ? "histogram" : generic == typeof(Counter<>) || generic == typeof(ObservableCounter<>) ? "counter" : "gauge";
            // MassTransit counts what is active up and down in plain counters.
            if (instrument.Name.EndsWith(".active", StringComparison.Ordinal))
                _kind = "gauge";
            IsObserved = instrument.IsObservable;
            _help = instrument.Description;
            _scale = instrument.Unit == "ms" ? 0.001 : 1;
            Name = NameOf(instrument);
        }

        public string Name { get; }

        bool IsObserved { get; }

        string NameOf(Instrument instrument)
        {
            var name = new StringBuilder();
            foreach (var c in instrument.Name)
                name.Append(char.IsAsciiLetterOrDigit(c) ? c : '_');
            if (instrument.Unit is "s" or "ms" && !name.ToString().EndsWith("_seconds", StringComparison.Ordinal))
                name.Append("_seconds");
            if (_kind == "counter")
                name.Append("_total");
            return name.ToString();
        }

        public void Add(double value, ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            var labels = Labels(tags);
            if (_series.Count >= SeriesMax && !_series.ContainsKey(labels))
                labels = Other;
            _series.GetOrAdd(labels, _ => new Series(_kind == "histogram")).Add(value * _scale, set: IsObserved);
        }

        public void ForgetGauges()
        {
            if (IsObserved)
                _series.Clear();
        }

        public static void Write(StringBuilder text, Family first, IEnumerable<Family> same)
        {
            var lines = same.SelectMany(x => x._series).GroupBy(x => x.Key, StringComparer.Ordinal).OrderBy(x => x.Key, StringComparer.Ordinal).ToList();
            if (lines.Count == 0)
                return;
            if (first._help is { Length: > 0 } help)
                text.Append("# HELP ").Append(first.Name).Append(' ').Append(help.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\n", " ", StringComparison.Ordinal)).Append('\n');
            text.Append("# TYPE ").Append(first.Name).Append(' ').Append(first._kind).Append('\n');
            foreach (var line in lines)
                line.First().Value.Write(text, first.Name, line.Key, [.. line.Skip(1).Select(x => x.Value)]);
        }

        static string Labels(ReadOnlySpan<KeyValuePair<string, object?>> tags)
        {
            if (tags.Length == 0)
                return "";
            List<string> labels = [];
            foreach (var (key, value) in tags)
                labels.Add($"{Safe(key)}=\"{Convert.ToString(value, CultureInfo.InvariantCulture)?.Replace("\\", "\\\\", StringComparison.Ordinal).Replace("\"", "\\\"", StringComparison.Ordinal).Replace("\n", "\\n", StringComparison.Ordinal)}\"");
            labels.Sort(StringComparer.Ordinal);
            return $"{{{string.Join(',', labels)}}}";
        }

        static string Safe(string name) => string.Concat(name.Select((c, i) => char.IsAsciiLetter(c) || (i > 0 && char.IsAsciiDigit(c)) ? c : '_'));
    }

    sealed class Series(bool isHistogram)
    {
        readonly Lock _gate = new();
        readonly long[] _buckets = isHistogram ? new long[SecondBuckets.Length + 1] : [];
        double _sum;
        long _count;

        public void Add(double value, bool set)
        {
            lock (_gate)
            {
                _sum = set ? value : _sum + value;
                _count++;
                if (isHistogram)
                    _buckets[Array.FindIndex(SecondBuckets, x => value <= x) is var i and >= 0 ? i : SecondBuckets.Length]++;
            }
        }

        /// <summary>Instruments of two meters with one name (two buses, as in tests) are one series.</summary>
        public void Write(StringBuilder text, string name, string labels, IReadOnlyList<Series> same)
        {
            var (sum, count, buckets) = Snapshot();
            foreach (var other in same)
            {
                var more = other.Snapshot();
                (sum, count) = (sum + more.Sum, count + more.Count);
                for (var i = 0; i < buckets.Length; i++)
                    buckets[i] += more.Buckets[i];
            }
            if (!isHistogram)
            {
                Line(text, name, labels, sum);
                return;
            }
            var below = 0L;
            for (var i = 0; i < buckets.Length; i++)
                Line(text, name + "_bucket", With(labels, i < SecondBuckets.Length ? Number(SecondBuckets[i]) : "+Inf"), below += buckets[i]);
            Line(text, name + "_sum", labels, sum);
            Line(text, name + "_count", labels, count);
        }

        (double Sum, long Count, long[] Buckets) Snapshot()
        {
            lock (_gate)
                return (_sum, _count, [.. _buckets]);
        }

        static string With(string labels, string le) => labels is "" ? $"{{le=\"{le}\"}}" : $"{labels[..^1]},le=\"{le}\"}}";

        static void Line(StringBuilder text, string name, string labels, double value) =>
            text.Append(name).Append(labels).Append(' ').Append(Number(value)).Append('\n');

        static string Number(double value) => value.ToString("R", CultureInfo.InvariantCulture);
    }
}

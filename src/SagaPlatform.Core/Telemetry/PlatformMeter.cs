using System.Diagnostics;
using System.Diagnostics.Metrics;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Telemetry;

/// <summary>The meter and the activity source <c>SagaPlatform</c>. Nothing is ever labelled by saga id.</summary>
public sealed class PlatformMeter : IDisposable
{
    /// <summary>The name of both.</summary>
    public const string Name = "SagaPlatform";

    /// <summary>Spans of the platform's own work: dispatching, ringing, sweeping.</summary>
    public static readonly ActivitySource Activities = new(Name);

    readonly Meter _meter = new(Name);
    readonly Counter<long> _started, _completed, _failed, _compensated, _transitions, _conflicts, _duplicates, _timeouts, _decisions, _acts;
    readonly Histogram<double> _duration, _dispatchDelay;

    /// <summary>Makes the instruments.</summary>
    public PlatformMeter()
    {
        _started = _meter.CreateCounter<long>("saga.started", description: "Sagas started");
        _completed = _meter.CreateCounter<long>("saga.completed", description: "Sagas that reached their good end");
        _failed = _meter.CreateCounter<long>("saga.failed", description: "Messages of sagas that went to an error queue");
        _compensated = _meter.CreateCounter<long>("saga.compensated", description: "Sagas that ended with everything given back");
        _transitions = _meter.CreateCounter<long>("saga.transitions", description: "Changes of state");
        _conflicts = _meter.CreateCounter<long>("saga.conflicts", description: "Units of work that lost a race and were tried again");
        _duplicates = _meter.CreateCounter<long>("saga.inbox.duplicates", description: "Messages dropped because they were consumed before");
        _timeouts = _meter.CreateCounter<long>("saga.timeouts", description: "Timeouts, by what became of them");
        _decisions = _meter.CreateCounter<long>("saga.work_items.decisions", description: "Decisions of people, by kind and verdict");
        _acts = _meter.CreateCounter<long>("saga.operator.actions", description: "What operators did, by action");
        _duration = _meter.CreateHistogram<double>("saga.duration", "s", "From the first message to the end");
        _dispatchDelay = _meter.CreateHistogram<double>("saga.outbox.dispatch.delay", "s", "From the unit of work to the broker's confirm");
    }

    /// <summary>A message was committed for a saga.</summary>
    public void Transition(string type, HistoryEntry entry, ProcessState? saga)
    {
        var tag = new KeyValuePair<string, object?>("type", type);
        if (entry.Kind == HistoryKind.Stale)
            _timeouts.Add(1, tag, new("outcome", "stale"));
        if (saga == null || entry.From == entry.To)
            return;

        if (entry.From == null)
            _started.Add(1, tag);
        _transitions.Add(1, tag, new("from", entry.From ?? "Initial"), new("to", entry.To));
        if (saga.EndedAt is not { } ended)
            return;

        (saga.Ledger.Reason == null ? _completed : _compensated).Add(1, tag);
        _duration.Record((ended - saga.StartedAt).TotalSeconds, tag);
    }

    /// <summary>A message went to an error queue.</summary>
    public void Failed(string type) => _failed.Add(1, new KeyValuePair<string, object?>("type", type));

    /// <summary>A unit of work lost a race.</summary>
    public void Conflict(string consumer) => _conflicts.Add(1, new KeyValuePair<string, object?>("type", consumer));

    /// <summary>A message was dropped because it was consumed before.</summary>
    public void Duplicate(string consumer) => _duplicates.Add(1, new KeyValuePair<string, object?>("type", consumer));

    /// <summary>Timeouts rang: <c>fired</c> in time, <c>swept</c> by the backstop.</summary>
    public void Rang(int count, string outcome) => _timeouts.Add(count, new KeyValuePair<string, object?>("outcome", outcome));

    /// <summary>A person decided something.</summary>
    public void Decided(string kind, string verdict) => _decisions.Add(1, new("kind", kind), new("verdict", verdict));

    /// <summary>An operator did something.</summary>
    public void Acted(string action) => _acts.Add(1, new KeyValuePair<string, object?>("action", action));

    /// <summary>A message reached the broker.</summary>
    public void Dispatched(TimeSpan delay) => _dispatchDelay.Record(delay.TotalSeconds);

    /// <summary>Adds a gauge that is read when it is asked for.</summary>
    public void Gauge(string name, string? unit, string description, Func<IEnumerable<Measurement<double>>> read) =>
        _meter.CreateObservableGauge(name, read, unit, description);

    internal bool Owns(Instrument instrument) => instrument.Meter == _meter;

    /// <inheritdoc />
    public void Dispose() => _meter.Dispose();
}

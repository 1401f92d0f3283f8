using SagaPlatform.Core.History;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>
/// Two processes of the platform, their database, their broker and their clock: nothing moves but by hand, on one thread.
/// </summary>
sealed class SimulatedPlatform : IAsyncDisposable
{
    readonly HostProcess[] _processes;
    readonly SkewedTime _databaseTime;
    VirtualTime _time = new();
    MemoryDatabase _database = new();

    public SimulatedPlatform(EmbeddedFamily family)
    {
        var time = new SkewedTime(() => _time);
        _databaseTime = new SkewedTime(() => _time);
        _processes = [.. Enumerable.Range(0, 2).Select(_ => new HostProcess(family, time, _databaseTime, () => _database))];
        foreach (var process in _processes)
            process.Store.Committed = Note;
    }

    /// <summary>The broker.</summary>
    public Broker Broker { get; private set; } = new();

    /// <summary>What was committed to be sent, by the ids of the messages.</summary>
    public HashSet<Guid> Promised { get; } = [];

    /// <summary>What left for the broker though nothing was committed that said so.</summary>
    public List<string> Unpromised { get; } = [];

    /// <summary>The moment that each ring was set for, by the ring's message id.</summary>
    public Dictionary<Guid, DateTimeOffset> DueOfRing { get; } = [];

    /// <summary>The time.</summary>
    public DateTimeOffset Now => _time.GetUtcNow();

    /// <summary>The next limit, of any saga; null when there is none.</summary>
    public DateTimeOffset? NextTimeout => _database.TimeoutsByDue.Count == 0 ? null : _database.TimeoutsByDue.Min.Due;

    /// <summary>How many rows are in the outbox.</summary>
    public int OutboxRows => _database.Outbox.Count;

    /// <summary>What could not be handled.</summary>
    public IEnumerable<string> Errors => _processes.SelectMany(x => x.Errors);

    /// <summary>A process.</summary>
    public HostProcess Process(int number) => _processes[number % _processes.Length];

    /// <summary>Everything is as on the first day.</summary>
    public void Reset()
    {
        (_time, _database, Broker, _databaseTime.Ahead) = (new VirtualTime(), new MemoryDatabase(), new Broker(), TimeSpan.Zero);
        Promised.Clear();
        Unpromised.Clear();
        DueOfRing.Clear();
        foreach (var process in _processes)
        {
            process.Errors.Clear();
            process.Start();
        }
    }

    /// <summary>A process handles a message of the broker; the broker hears of it, or of the death of the process.</summary>
    /// <returns>Whether the process lived.</returns>
    public async Task<bool> Deliver(BrokerMessage message, int host, Mishap mishap, bool acknowledged = true)
    {
        var process = Process(host);
        process.Store.Meets(mishap);
        await process.Handle(message);
        if (process.Store.IsDead)
        {
            Broker.Redeliver(message);
            process.Start();
            return false;
        }

        if (acknowledged)
            Broker.Acknowledge(message);
        else
            Broker.Redeliver(message);
        if (process.Store.Effects < mishap.DiesAt) // after the acknowledge, before the dispatch
            process.Start();
        else
            process.Store.Meets(Mishap.None);
        return true;
    }

    /// <summary>A process brings what it holds to the broker; it may die with one of them confirmed and not deleted.</summary>
    public async Task Dispatch(int host, bool dies = false)
    {
        var process = Process(host);
        foreach (var message in process.Store.Held.ToList())
        {
            if (!Promised.Contains(message.MessageId))
                Unpromised.Add(message.MessageType);
            Broker.Accept(message);
            if (dies)
            {
                process.Start();
                return;
            }

            await process.Store.Delete(message);
        }
    }

    /// <summary>A process takes over what nobody dispatches.</summary>
    /// <param name="host">The process.</param>
    /// <param name="forgottenAfter">How old its own rows must be.</param>
    public Task Sweep(int host, TimeSpan forgottenAfter) => Process(host).Store.Sweep(forgottenAfter);

    /// <summary>Moves time on.</summary>
    public void Pass(DateTimeOffset until) => _time.AdvanceTo(until);

    /// <summary>Rings what is due, or the next limit though it is not due yet.</summary>
    public async Task Ring(int host, bool early = false)
    {
        _databaseTime.Ahead = early && NextTimeout is { } due && due > Now ? due - Now : TimeSpan.Zero;
        await Process(host).Ring();
        _databaseTime.Ahead = TimeSpan.Zero;
    }

    /// <summary>A saga's history, oldest first.</summary>
    public IReadOnlyList<HistoryEntry> History(Guid saga) =>
        _database.History.TryGetValue(saga, out var lines) ? lines.ConvertAll(x => x.Entry) : [];

    /// <summary>The timeouts that have not rung.</summary>
    public IReadOnlyList<PendingTimeout> Timeouts(Guid saga) => [.. _database.Timeouts.Values.Where(x => x.Timeout.SagaId == saga)
        .Select(x => new PendingTimeout(x.Timeout.Token, x.Timeout.SagaType, x.Timeout.SagaId, x.Timeout.Name, x.Due))];

    /// <summary>Whether a consumer has consumed a message.</summary>
    public bool WasConsumed(Guid messageId, string consumer) => _database.Inbox.ContainsKey((messageId, consumer));

    /// <inheritdoc />
    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
            await process.DisposeAsync();
    }

    void Note(UnitOfWork unit)
    {
        foreach (var message in unit.Outbox)
            Promised.Add(message.MessageId);
        foreach (var timeout in unit.TimeoutsSet)
        {
            Promised.Add(timeout.Ring.MessageId);
            DueOfRing[timeout.Ring.MessageId] = timeout.Due;
        }
    }

    /// <summary>The time of a schedule, as one of several clocks has it.</summary>
    sealed class SkewedTime(Func<TimeProvider> time) : TimeProvider
    {
        public TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => time().GetUtcNow() + Ahead;

        public override long GetTimestamp() => GetUtcNow().UtcTicks;

        public override long TimestampFrequency => TimeSpan.TicksPerSecond;
    }
}

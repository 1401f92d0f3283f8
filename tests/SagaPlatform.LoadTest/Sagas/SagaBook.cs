using SagaPlatform.LoadTest.Latencies;

namespace SagaPlatform.LoadTest.Sagas;

/// <summary>How far a run is, at one moment.</summary>
/// <param name="Started">Sagas whose start was sent, without those that the broker did not take.</param>
/// <param name="Completed">Sagas that did what they were started for.</param>
/// <param name="Failed">Sagas that were cancelled, refused, or wait for a person.</param>
/// <param name="Outstanding">Sagas of which nothing was heard yet.</param>
/// <param name="Duplicated">Announcements of an end that its saga had announced already, by another message.</param>
/// <param name="Redelivered">Announcements that came again as the same message: that is how a broker keeps its promise, and no fault.</param>
/// <param name="NotTaken">Starts that the broker refused or gave back, because nobody takes them.</param>
sealed record SagaCounts(int Started, int Completed, int Failed, int Outstanding, int Duplicated, int Redelivered, int NotTaken);

/// <summary>
/// What was started and what was heard of it. Every saga is kept until the end of the run, about a hundred bytes each: an end that
/// comes twice is only noticed by who remembers the first.
/// </summary>
/// <param name="outstandingMax">Sagas that may be under way at once.</param>
sealed class SagaBook(int outstandingMax) : IDisposable
{
    /// <summary>Different reasons of failures that are kept; further ones count together.</summary>
    public const int ReasonsMax = 20;

    readonly Lock _gate = new();
    readonly Dictionary<Guid, Entry> _sagas = [];
    readonly Dictionary<string, int> _reasons = new(StringComparer.Ordinal);
    readonly LatencyHistogram _latencies = new();
    readonly RecentLatencies _recent = new();
    readonly SemaphoreSlim _room = new(outstandingMax);
    readonly TaskCompletionSource _allHeard = new(TaskCreationOptions.RunContinuationsAsynchronously);
    bool _isClosed;
    int _completed, _failed, _outstanding, _duplicated, _redelivered, _notTaken;

    enum Fate : byte
    {
        Running,
        Completed,
        Failed,
        NeedsAttention,
    }

    /// <summary>When the last saga so far completed, since the beginning of the run; null before any did.</summary>
    public TimeSpan? LastCompletion { get; private set; }

    /// <summary>Completes when nothing more is started and something was heard of every saga.</summary>
    public Task AllHeard => _allHeard.Task;

    /// <summary>Takes the room for one more saga under way.</summary>
    /// <returns>False when there is none at the moment.</returns>
    public bool TryTakeRoom() => _room.Wait(0, CancellationToken.None);

    /// <summary>Waits for the room for one more saga under way.</summary>
    public Task TakeRoom(CancellationToken cancellation) => _room.WaitAsync(cancellation);

    /// <summary>A saga is about to be started, in the room that was taken for it.</summary>
    /// <param name="id">Its id.</param>
    /// <param name="due">When it was due, since the beginning of the run: its latency counts from there.</param>
    public void Starts(Guid id, TimeSpan due)
    {
        lock (_gate)
        {
            _sagas.Add(id, new Entry(due));
            _outstanding++;
        }
    }

    /// <summary>The broker did not take the start: there is no saga.</summary>
    public void IsNotTaken(Guid id, string reason)
    {
        lock (_gate)
        {
            // A message that answered a saga is refused under an id of its own: it is counted too.
            _notTaken++;
            Note(reason);
            if (!_sagas.TryGetValue(id, out var entry) || entry.Fate != Fate.Running)
                return;
            _sagas.Remove(id);
            Leave();
        }
    }

    /// <summary>Nothing more is started.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            TellWhenAllHeard();
        }
    }

    /// <summary>Something was announced. What is said of sagas that were not started here is none of our business.</summary>
    /// <param name="id">The saga.</param>
    /// <param name="end">What was said of it.</param>
    /// <param name="message">The announcement's own id.</param>
    /// <param name="at">When it was heard, since the beginning of the run.</param>
    /// <param name="reason">Why it failed, in a few words.</param>
    public void Hears(Guid id, SagaEnd end, Guid message, TimeSpan at, string reason = "")
    {
        lock (_gate)
        {
            if (!_sagas.TryGetValue(id, out var saga))
                return;
            if (end == SagaEnd.NeedsAttention)
                Asks(saga, reason);
            else if (saga.EndMessage == Guid.Empty)
                Ends(saga, end, message, at, reason);
            else if (saga.EndMessage == message)
                _redelivered++;
            else
                _duplicated++;
        }
    }

    /// <summary>Whether a saga was started here.</summary>
    public bool Knows(Guid id)
    {
        lock (_gate)
            return _sagas.ContainsKey(id);
    }

    /// <summary>How far it is.</summary>
    public SagaCounts Count()
    {
        lock (_gate)
            return new SagaCounts(_sagas.Count, _completed, _failed, _outstanding, _duplicated, _redelivered, _notTaken);
    }

    /// <summary>The latencies of all that completed, from when each was due to when its end was heard.</summary>
    public LatencyHistogram Latencies()
    {
        var copy = new LatencyHistogram();
        lock (_gate)
            copy.Add(_latencies);
        return copy;
    }

    /// <summary>The latencies of those that completed in the last seconds.</summary>
    public LatencyHistogram RecentLatencies(TimeSpan now)
    {
        lock (_gate)
            return _recent.At(now);
    }

    /// <summary>Why sagas failed, and how often each reason was given.</summary>
    public IReadOnlyDictionary<string, int> Reasons()
    {
        lock (_gate)
            return new Dictionary<string, int>(_reasons, StringComparer.Ordinal);
    }

    public void Dispose() => _room.Dispose();

    /// <summary>Repeated until somebody rules, so a repeat says nothing new.</summary>
    void Asks(Entry saga, string reason)
    {
        if (saga.Fate == Fate.NeedsAttention)
            return;
        if (saga.Fate == Fate.Running)
            Leave();
        if (saga.Fate == Fate.Completed)
            _completed--;
        if (saga.Fate != Fate.Failed)
            _failed++;
        saga.Fate = Fate.NeedsAttention;
        Note(reason);
    }

    void Ends(Entry saga, SagaEnd end, Guid message, TimeSpan at, string reason)
    {
        if (saga.Fate == Fate.Running)
            Leave();
        else
            _failed--; // a person was asked, and has ruled
        saga.EndMessage = message;
        if (end == SagaEnd.Failed)
        {
            saga.Fate = Fate.Failed;
            _failed++;
            Note(reason);
            return;
        }

        saga.Fate = Fate.Completed;
        _completed++;
        LastCompletion = at;
        _latencies.Record(at - saga.Due);
        _recent.Record(at, at - saga.Due);
    }

    void Leave()
    {
        _outstanding--;
        _room.Release();
        TellWhenAllHeard();
    }

    void TellWhenAllHeard()
    {
        if (_isClosed && _outstanding == 0)
            _allHeard.TrySetResult();
    }

    void Note(string reason)
    {
        var known = _reasons.ContainsKey(reason) || _reasons.Count < ReasonsMax ? reason : "other reasons";
        _reasons[known] = _reasons.GetValueOrDefault(known) + 1;
    }

    sealed class Entry(TimeSpan due)
    {
        public TimeSpan Due => due;

        /// <summary>The announcement of its end; empty before.</summary>
        public Guid EndMessage { get; set; }

        public Fate Fate { get; set; }
    }
}

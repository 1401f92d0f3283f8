namespace SagaPlatform.Testing.Embedded;

/// <summary>
/// Time that stands still until a test moves it. Timers ring while it is moved, in the order they are due, on the thread
/// that moves it.
/// </summary>
public sealed class VirtualTime : TimeProvider
{
    /// <summary>When every test begins.</summary>
    public static readonly DateTimeOffset Dawn = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    readonly Lock _gate = new();
    readonly List<Timer> _timers = [];
    DateTimeOffset _now = Dawn;
    long _lastTimer;

    /// <inheritdoc />
    public override long TimestampFrequency => TimeSpan.TicksPerSecond;

    /// <inheritdoc />
    public override TimeZoneInfo LocalTimeZone => TimeZoneInfo.Utc;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow()
    {
        lock (_gate)
            return _now;
    }

    /// <inheritdoc />
    public override long GetTimestamp() => GetUtcNow().UtcTicks;

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = new Timer(this, callback, state);
        timer.Change(dueTime, period);
        return timer;
    }

    /// <summary>Moves time on.</summary>
    /// <exception cref="ArgumentOutOfRangeException">Time does not run backwards.</exception>
    public void Advance(TimeSpan by)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(by, TimeSpan.Zero);
        AdvanceTo(GetUtcNow() + by);
    }

    /// <summary>Moves time on to a moment; a moment that has passed changes nothing.</summary>
    public void AdvanceTo(DateTimeOffset moment)
    {
        while (NextUntil(moment) is { } timer)
            timer.Ring();
        lock (_gate)
            _now = moment > _now ? moment : _now;
    }

    Timer? NextUntil(DateTimeOffset moment)
    {
        lock (_gate)
        {
            var next = _timers.Where(x => x.Due <= moment).MinBy(x => (x.Due, x.Number));
            if (next == null)
                return null;
            _now = next.Due!.Value > _now ? next.Due.Value : _now;
            next.Rearm();
            return next;
        }
    }

    sealed class Timer(VirtualTime owner, TimerCallback callback, object? state) : ITimer
    {
        TimeSpan _period;

        public DateTimeOffset? Due { get; private set; }

        public long Number { get; } = Interlocked.Increment(ref owner._lastTimer);

        public bool Change(TimeSpan dueTime, TimeSpan period)
        {
            lock (owner._gate)
            {
                owner._timers.Remove(this);
                _period = period;
                Due = dueTime == Timeout.InfiniteTimeSpan ? null : owner._now + dueTime;
                if (Due != null)
                    owner._timers.Add(this);
            }

            return true;
        }

        public void Rearm()
        {
            if (_period > TimeSpan.Zero)
                Due += _period;
            else
                Stop();
        }

        public void Ring() => callback(state);

        public void Dispose()
        {
            lock (owner._gate)
                Stop();
        }

        public ValueTask DisposeAsync()
        {
            Dispose();
            return default;
        }

        void Stop()
        {
            Due = null;
            owner._timers.Remove(this);
        }
    }
}

using System.Threading.Channels;

namespace SagaPlatform.Testing.Embedded;

/// <summary>Virtual time that says which timers are set, so that a test moves it only after somebody waits.</summary>
public sealed class WatchedTime : TimeProvider
{
    /// <summary>How long a timer is waited for before it is called missing; nothing waits for it to pass.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly VirtualTime _time = new();
    readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    /// <inheritdoc />
    public override long TimestampFrequency => _time.TimestampFrequency;

    /// <inheritdoc />
    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    /// <inheritdoc />
    public override long GetTimestamp() => _time.GetTimestamp();

    /// <inheritdoc />
    public override ITimer CreateTimer(TimerCallback callback, object? state, TimeSpan dueTime, TimeSpan period)
    {
        var timer = _time.CreateTimer(callback, state, dueTime, period);
        _set.Writer.TryWrite(dueTime);
        return timer;
    }

    /// <summary>The next timer that is set, leaving out those of a length that is of no interest.</summary>
    public async Task<TimeSpan> NextTimer(params TimeSpan[] exceptOf)
    {
        while (true)
        {
            var due = await _set.Reader.ReadAsync().AsTask().WaitAsync(Limit);
            if (!exceptOf.Contains(due))
                return due;
        }
    }

    /// <summary>Moves time on; the timers that are due ring meanwhile.</summary>
    public void Advance(TimeSpan by) => _time.Advance(by);
}

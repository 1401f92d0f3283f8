using System.Threading.Channels;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Outbox;

/// <summary>Virtual time that says which timers are set, so that a test moves it only after somebody waits.</summary>
sealed class WatchedTime : TimeProvider
{
    readonly VirtualTime _time = new();
    readonly Channel<TimeSpan> _set = Channel.CreateUnbounded<TimeSpan>();

    public override long TimestampFrequency => _time.TimestampFrequency;

    public override DateTimeOffset GetUtcNow() => _time.GetUtcNow();

    public override long GetTimestamp() => _time.GetTimestamp();

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
            var due = await _set.Reader.ReadAsync().AsTask().WaitAsync(Patience.Limit);
            if (!exceptOf.Contains(due))
                return due;
        }
    }

    public void Advance(TimeSpan by) => _time.Advance(by);
}

/// <summary>How long a test waits for what must happen before it calls it missing; nothing waits for it to pass.</summary>
static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}

namespace SagaPlatform.Host.Health;

/// <summary>
/// When a process that is not ready has to end. One that is wedged while broker and database answer others is ended soon: a
/// new one would work. In an outage a new one would be no better, so that is waited for much longer.
/// </summary>
/// <param name="healWithin">How long the fault may be the process's own.</param>
/// <param name="outageMax">How long it may be unready in all.</param>
/// <param name="time">Measures; it is never asked what time it is.</param>
sealed class HealDeadline(TimeSpan healWithin, TimeSpan outageMax, TimeProvider time)
{
    long? _unready;
    long? _own;

    /// <summary>Since the process was last ready; null while it is.</summary>
    public TimeSpan? Unready => _unready is { } since ? time.GetElapsedTime(since) : null;

    /// <summary>It is ready.</summary>
    /// <returns>How long it was not; null when it was.</returns>
    public TimeSpan? Ready()
    {
        var was = Unready;
        _unready = _own = null;
        return was;
    }

    /// <summary>It is not ready.</summary>
    /// <param name="away">Which service does not answer others either; null when all do.</param>
    /// <returns>Why it has to end; null while it may go on.</returns>
    public string? NotReady(string? away)
    {
        _unready ??= time.GetTimestamp();
        _own = away == null ? _own ?? time.GetTimestamp() : null;
        if (_own is { } own && time.GetElapsedTime(own) >= healWithin)
            return $"not ready for {Unready!.Value.TotalSeconds:0} s, the last {time.GetElapsedTime(own).TotalSeconds:0} s of it although broker and database answer";
        return Unready >= outageMax ? $"not ready for {Unready!.Value.TotalSeconds:0} s ({away ?? "broker and database answer again"})" : null;
    }
}

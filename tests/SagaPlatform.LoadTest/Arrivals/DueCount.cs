namespace SagaPlatform.LoadTest.Arrivals;

/// <summary>Counts how many sagas were due by a moment, whether they were started or not.</summary>
sealed class DueCount : IDisposable
{
    readonly IEnumerator<TimeSpan> _ahead;
    bool _isMore;

    public DueCount(ArrivalSchedule schedule)
    {
        _ahead = schedule.Arrivals().GetEnumerator();
        _isMore = _ahead.MoveNext();
    }

    /// <summary>The number so far.</summary>
    public int Count { get; private set; }

    /// <param name="elapsed">Since the beginning of the run; it only grows.</param>
    public int By(TimeSpan elapsed)
    {
        for (; _isMore && _ahead.Current <= elapsed; _isMore = _ahead.MoveNext())
            Count++;
        return Count;
    }

    public void Dispose() => _ahead.Dispose();
}

using SagaPlatform.LoadTest.Arrivals;
using SagaPlatform.LoadTest.Latencies;
using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest;

/// <summary>
/// Starts sagas when they are due and then waits for their ends. Open loop: answers are heard elsewhere and never waited for, except
/// where the bound on outstanding sagas is reached; what is late then keeps the time at which it was due.
/// </summary>
/// <param name="schedule">When sagas are due.</param>
/// <param name="drain">How long after the last start ends are waited for.</param>
/// <param name="starter">Where to.</param>
/// <param name="book">What was started.</param>
/// <param name="time">Whose time counts.</param>
sealed class LoadRun(ArrivalSchedule schedule, TimeSpan drain, ISagaStarter starter, SagaBook book, TimeProvider time)
{
    /// <summary>How long it still listens when every saga has ended: an end that comes twice comes after the first.</summary>
    public static readonly TimeSpan ListenOn = TimeSpan.FromSeconds(2);

    /// <summary>Timers of the system are no finer.</summary>
    static readonly TimeSpan FinestWait = TimeSpan.FromMilliseconds(1);

    readonly LatencyHistogram _lateness = new();
    TimeSpan _roomAt;
    long _began;
    int _started;

    /// <summary>Since the run began.</summary>
    public TimeSpan Elapsed => _began == 0 ? TimeSpan.Zero : time.GetElapsedTime(_began);

    /// <summary>How long after its time each saga was started: by the timer's grain, or by the bound. Read it when the run is over.</summary>
    public LatencyHistogram Lateness => _lateness;

    /// <summary>Sagas that were started late because of the bound on outstanding ones: those that waited for room, and those behind them.</summary>
    public int HeldBack { get; private set; }

    /// <summary>Sagas that were due and never started, because there was no room until the end.</summary>
    public int Unsent { get; private set; }

    /// <summary>Sagas that were due, started or not. Read it when the run is over.</summary>
    public int Due => _started + Unsent;

    /// <summary>Runs to the end: all are started, and have ended or had their time.</summary>
    /// <param name="stop">Ends the arrivals; what was started is still waited for.</param>
    /// <param name="abandon">Ends everything: what happens now cannot be heard any more.</param>
    public async Task Run(CancellationToken stop, CancellationToken abandon)
    {
        _began = time.GetTimestamp();
        try
        {
            await StartAll(stop, abandon);
            book.Close();
            using var enough = new CancellationTokenSource(drain, time);
            using var either = CancellationTokenSource.CreateLinkedTokenSource(enough.Token, abandon);
            await book.AllHeard.WaitAsync(either.Token);
            await Task.Delay(ListenOn, time, abandon);
        }
        catch (OperationCanceledException)
        {
            // Its time is up; what it did not hear of is lost.
        }
    }

    async Task StartAll(CancellationToken stop, CancellationToken abandon)
    {
        // A platform that ends nothing gives no room, so the wait for room is bounded like the wait for the ends.
        using var last = new CancellationTokenSource(schedule.Length + drain, time);
        using var any = CancellationTokenSource.CreateLinkedTokenSource(stop, abandon, last.Token);
        using var arrivals = new DueCount(schedule);
        try
        {
            foreach (var due in schedule.Arrivals())
            {
                await Until(due, any.Token);
                if (!book.TryTakeRoom())
                {
                    await book.TakeRoom(any.Token);
                    _roomAt = Elapsed;
                }

                HeldBack += due < _roomAt ? 1 : 0;
                Start(due);
            }
        }
        catch (OperationCanceledException) when (any.IsCancellationRequested)
        {
            Unsent = arrivals.By(Elapsed) - _started;
        }
    }

    void Start(TimeSpan due)
    {
        var id = Guid.NewGuid();
        _lateness.Record(Elapsed - due);
        book.Starts(id, due);
        starter.Start(id, _started++);
    }

    async ValueTask Until(TimeSpan due, CancellationToken cancellation)
    {
        cancellation.ThrowIfCancellationRequested();
        while (due - Elapsed is var wait && wait > TimeSpan.Zero)
            await Task.Delay(wait > FinestWait ? wait : FinestWait, time, cancellation);
    }
}

using System.Threading.Channels;
using SagaPlatform.LoadTest;
using SagaPlatform.LoadTest.Arrivals;
using SagaPlatform.LoadTest.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Host.Tests.LoadTest;

/// <summary>A run in virtual time: what is started when, and what ends it. Two sagas a second are due for three seconds.</summary>
public sealed class LoadRunTests : IDisposable
{
    static readonly SteadyArrivals Arrivals = new(2, TimeSpan.FromSeconds(3));
    static readonly TimeSpan HalfASecond = TimeSpan.FromSeconds(0.5);
    static readonly TimeSpan Drain = TimeSpan.FromSeconds(10);

    /// <summary>How long a test waits for what must happen; nothing waits for it to pass.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    readonly WatchedTime _time = new();
    readonly Platform _platform = new();
    readonly CancellationTokenSource _stop = new();
    readonly CancellationTokenSource _gone = new();
    SagaBook _book = new(outstandingMax: 100);
    LoadRun _run = null!;

    [Fact]
    public async Task Sagas_are_started_when_they_are_due_though_nothing_is_ever_answered()
    {
        _ = Begin();

        var all = await StartAll();

        all.Count.ShouldBe(6);
        _run.Elapsed.ShouldBe(TimeSpan.FromSeconds(2.5));
        (_run.HeldBack, _run.Unsent, _run.Due).ShouldBe((0, 0, 6));
        _run.Lateness.Max.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task Ends_are_waited_for_until_the_drain_is_over_and_the_rest_is_lost()
    {
        var over = Begin();
        var all = await StartAll();
        all.Take(4).ToList().ForEach(Ends);

        await Sets(Drain);
        _time.Advance(Drain - HalfASecond);
        over.IsCompleted.ShouldBeFalse();
        _time.Advance(HalfASecond);
        await over.WaitAsync(Limit);

        _book.Count().ShouldBe(new SagaCounts(Started: 6, Completed: 4, Failed: 0, Outstanding: 2, Duplicated: 0, Redelivered: 0, NotTaken: 0));
    }

    [Fact]
    public async Task When_all_have_ended_a_second_end_is_still_listened_for_a_moment()
    {
        var over = Begin();
        var all = await StartAll();
        all.ForEach(Ends);

        await Sets(LoadRun.ListenOn);
        Ends(all[0]);
        over.IsCompleted.ShouldBeFalse();
        _time.Advance(LoadRun.ListenOn);
        await over.WaitAsync(Limit);

        _book.Count().Duplicated.ShouldBe(1);
    }

    [Fact]
    public async Task Where_too_many_are_under_way_the_next_is_held_back_and_its_wait_is_part_of_its_latency()
    {
        var over = Begin(outstandingMax: 2);
        var first = await _platform.NextStart();
        await Sets(HalfASecond);
        _time.Advance(HalfASecond);
        var second = await _platform.NextStart();
        await Sets(HalfASecond);
        _time.Advance(TimeSpan.FromSeconds(4.5)); // the third was due a second after the beginning: four seconds ago

        Ends(first);
        Ends(second);
        var third = await _platform.NextStart();
        await _platform.NextStart(); // there is room for it now, but it stood behind the third

        // Nothing ends any more: the last two never get their room, and that is said too.
        _time.Advance(Arrivals.Length + Drain - _run.Elapsed);
        await Sets(Drain);
        Ends(third);
        _time.Advance(Drain);
        await over.WaitAsync(Limit);

        _run.Lateness.Max.ShouldBe(TimeSpan.FromSeconds(4));
        _book.Latencies().Max.ShouldBe(TimeSpan.FromSeconds(12), "the third, due after a second and ended after 13");
        (_run.HeldBack, _run.Unsent, _run.Due).ShouldBe((2, 2, 6));
        _book.Count().Outstanding.ShouldBe(1);
    }

    [Fact]
    public async Task Told_to_stop_it_starts_nothing_more_and_still_waits_for_what_it_started()
    {
        var over = Begin();
        var first = await _platform.NextStart();
        await Sets(HalfASecond);

        await _stop.CancelAsync();
        await Sets(Drain);
        Ends(first);
        await Sets(LoadRun.ListenOn);
        _time.Advance(LoadRun.ListenOn);
        await over.WaitAsync(Limit);

        (_run.Due, _run.Unsent, _book.Count().Completed).ShouldBe((1, 0, 1));
    }

    [Fact]
    public async Task When_the_broker_is_gone_it_ends_at_once()
    {
        var over = Begin();
        await StartAll();
        await Sets(Drain);

        await _gone.CancelAsync();

        await over.WaitAsync(Limit);
        _run.Elapsed.ShouldBe(TimeSpan.FromSeconds(2.5));
    }

    public void Dispose()
    {
        _book.Dispose();
        _stop.Dispose();
        _gone.Dispose();
    }

    Task Begin(int outstandingMax = 100)
    {
        // xunit would carry the run on elsewhere and later; without its context it goes on inside the step of time that wakes it.
        SynchronizationContext.SetSynchronizationContext(null);
        _book.Dispose();
        _book = new SagaBook(outstandingMax);
        _run = new LoadRun(Arrivals, Drain, _platform, _book, _time);
        return _run.Run(_stop.Token, _gone.Token);
    }

    /// <summary>Moves time from arrival to arrival; nobody answers.</summary>
    async Task<List<Guid>> StartAll()
    {
        List<Guid> started = [await _platform.NextStart()];
        for (var arrival = 1; arrival < 6; arrival++)
        {
            await Sets(HalfASecond);
            _platform.HasStarted.ShouldBeFalse("nothing is started before it is due");
            _time.Advance(HalfASecond);
            started.Add(await _platform.NextStart());
        }

        return started;
    }

    /// <summary>Waits until the run has set a timer of this length.</summary>
    async Task Sets(TimeSpan length)
    {
        while (await _time.NextTimer() != length)
        {
        }
    }

    void Ends(Guid saga) => _book.Hears(saga, SagaEnd.Completed, Guid.NewGuid(), _run.Elapsed);

    sealed class Platform : ISagaStarter
    {
        readonly Channel<Guid> _started = Channel.CreateUnbounded<Guid>();

        public bool HasStarted => _started.Reader.TryPeek(out _);

        public void Start(Guid id, int number) => _started.Writer.TryWrite(id);

        public async Task<Guid> NextStart() => await _started.Reader.ReadAsync().AsTask().WaitAsync(Limit);
    }
}

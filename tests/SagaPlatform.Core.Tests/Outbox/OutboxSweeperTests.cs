using SagaPlatform.Core.Persistence.Memory;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class OutboxSweeperTests
{
    [Fact]
    public async Task Silence_counts_from_the_last_sweep_that_succeeded()
    {
        await using var scenario = await new DispatcherScenario().Started();

        scenario.Time.Advance(TimeSpan.FromSeconds(2));
        scenario.Store.IsAway = true;
        await Should.ThrowAsync<IOException>(() => scenario.Sweeper.Sweep(CancellationToken.None));
        scenario.Sweeper.Silence.ShouldBe(TimeSpan.FromSeconds(2));

        scenario.Store.IsAway = false;
        await scenario.Sweeper.Sweep(CancellationToken.None);
        scenario.Sweeper.Silence.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task It_brings_what_a_dead_process_left_at_once_and_leaves_a_living_ones_rows_alone()
    {
        var database = new MemoryDatabase();
        await using var dying = new DispatcherScenario(database);
        await using var living = new DispatcherScenario(database);
        await using var here = await new DispatcherScenario(database).Started();
        var left = await dying.Commit(2);
        await living.Commit(2);
        await dying.Stop();

        await here.Sweeper.Sweep(CancellationToken.None);

        (await here.Broker.Next()).MessageId.ShouldBe(left[0]);
        (await here.Broker.Next()).MessageId.ShouldBe(left[1]);
        await here.Store.Next("deleted");
        here.Broker.Published.Count.ShouldBe(2);
    }
}

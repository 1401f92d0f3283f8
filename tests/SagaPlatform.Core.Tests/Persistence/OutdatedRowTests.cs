using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Telemetry;
using SagaPlatform.Core.Tests.Testing;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>A process whose sagas other processes move on as well: what it has kept of them is often behind.</summary>
public sealed class OutdatedRowTests : IAsyncLifetime
{
    readonly Guid _id = Guid.NewGuid();
    EmbeddedPlatform _platform = null!;

    SagaRowCache Cache => _platform.Get<SagaRowCache>();

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(Trips.Family);
        await Hears(new PlanTrip(_id, Abroad: false, Signatures: 1));
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task A_message_that_the_kept_row_does_not_wait_for_is_met_by_the_row_as_it_is_and_not_tried_in_vain()
    {
        using var measured = Conflicts();
        var behind = Cache.Find(typeof(TripState), _id)!;
        await Hears(new BudgetHeld(_id));
        Keep(behind); // as if another process had heard it

        await Hears(new Sign(_id, "boss"));

        (await Trip()).CurrentState.ShouldBe("BookRooms");
        measured.All.Count(x => x == "saga.conflicts type=trip").ShouldBe(0);
    }

    [Fact]
    public async Task A_message_that_the_kept_row_still_waits_for_is_tried_on_it_and_again_on_the_row_as_it_is()
    {
        using var measured = Conflicts();
        var behind = Cache.Find(typeof(TripState), _id)!;
        await Hears(new BudgetHeld(_id));
        Keep(behind);

        await Hears(new BudgetHeld(_id)); // a second answer, under an id of its own

        (await Trip()).CurrentState.ShouldBe("AwaitSignatures");
        measured.All.Count(x => x == "saga.conflicts type=trip").ShouldBe(1);
    }

    void Keep(KeptSaga kept) => Cache.Keep(typeof(TripState), _id, kept.Values, kept.Version, Guid.NewGuid(), null);

    Measured Conflicts() => new(_platform.Get<PlatformMeter>());

    Task Hears(object message) => _platform.Hears(TripStateMachine.Queue, message);

    async Task<TripState> Trip() => (await _platform.Saga<TripState>(_id))!;
}

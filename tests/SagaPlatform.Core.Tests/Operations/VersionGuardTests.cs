using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Testing;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Operations;

public sealed class VersionGuardTests : IAsyncLifetime
{
    EmbeddedPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await EmbeddedPlatform.Start(Trips.Family);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Theory]
    [InlineData("Gone", "Prepare")]
    [InlineData(ProcessStates.NeedsAttention, "Gone")]
    public async Task Live_sagas_in_a_state_or_stage_that_is_gone_are_named_and_the_start_is_refused(string state, string stage)
    {
        await Stored("T-7", state, stage);

        var refused = await Should.ThrowAsync<UnknownStatesException>(() => Start(new VersionGuardOptions()));

        refused.Message.ShouldContain($"1 of type trip in state {state}, stage {stage} (for example T-7)");
        await Start(new VersionGuardOptions { AllowUnknownStates = true });
        await Start(new VersionGuardOptions { LookHere = false });
    }

    [Fact]
    public async Task Sagas_that_have_ended_may_have_ended_anywhere()
    {
        await Stored("T-8", "Gone", "Gone", ended: true);
        await Stored("T-9", "Prepare", "Prepare");

        await Start(new VersionGuardOptions());
    }

    [Fact]
    public async Task The_drain_report_tells_the_machine_that_sagas_began_with()
    {
        await Stored("T-1", "Prepare", "Prepare"); // older than fingerprints
        var id = Guid.NewGuid();
        await _platform.Hears(TripStateMachine.Queue, new PlanTrip(id, Abroad: false, Signatures: 1));

        var lines = await _platform.Get<VersionGuard>().Drain(default);

        lines.Select(x => (x.Sagas.State, x.Sagas.Fingerprint, x.Current, x.Known, x.Sagas.Count)).ShouldBe(
            [("Prepare", null, false, true, 1L), ("Prepare", _platform.Get<TripStateMachine>().Fingerprint, true, true, 1L)]);
    }

    Task Start(VersionGuardOptions options) =>
        new VersionGuardStart(_platform.Get<VersionGuard>(), Options.Create(options), NullLogger<VersionGuard>.Instance).StartAsync(default);

    async Task Stored(string key, string state, string stage, bool ended = false)
    {
        var trip = new TripState
        {
            CorrelationId = Guid.NewGuid(), BusinessKey = key, CurrentState = state, Ledger = new Ledger { At = stage }, EndedAt = ended ? DateTimeOffset.UnixEpoch : null,
        };
        (await _platform.Store.Commit(new UnitOfWork { Saga = new SagaChange("trip", trip.CorrelationId, trip, 0) }, default)).ShouldBe(CommitOutcome.Committed);
    }
}

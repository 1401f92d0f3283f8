using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Crashes;

/// <summary>Participants are killed, as with kill -9, exactly where it hurts; others start, and nobody pays twice.</summary>
public sealed class ParticipantCrashTests(ParticipantCrashTests.Hosted hosted) : IClassFixture<ParticipantCrashTests.Hosted>
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);

    [Theory]
    [InlineData("after-handler:3")]
    [InlineData("after-commit:3")]
    [InlineData("during-dispatch:3")]
    public async Task Participants_that_are_killed_there_charge_once_and_reserve_once(string point)
    {
        var platform = hosted.Platform;
        await using var doomed = platform.Start("participants", point);
        var orders = Enumerable.Range(0, 5).Select(_ => RealPlatform.Order()).ToList();
        foreach (var order in orders)
            await RealPlatform.Place(hosted.Host, order);
        await doomed.Died(Limit);
        await using var next = platform.Start("participants");

        await platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        foreach (var order in orders)
            (await platform.StateOf(order.OrderId)).ShouldBe("Completed");

        // What was redelivered was dropped quietly: nobody heard of a fault, so nothing was asked twice.
        (await platform.Database.Scalar<long>("SELECT count(*) FROM saga.history WHERE event LIKE 'Fault%'")).ShouldBe(0);
        await Laws.Hold(platform);
    }

    /// <summary>The host lives through all the crashes, and no limit passes meanwhile.</summary>
    public sealed class Hosted : IAsyncLifetime
    {
        public RealPlatform Platform { get; private set; } = null!;

        public HostProcess Host { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Platform = await RealPlatform.WithParticipants(RealPlatform.PatientLimits);
            await Platform.KillParticipants();
            Host = Platform.Host();
            await Host.Ready();
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }
}

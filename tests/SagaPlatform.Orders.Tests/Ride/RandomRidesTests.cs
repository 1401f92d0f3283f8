using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>Schedules that nobody thought of, with the reference participants: no driver and no cent is lost or counted twice.</summary>
public sealed class RandomRidesTests : RandomSchedules<RideScript>
{
    static readonly string[] Zones = ["mitte", "test-declines", "test-silent", "test-breaks", "test-nobody", "test-danger", "test-noshow", "test-one", "nowhere"];

    /// <summary>Nobody waits half an hour for a driver who never comes, nor hours for a ride whose end was lost.</summary>
    static readonly EmbeddedFamily Impatient = new()
    {
        Services = RideScenario.WithParticipants.Services,
        Bus = RideScenario.WithParticipants.Bus,
        Queues = RideScenario.WithParticipants.Queues,
        Settings = new Dictionary<string, string?>(StringComparer.Ordinal) { ["Orders:Ride:PickUpWithin"] = "00:02:00", ["Orders:Ride:RideWithin"] = "00:10:00" },
    };

    protected override EmbeddedFamily? WithParticipants => Impatient;

    protected override async Task Laws(EmbeddedPlatform platform, Guid id) =>
        (await new RideLaws(platform.Get<IRowQueries>()).Broken()).ShouldBeEmpty((await platform.History(id)).Told());

    /// <summary>A ride in any zone, often paid with a token that makes trouble.</summary>
    protected override object Start(Random random, Guid id, string variant) => ExampleRide.In(
        Zones[random.Next(Zones.Length)],
        random.NextDouble() < 0.7 ? "tok_visa_4242" : random.GetItems(["tok_declined", "tok_silent", "tok_silent_nocharge", "tok_fails"], 1)[0], id);

    /// <summary>What was refused or faulted did not happen; a person has it collected and says so.</summary>
    protected override Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay) =>
        Task.FromResult(line.Status == LineStatus.Undoing ? Ruling.AskAgain : Ruling.Done);

    /// <summary>Test data asks for these.</summary>
    protected override bool Expects(SeenMessage error) => error.Type is nameof(OfferRide) or nameof(ChargeFare);
}

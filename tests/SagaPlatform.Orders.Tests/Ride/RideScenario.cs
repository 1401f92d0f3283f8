using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Orders.Ride;
using SagaPlatform.Participants;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>One ride with the reference participants, by message.</summary>
sealed class RideScenario : IAsyncDisposable
{
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddOrders(configuration),
        Bus = bus => bus.AddSaga<RideStateMachine, RideState>(Queues.Ride),
        Queues = [Queues.Ride],
    };

    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddOrders(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddSaga<RideStateMachine, RideState>(Queues.Ride);
            bus.AddReferenceParticipants();
        },
        Queues = [Queues.Ride, Queues.Drivers, Queues.Pricing, Queues.RideMonitoring, Queues.Payments],
    };

    public static readonly EmbeddedFamily WithHttp = WithParticipants.OnHttp(routes => routes.MapOrderEndpoints());

    RideScenario(EmbeddedPlatform platform, RequestRide request) => (Platform, Request) = (platform, request);

    public EmbeddedPlatform Platform { get; }

    public RequestRide Request { get; }

    public Guid Id => Request.RideId;

    /// <summary>A ride that is asked for, and goes as far as it can without time passing.</summary>
    public static async Task<RideScenario> Asked(RequestRide request, Type? holding = null)
    {
        var ride = new RideScenario(await EmbeddedPlatform.Start(WithParticipants), request);
        if (holding != null)
            ride.Platform.Post.Hold(x => x.ShortType() == holding.Name);
        await ride.Hears(request);
        return ride;
    }

    /// <summary>A ride whose driver is on the way.</summary>
    public static async Task<RideScenario> Coming(string zone = "mitte", string token = "tok_visa_4242")
    {
        var ride = await Asked(ExampleRide.In(zone, token));
        await ride.Confirms();
        await ride.IsIn("AwaitPickUp");
        return ride;
    }

    /// <summary>A ride that has begun.</summary>
    public static async Task<RideScenario> Riding(string zone = "mitte", string token = "tok_visa_4242")
    {
        var ride = await Coming(zone, token);
        await ride.Platform.Until(ride.Id, "UnderWay");
        return ride;
    }

    public async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(Queues.Ride, message);
    }

    public async Task Confirms() => await Hears(new ConfirmRide(Id, (await State()).Fare));

    public Task Cancels(string reason = "Changed my mind.") => Hears(new CancelRide(Id, reason));

    public async Task<RideState> State() => (await Platform.Saga<RideState>(Id)).ShouldNotBeNull($"there is no ride {Id}");

    public async Task<Driver> Driver(string id) => (await Platform.Store.Find<Driver>(id, null, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>It is in this state, came there by declared ways only, and no law is broken.</summary>
    public async Task IsIn(string state)
    {
        (await Platform.StateOf(Id)).ShouldBe(state, (await Platform.History(Id)).Told());
        await Lawful();
    }

    public async Task Lawful()
    {
        (await new RideLaws(Platform.Get<IRowQueries>()).Broken()).ShouldBeEmpty((await Platform.History(Id)).Told());
        (await Platform.History(Id)).ShouldFollow(Platform.Get<RideStateMachine>());
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.RideMonitoring;

namespace SagaPlatform.Participants.Tests.RideMonitoring;

/// <summary>What is seen of a ride whenever somebody looks, and whom an alert is brought to.</summary>
public sealed class MonitoringHandlerTests : IAsyncLifetime
{
    static readonly Guid Ride = Guid.NewGuid();

    static readonly Guid Alert = Guid.NewGuid();

    /// <summary>1,001 m north of the centre: 100 s.</summary>
    static readonly GeoPoint North = DriverTestData.Centre with { LatitudeMicrodegrees = DriverTestData.Centre.LatitudeMicrodegrees + 9_000 };

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_driver_is_ahead_by_the_way_to_the_rider_until_they_are_there()
    {
        (await LookForPickUp("D-mitte-01")).ShouldBe(new PickUpAhead(Ride, 10));
        _shop.LetTimePass(TimeSpan.FromSeconds(4));
        (await LookForPickUp("D-mitte-01")).ShouldBe(new PickUpAhead(Ride, 6));
        _shop.LetTimePass(TimeSpan.FromSeconds(6));

        (await LookForPickUp("D-mitte-01")).ShouldBe(new RiderPickedUp(Ride));
        (await LookForPickUp("D-mitte-01")).ShouldBe(new RiderPickedUp(Ride));
        (await _shop.Row<RideWatch>(Ride))!.Looks.ShouldBe(4);
    }

    [Fact]
    public async Task A_driver_who_never_arrives_is_ahead_for_ever()
    {
        await LookForPickUp("D-NOSHOW-1");
        _shop.LetTimePass(TimeSpan.FromHours(1));
        (await LookForPickUp("D-NOSHOW-1")).ShouldBe(new PickUpAhead(Ride, 0));
    }

    [Fact]
    public async Task A_ride_gets_shorter_with_the_time_and_is_over_at_its_end()
    {
        (await Look("D-mitte-01")).ShouldBe(new RideProgressed(Ride, 1_000));
        (await Look("D-mitte-01")).ShouldBe(new RideProgressed(Ride, 1_000));
        _shop.LetTimePass(TimeSpan.FromSeconds(60));
        (await Look("D-mitte-01")).ShouldBe(new RideProgressed(Ride, 400));
        _shop.LetTimePass(TimeSpan.FromSeconds(40));

        (await Look("D-mitte-01")).ShouldBe(new RideFinished(Ride));
        (await Look("D-mitte-01")).ShouldBe(new RideFinished(Ride));
    }

    [Fact]
    public async Task A_ride_in_danger_raises_one_alert_half_way_and_goes_on()
    {
        (await Look("D-DANGER-1")).ShouldBeOfType<RideProgressed>();
        _shop.LetTimePass(TimeSpan.FromSeconds(50));

        (await Look("D-DANGER-1")).ShouldBeOfType<SafetyAlertRaised>().What.ShouldBe("The car has left its route.");
        (await Look("D-DANGER-1")).ShouldBe(new RideProgressed(Ride, 500));
    }

    [Fact]
    public async Task An_alert_is_brought_before_people_once_and_they_are_reminded_of_it()
    {
        (await Escalate()).ShouldBeNull();
        (await Escalate()).ShouldBeNull();

        var item = (await _shop.All<WorkItem>()).ShouldHaveSingleItem();
        (item.SagaId, item.Item, item.ForGroup, item.Reminders, item.Status).ShouldBe((Ride, $"{Alert:D}", "safety-desk", 1, WorkItemStatus.Open));
        item.Details.ShouldContain("The car has left its route.");
    }

    [Fact]
    public async Task What_a_person_found_is_told_each_time_somebody_asks()
    {
        await Escalate();
        await _shop.Decide(RideWork.Safety, Ride, WorkItemVerdict.Approve, "Selma", "a detour", $"{Alert:D}");

        (await Escalate()).ShouldBe(new SafetyAlertClosed(Ride, Alert, "a detour"));
        (await Escalate()).ShouldBe(new SafetyAlertClosed(Ride, Alert, "a detour"));
    }

    Task<object?> LookForPickUp(string driver) => _shop.Ask(new CheckPickUp(Ride, driver, DriverTestData.Centre));

    Task<object?> Look(string driver) => _shop.Ask(new CheckRide(Ride, driver, DriverTestData.Centre, North));

    Task<object?> Escalate() => _shop.Ask(new EscalateAlert(Ride, Alert, "D-DANGER-1", "The car has left its route."));
}

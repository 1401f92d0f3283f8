using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Ride;

/// <summary>Rides with the reference participants.</summary>
public sealed class RideWithParticipantsTests
{
    [Fact]
    public async Task A_ride_is_matched_confirmed_looked_after_paid_and_the_driver_is_free_where_it_ended()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"));
        await ride.IsIn("ConfirmQuote");
        (await ride.State()).DriverId.ShouldBe("D-mitte-01", "the nearest one");
        ride.Platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn, "matching waits for nothing");

        await ride.Confirms();
        await ride.Platform.Until(ride.Id, "Completed");

        await ride.IsIn("Completed");
        var state = await ride.State();
        (state.FareMinor, state.Currency, state.SurgePercent, state.MetersLeft).ShouldBe((530, "EUR", 100, 0));
        var driver = await ride.Driver("D-mitte-01");
        (driver.Status, driver.RideId, driver.Position).ShouldBe((DriverStatus.Free, null, ExampleRide.South));
        ride.Platform.Published<RideCompleted>().Count.ShouldBe(1);
        ride.Platform.SentTo<CheckRide>(Queues.RideMonitoring).Count.ShouldBe(11, "a hundred seconds, a look each ten, and the first");
    }

    [Theory]
    [InlineData("test-declines", "D-WILLING-1", 0)]
    [InlineData("test-silent", "D-WILLING-3", 15)]
    [InlineData("test-breaks", "D-WILLING-5", 0)]
    public async Task A_driver_who_declines_or_is_silent_is_followed_by_the_next(string zone, string driver, int seconds)
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In(zone));

        await ride.Platform.LetTimePass(TimeSpan.FromSeconds(seconds));

        await ride.IsIn("ConfirmQuote");
        (await ride.State()).DriverId.ShouldBe(driver);
        (await ride.Driver(DriverTestData.Scripted[zone][0])).Status.ShouldBe(DriverStatus.Free, "who was passed over is free for others");
    }

    [Theory]
    [InlineData("test-nobody", 15)]
    [InlineData("nowhere", 0)]
    public async Task When_nobody_comes_the_rider_hears_so_and_owes_nothing(string zone, int seconds)
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In(zone));

        await ride.Platform.LetTimePass(TimeSpan.FromSeconds(seconds));

        await ride.IsIn("Cancelled");
        ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>().ShouldBe(new RideCancelled(ride.Id, "no driver available"));
        ride.Platform.SentTo<QuoteRide>(Queues.Pricing).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_rides_never_get_one_driver()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("test-one"), holding: typeof(OfferRide));
        var second = ExampleRide.In("test-one");
        await ride.Hears(second);
        ride.Platform.Post.Held.Count.ShouldBe(2, "both found the same driver");

        ride.Platform.Post.HoldNothing();
        await Task.WhenAll(ride.Platform.Post.Held.Select(ride.Platform.Post.Deliver));
        await ride.Platform.Quiet();

        string?[] states = [await ride.Platform.StateOf(ride.Id), await ride.Platform.StateOf(second.RideId)];
        states.ShouldBe(["ConfirmQuote", "Cancelled"], ignoreOrder: true);
        await ride.Lawful();
    }

    [Fact]
    public async Task The_price_rises_when_most_drivers_of_a_zone_are_taken()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("test-one"));

        // The only driver is taken, by this ride.
        (await ride.State()).SurgePercent.ShouldBe(300);
        (await ride.State()).FareMinor.ShouldBe(1_591);
    }

    [Fact]
    public async Task A_price_that_nobody_confirms_in_time_frees_the_driver()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"));

        await ride.Platform.LetTimePass(TimeSpan.FromMinutes(2));

        await ride.IsIn("Cancelled");
        (await ride.Driver("D-mitte-01")).Status.ShouldBe(DriverStatus.Free);
        await ride.Confirms();
        await ride.IsIn("Cancelled");
        ride.Platform.SentTo<DispatchDriver>(Queues.Drivers).ShouldBeEmpty();
    }

    [Fact]
    public async Task Another_price_than_the_one_quoted_confirms_nothing()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"));

        await ride.Hears(new ConfirmRide(ride.Id, new Money(1, "EUR")));

        await ride.IsIn("ConfirmQuote");
    }

    [Fact]
    public async Task Calling_it_off_before_the_driver_is_on_the_way_is_free()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"));

        await ride.Cancels();

        await ride.IsIn("Cancelled");
        ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>().Fee.ShouldBeNull();
        ride.Platform.SentTo<SettleCancellation>(Queues.Payments).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("tok_visa_4242")]
    [InlineData("tok_declined")]
    public async Task Calling_it_off_with_the_driver_on_the_way_costs_the_fee_once(string token)
    {
        await using var ride = await RideScenario.Coming(token: token);

        await ride.Cancels();
        await ride.Cancels("Really.");

        await ride.IsIn("Cancelled");
        var told = ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>();
        (told.Fee, told.Reason).ShouldBe((new Money(500, "EUR"), "The rider cancelled: Changed my mind."));
        (await ride.Driver("D-mitte-01")).Status.ShouldBe(DriverStatus.Free);
    }

    [Fact]
    public async Task A_fee_that_is_asked_for_twice_is_charged_once()
    {
        await using var ride = await RideScenario.Coming();
        ride.Platform.Post.Hold<SettleCancellation>();
        await ride.Cancels();
        var command = ride.Platform.Post.Held.Single();
        ride.Platform.Post.HoldNothing();

        await ride.Platform.LetTimePass(TimeSpan.FromSeconds(10));
        await ride.Platform.Post.Deliver(command);
        await ride.Platform.Quiet();

        await ride.IsIn("Cancelled");
        ride.Platform.SentTo<SettleCancellation>(Queues.Payments).Count.ShouldBe(2);
    }

    [Fact]
    public async Task A_driver_who_cannot_come_costs_the_rider_nothing()
    {
        await using var ride = await RideScenario.Coming();

        await ride.Hears(new DriverCannotCome(ride.Id, "A flat tyre."));

        await ride.IsIn("Cancelled");
        ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>()
            .ShouldBe(new RideCancelled(ride.Id, "The driver cannot come: A flat tyre."));
    }

    [Fact]
    public async Task A_driver_who_never_arrives_is_given_up_and_costs_the_rider_nothing()
    {
        await using var ride = await RideScenario.Coming("test-noshow");

        await ride.Platform.LetTimePass(TimeSpan.FromMinutes(31));

        await ride.IsIn("Cancelled");
        ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>().ShouldBe(new RideCancelled(ride.Id, "The driver did not come."));
    }

    [Fact]
    public async Task Once_they_ride_it_is_too_late_to_call_it_off()
    {
        await using var ride = await RideScenario.Riding();

        await ride.Cancels();

        await ride.IsIn("UnderWay");
        ride.Platform.Published<RideCancellationRefused>().Count.ShouldBe(1);
        await ride.Platform.Until(ride.Id, "Completed");
        await ride.IsIn("Completed");
    }

    [Fact]
    public async Task An_alert_comes_before_a_person_while_the_ride_goes_on_and_is_paid()
    {
        await using var ride = await RideScenario.Riding("test-danger");
        await ride.Platform.LetTimePass(TimeSpan.FromSeconds(60));

        await ride.IsIn("UnderWay");
        (await ride.State()).Alerts.Single().What.ShouldBe("The car has left its route.");
        var item = (await Items(ride)).ShouldHaveSingleItem();
        (item.Status, item.ForGroup, item.Reminders).ShouldBe((WorkItemStatus.Open, "safety-desk", 0));

        await ride.Platform.Until(ride.Id, "Completed");
        await ride.IsIn("Completed");
        (await Items(ride)).Single().Status.ShouldBe(WorkItemStatus.Open, "the alert stays until somebody looks");
    }

    [Fact]
    public async Task An_alert_that_nobody_looks_at_reminds_and_escalates()
    {
        await using var ride = await RideScenario.Coming("test-noshow");
        var alert = Guid.NewGuid();
        await ride.Hears(new ReportDanger(ride.Id, alert, "The driver writes strange messages."), new ReportDanger(ride.Id, alert, "The same again."));
        (await Items(ride)).Single().Reminders.ShouldBe(0);

        await ride.Platform.LetTimePass(TimeSpan.FromMinutes(5));

        var item = (await Items(ride)).Single();
        item.Reminders.ShouldBeGreaterThanOrEqualTo(2);
        item.ForGroup.ShouldBe("safety-leads");
        (await ride.State()).Alerts.Single().Finding.ShouldBeNull();
    }

    [Fact]
    public async Task What_a_person_found_is_kept_with_the_ride_and_ends_the_reminders()
    {
        await using var ride = await RideScenario.Coming("test-noshow");
        await ride.Hears(new ReportDanger(ride.Id, Guid.NewGuid(), "Strange."));
        var item = (await Items(ride)).Single();

        await ride.Hears(new SafetyAlertClosed(ride.Id, Guid.Parse(item.Item), "All is well: spoke to both."));
        await ride.Platform.LetTimePass(TimeSpan.FromMinutes(5));

        (await ride.State()).Alerts.Single().Finding.ShouldBe("All is well: spoke to both.");
        (await Items(ride)).Single().Reminders.ShouldBe(0);
    }

    [Fact]
    public async Task A_declined_fare_is_a_question_for_a_person_and_the_driver_is_free()
    {
        await using var ride = await RideScenario.Riding(token: "tok_declined");

        await ride.Platform.Until(ride.Id, "NeedsAttention");

        await ride.IsIn("NeedsAttention");
        (await ride.Driver("D-mitte-01")).Status.ShouldBe(DriverStatus.Free);
        await ride.Hears(new RuleRide(ride.Id, "ChargeFare", null, Ruling.Done, "collections"));
        await ride.IsIn("Completed");
    }

    [Fact]
    public async Task A_driver_accepting_while_the_rider_cancels_is_free_again()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"), holding: typeof(DriverAccepted));

        await ride.Cancels();
        await ride.Platform.Release();

        await ride.IsIn("Cancelled");
        (await ride.Driver("D-mitte-01")).Status.ShouldBe(DriverStatus.Free);
    }

    [Fact]
    public async Task The_driver_setting_out_while_the_rider_cancels_costs_nothing_since_nobody_had_told_the_rider()
    {
        await using var ride = await RideScenario.Asked(ExampleRide.In("mitte"), holding: typeof(DriverOnTheWay));
        await ride.Confirms();

        await ride.Cancels();
        await ride.Platform.Release();

        await ride.IsIn("Cancelled");
        ride.Platform.Published<RideCancelled>().Single().As<RideCancelled>().Fee.ShouldBeNull();
    }

    static Task<IReadOnlyList<WorkItem>> Items(RideScenario ride) => ride.Platform.Get<Core.Persistence.IRowQueries>()
        .List<WorkItem, WorkItem>(x => x.Where(item => item.SagaId == ride.Id), CancellationToken.None);
}

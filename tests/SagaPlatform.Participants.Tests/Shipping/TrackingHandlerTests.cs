using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants.Tests.Shipping;

public sealed class TrackingHandlerTests : ShippingScenario
{
    [Fact]
    public async Task A_page_is_opened_once_under_the_number_of_the_label_even_before_there_is_one()
    {
        var opened = (await Track()).ShouldBeOfType<TrackingOpened>();
        (await Track()).ShouldBe(opened);

        var label = (await Label()).ShouldBeOfType<LabelCreated>();
        opened.TrackingUrl.ShouldBe($"https://tracking.example/parcels/{label.TrackingNumber}");
        (await Row())!.Version.ShouldBe(1);
    }

    [Fact]
    public async Task A_page_is_closed_once()
    {
        await Track();

        (await Untrack()).ShouldBe(new TrackingClosed(Order));
        (await Untrack()).ShouldBe(new TrackingClosed(Order));

        (await Row())!.Status.ShouldBe(TrackingPageStatus.Closed);
        (await Row())!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_close_that_comes_first_keeps_the_page_from_being_opened()
    {
        (await Untrack()).ShouldBe(new TrackingClosed(Order));

        (await Track()).ShouldBe(new TrackingRefused(Order, "was undone before it arrived"));
        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task Parcels_to_00005_cannot_be_tracked_when_the_label_is_there()
    {
        await Label("00005");

        (await Track()).ShouldBe(new TrackingRefused(Order, "parcels to 00005 cannot be tracked"));
        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task An_order_without_an_id_gets_no_page() =>
        (await Shop.Ask(new OpenTracking(Guid.Empty))).ShouldBe(new TrackingRefused(Guid.Empty, "OrderId is missing"));

    Task<TrackingPage?> Row() => Shop.Row<TrackingPage>(Order);
}

using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants.Tests.Shipping;

public sealed class LabelHandlerTests : ShippingScenario
{
    [Fact]
    public async Task A_label_bears_the_tracking_number_of_its_order_however_often_it_is_asked_for()
    {
        var first = (await Label()).ShouldBeOfType<LabelCreated>();
        first.TrackingNumber.ShouldBe(SagaPlatform.Participants.Shipping.Label.TrackingNumberOf(Order));
        first.TrackingNumber.ShouldMatch("^SP[0-9A-F]{16}$");

        (await Label()).ShouldBe(first);
        (await Row())!.ShouldSatisfyAllConditions(
            x => x.Status.ShouldBe(LabelStatus.Created),
            x => x.DeliverTo.ShouldBe(Address("10115")),
            x => x.Version.ShouldBe(1));
    }

    [Fact]
    public void Different_orders_have_different_tracking_numbers() =>
        Enumerable.Range(0, 1_000).Select(_ => SagaPlatform.Participants.Shipping.Label.TrackingNumberOf(Guid.NewGuid()))
            .Distinct().Count().ShouldBe(1_000);

    [Fact]
    public async Task A_void_is_answered_and_done_once()
    {
        await Label();

        (await Void()).ShouldBe(new LabelVoided(Order));
        (await Void()).ShouldBe(new LabelVoided(Order));

        (await Row())!.Status.ShouldBe(LabelStatus.Voided);
        (await Row())!.Version.ShouldBe(2);
    }

    [Fact]
    public async Task A_void_that_comes_first_keeps_the_label_from_being_made()
    {
        (await Void()).ShouldBe(new LabelVoided(Order));

        (await Label()).ShouldBe(new LabelRefused(Order, "was undone before it arrived"));
        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task Nobody_delivers_to_00000()
    {
        (await Label("00000")).ShouldBe(new LabelRefused(Order, "no carrier delivers to 00000"));
        (await Label("00000")).ShouldBe(new LabelRefused(Order, "no carrier delivers to 00000"));

        (await Row()).ShouldBeNull();
        (await Void()).ShouldBe(new LabelVoided(Order));
    }

    [Fact]
    public async Task A_label_to_00001_is_made_never_answered_and_voided()
    {
        (await Label("00001")).ShouldBeNull();
        (await Label("00001")).ShouldBeNull();
        (await Row())!.Status.ShouldBe(LabelStatus.Created);

        (await Void()).ShouldBe(new LabelVoided(Order));
        (await Row())!.Status.ShouldBe(LabelStatus.Voided);
    }

    public static TheoryData<DeliveryAddress?, string> BadAddresses => new()
    {
        { null, "DeliverTo is missing" },
        { Address("1") with { Name = " " }, "DeliverTo.Name is missing" },
        { Address("1") with { Street = null! }, "DeliverTo.Street is missing" },
        { Address("1") with { PostalCode = "" }, "DeliverTo.PostalCode is missing" },
        { Address("12345678901234567"), "DeliverTo.PostalCode has 17 characters, at most 16 are allowed" },
        { Address("1") with { City = new string('c', 129) }, "DeliverTo.City has 129 characters, at most 128 are allowed" },
        { Address("1") with { Country = "de" }, "DeliverTo.Country must be two capital letters (ISO 3166-1)" },
        { Address("1") with { Country = null! }, "DeliverTo.Country must be two capital letters (ISO 3166-1)" },
    };

    [Theory]
    [MemberData(nameof(BadAddresses))]
    public async Task An_address_that_makes_no_sense_is_refused_by_name(DeliveryAddress? address, string reason)
    {
        (await Shop.Ask(new CreateLabel(Order, address!))).ShouldBe(new LabelRefused(Order, reason));
        (await Row()).ShouldBeNull();
    }

    Task<Label?> Row() => Shop.Row<Label>(Order);
}

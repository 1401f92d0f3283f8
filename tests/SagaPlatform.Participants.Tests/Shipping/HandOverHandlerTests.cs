using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants.Tests.Shipping;

public sealed class HandOverHandlerTests : ShippingScenario
{
    [Fact]
    public async Task A_labelled_and_packed_parcel_is_handed_over_once()
    {
        await Label();
        await Pack();

        (await HandOver()).ShouldBe(new ParcelHandedOver(Order));
        (await HandOver()).ShouldBe(new ParcelHandedOver(Order));

        var signature = (await Row())!;
        signature.TrackingNumber.ShouldBe(SagaPlatform.Participants.Shipping.Label.TrackingNumberOf(Order));
        signature.Warehouse.ShouldBe("main");
        signature.Version.ShouldBe(1);
        (await Shop.Row<Label>(Order))!.Status.ShouldBe(LabelStatus.HandedOver);
        (await Shop.Row<WarehouseJob>(Order))!.Status.ShouldBe(WarehouseJobStatus.HandedOver);
    }

    [Theory]
    [InlineData("pack", "there is no label")]
    [InlineData("label pack void", "the label was voided")]
    [InlineData("label", "the warehouse was never notified")]
    [InlineData("label pack recall", "the warehouse was called off")]
    public async Task A_parcel_that_is_not_ready_stays_and_keeps_staying(string before, string reason)
    {
        foreach (var step in before.Split(' '))
            await Step(step);

        (await HandOver()).ShouldBe(new HandOverRefused(Order, reason));
        await Label();
        await Pack();
        (await HandOver()).ShouldBe(new HandOverRefused(Order, reason));

        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task The_carrier_does_not_take_parcels_to_00003()
    {
        await Label("00003");
        await Pack();

        (await HandOver()).ShouldBe(new HandOverRefused(Order, "the carrier did not take the parcel"));

        (await Row()).ShouldBeNull();
        (await Shop.Row<Label>(Order))!.Status.ShouldBe(LabelStatus.Created);
        (await Shop.Row<WarehouseJob>(Order))!.Status.ShouldBe(WarehouseJobStatus.Packing);
    }

    [Fact]
    public async Task A_parcel_to_00004_is_handed_over_and_never_answered()
    {
        await Label("00004");
        await Pack();

        (await HandOver()).ShouldBeNull();
        (await HandOver()).ShouldBeNull();

        (await Row()).ShouldNotBeNull();
    }

    [Theory]
    [InlineData("void")]
    [InlineData("recall")]
    public async Task An_undo_at_the_same_moment_cannot_pass_the_hand_over_unseen(string undo)
    {
        await Label();
        await Pack();
        using var handOver = await Shop.Begin(new HandOverParcel(Order));

        await Step(undo);

        (await handOver.Commit()).ShouldBeFalse();
        (await HandOver()).ShouldBeOfType<HandOverRefused>();
        (await Row()).ShouldBeNull();
    }

    [Fact]
    public async Task An_undo_that_a_person_rules_after_the_hand_over_turns_the_parcel_around()
    {
        await Label();
        await Pack();
        await HandOver();

        (await Recall()).ShouldBe(new WarehouseRecalled(Order));
        (await Void()).ShouldBe(new LabelVoided(Order));

        (await Shop.Row<Label>(Order))!.Status.ShouldBe(LabelStatus.Voided);
        (await Shop.Row<WarehouseJob>(Order))!.Status.ShouldBe(WarehouseJobStatus.Recalled);
    }

    Task<object?> Step(string step) => step switch
    {
        "label" => Label(),
        "pack" => Pack(),
        "void" => Void(),
        "recall" => Recall(),
        _ => throw new ArgumentOutOfRangeException(nameof(step), step, "No such step."),
    };

    Task<HandOver?> Row() => Shop.Row<HandOver>(Order);
}

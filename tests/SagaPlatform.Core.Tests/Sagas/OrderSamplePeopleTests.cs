using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;
using static SagaPlatform.Core.Tests.Sagas.OrderSampleScenes;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>People: a change of mind, the point of no return, rulings; and what is never worth asking one.</summary>
public sealed class OrderSamplePeopleTests
{
    [Fact]
    public async Task A_change_of_mind_before_the_hand_over_undoes_all_branches_and_waits_for_all()
    {
        await using var order = await Charged();
        await order.Hears(new LabelCreated(order.Id, "T"), new CancelOrder(order.Id, "Found it cheaper."));
        order.Asked<VoidLabel>();
        order.Asked<RecallWarehouse>();
        order.Asked<CloseTracking>();
        await order.Hears(new LabelVoided(order.Id), new WarehouseRecalled(order.Id));
        order.NeverAsked<RefundPayment>();
        await order.Hears(new CancelOrder(order.Id, "Did you hear me?"));
        order.Noted.ShouldStartWith("Ignored");
        await order.Hears(new TrackingClosed(order.Id), new PaymentRefunded(order.Id), new InventoryReleased(order.Id));
        order.Last<OrderCancelled>().Reason.ShouldBe("Found it cheaper.");
        order.NeverSaid<CancellationRefused>();
    }

    [Fact]
    public async Task From_the_hand_over_on_a_cancellation_is_refused()
    {
        await using var order = await Shipped();
        await order.Hears(new CancelOrder(order.Id, "Too late?"));
        order.Last<CancellationRefused>().Reason.ShouldBe("HandOverParcel is past the point of no return.");
        order.Noted.ShouldBe("Refused: HandOverParcel is past the point of no return.");
        order.NeverAsked<VoidLabel>();
        order.IsIn("HandOverParcel");

        await order.Hears(new ParcelHandedOver(order.Id), new ConfirmationSent(order.Id), new CancelOrder(order.Id, "Now?"));
        order.Last<CancellationRefused>().Reason.ShouldBe("It is completed.");
        order.IsIn("Completed");
    }

    [Fact]
    public async Task A_refused_hand_over_gives_everything_back_but_a_silent_one_asks_a_person()
    {
        await using var refused = await Shipped();
        await refused.Hears(new HandOverRefused(refused.Id, "Parcel lost."));
        refused.IsIn("Unwinding");
        refused.Asked<VoidLabel>();
        refused.NeverSaid<OrderNeedsAttention>();

        await using var silent = await Shipped();
        await silent.FallsSilent();
        silent.IsIn("NeedsAttention");
        silent.NeverAsked<VoidLabel>();
        silent.Saga.Question.ShouldBe("HandOverParcel is past the point of no return and was not answered in time: did it happen?");
        await silent.FallsSilent();
        silent.Said<OrderNeedsAttention>(times: 2);
        await silent.Hears(new RuleOrder(silent.Id, "HandOverParcel", Ruling.Done, "operator-1"));
        silent.IsIn("SendConfirmation");
        silent.Saga.Question.ShouldBeNull();
    }

    [Fact]
    public async Task A_hand_over_that_a_person_finds_not_done_gives_everything_back()
    {
        await using var order = await Shipped();
        await order.Faults<HandOverParcel>();
        order.IsIn("NeedsAttention");
        await order.Hears(new RuleOrder(order.Id, "HandOverParcel", Ruling.NotDone, "operator-1"));
        order.IsIn("Unwinding");
        order.Asked<RecallWarehouse>();
    }

    [Fact]
    public async Task A_ruling_nobody_asked_for_is_refused_and_changes_nothing()
    {
        await using var order = await Placed();
        await order.Hears(new RuleOrder(order.Id, "ReserveInventory", Ruling.Done, "operator-1"));
        order.Noted.ShouldBe("Refused: There is no open question about ReserveInventory.");
        await order.Hears(new RuleOrder(order.Id, "Nonsense", Ruling.Done, "operator-1"));
        order.Noted.ShouldBe("Refused: There is no open question about Nonsense.");
        order.IsIn("ReserveInventory");

        for (var i = 0; i < 4; i++) await order.FallsSilent();
        order.IsIn("NeedsAttention");
        await order.Hears(new RuleOrder(order.Id, "ReserveInventory", Ruling.Done, "operator-1"));
        order.Noted.ShouldBe("Refused: ReserveInventory is Undoing: it cannot be ruled Done.");
        order.IsIn("NeedsAttention");
        await order.Hears(new RuleOrder(order.Id, "ReserveInventory", Ruling.NotDone, "operator-1"));
        order.IsIn("Cancelled");
    }

    [Fact]
    public async Task A_person_may_have_an_undo_asked_again()
    {
        await using var order = await Placed();
        for (var i = 0; i < 4; i++) await order.FallsSilent();
        order.Asked<ReleaseInventory>(times: 3);
        await order.Hears(new RuleOrder(order.Id, "ReserveInventory", Ruling.AskAgain, "operator-1"));
        order.IsIn("Unwinding");
        order.Asked<ReleaseInventory>(times: 4);
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
    }

    [Fact]
    public async Task A_confirmation_that_is_refused_never_undoes_the_order()
    {
        await using var order = await HandedOver();
        await order.Hears(new ConfirmationRefused(order.Id, "No such mailbox."));

        order.IsIn("Completed");
        order.Ledger.ShouldEndWith("SendConfirmation=Refused");
        order.NeverSaid<OrderNeedsAttention>();
        order.NeverAsked<RefundPayment>();
        order.Saga.EndedAt.ShouldNotBeNull();
    }

    [Fact]
    public async Task A_confirmation_that_stays_silent_or_faults_is_tried_again_and_then_let_go()
    {
        await using var order = await HandedOver();
        await order.FallsSilent();
        order.Asked<SendConfirmation>(times: 2);
        order.IsIn("SendConfirmation");
        await order.Faults<SendConfirmation>();

        order.IsIn("Completed");
        order.Ledger.ShouldEndWith("SendConfirmation=Unknown");
        order.NeverSaid<OrderNeedsAttention>();
        await order.Hears(new ConfirmationSent(order.Id));
        order.Noted.ShouldBe("Ignored: It is completed.");
    }

    [Fact]
    public async Task An_answer_nobody_asked_for_faults()
    {
        await using var order = await Placed();
        await order.IsBaffledBy(new PaymentCharged(order.Id, "R-1"));
        await order.IsBaffledBy(new InventoryReleased(order.Id));
        order.IsIn("ReserveInventory");
        order.Saga.Receipt.ShouldBe("");
    }

    [Fact]
    public async Task An_answer_for_an_order_that_does_not_exist_says_who_is_missing()
    {
        await using var order = await Placed();
        var stranger = Guid.NewGuid();
        var error = (await order.IsBaffledBy(new InventoryReserved(stranger, "W1"))).GetBaseException().ShouldBeOfType<SagaNotFoundException>();

        error.SagaId.ShouldBe(stranger);
        error.EventName.ShouldBe("InventoryReserved");
        error.Machine.ShouldBe("SampleOrder");
        order.IsIn("ReserveInventory");
    }
}

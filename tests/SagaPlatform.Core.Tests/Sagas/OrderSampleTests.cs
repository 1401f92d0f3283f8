using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;
using Order = SagaPlatform.Core.Tests.Sagas.Scenario<
    SagaPlatform.Core.Tests.Sagas.Samples.SampleOrder, SagaPlatform.Core.Tests.Sagas.Samples.SampleOrderState>;
using static SagaPlatform.Core.Tests.Sagas.OrderSampleScenes;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>The way of an order, its giving back, and the messages that nobody waits for.</summary>
public sealed class OrderSampleTests
{
    [Fact]
    public async Task An_order_that_meets_no_trouble_is_completed()
    {
        await using var order = await Placed();
        order.IsIn("ReserveInventory");
        order.NeverAsked<ChargePayment>();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        order.LastSent<ChargePayment>().Message.Amount.ShouldBe(new Money(12_50, "EUR"));
        order.NeverAsked<CreateLabel>();
        await order.Hears(new PaymentCharged(order.Id, "R-1"));
        order.IsIn("Ship");
        order.Asked<CreateLabel>();
        order.Asked<NotifyWarehouse>();
        order.Asked<OpenTracking>();
        await order.Hears(new WarehouseNotified(order.Id), new TrackingOpened(order.Id, "https://t/1"));
        order.IsIn("Ship");
        order.NeverAsked<HandOverParcel>();
        order.IsStoredAndLoaded();
        await order.Hears(new LabelCreated(order.Id, "TRACK-1"));
        order.IsIn("HandOverParcel");
        await order.Hears(new ParcelHandedOver(order.Id));
        order.LastSent<SendConfirmation>().Message.TrackingNumber.ShouldBe("TRACK-1");
        order.NeverSaid<OrderCompleted>();
        await order.Hears(new ConfirmationSent(order.Id));

        order.IsIn("Completed");
        order.Said<OrderCompleted>();
        order.Saga.Receipt.ShouldBe("R-1");
        order.Saga.Ledger.RingsAt.ShouldBeNull();
        order.Saga.ClockToken.ShouldBeNull();
        order.Saga.Ledger.Lines.ShouldAllBe(x => x.SettledAt >= x.AskedAt && x.Attempts == 1 && x.Commands == 1);
    }

    [Fact]
    public async Task A_command_goes_to_its_queue_and_its_answer_and_fault_come_home()
    {
        await using var order = await Placed();
        var command = order.LastSent<ReserveInventory>();

        command.DestinationAddress!.AbsolutePath.ShouldEndWith($"/{Queues.Inventory}");
        command.MessageId.ShouldBe(order.Saga.Ledger.Lines.Single().CommandId(order.Id));
        command.CorrelationId.ShouldBe(order.Id);
        command.ResponseAddress.ShouldNotBeNull().AbsolutePath.ShouldEndWith("SampleOrderState");
        command.FaultAddress.ShouldBe(command.ResponseAddress);
        order.NeverSaid<ReserveInventory>();
    }

    [Fact]
    public async Task What_an_operator_lists_by_follows_the_process()
    {
        await using var order = await Placed();
        order.Saga.BusinessKey.ShouldBe("buyer@example.org");
        order.Saga.Fingerprint.Length.ShouldBe(64);
        order.Saga.ChangedAt.ShouldBe(order.Saga.StartedAt);
        order.Saga.EndedAt.ShouldBeNull();
        order.Saga.Question.ShouldBeNull();

        await order.Hears(new InventoryRefused(order.Id, "Sold out."));
        order.Saga.ChangedAt.ShouldBeGreaterThan(order.Saga.StartedAt);
        order.Saga.EndedAt.ShouldBe(order.Saga.ChangedAt);
    }

    [Fact]
    public async Task A_refusal_of_the_first_step_owes_nothing()
    {
        await using var order = await Placed();
        await order.Hears(new InventoryRefused(order.Id, "Sold out."));

        order.IsIn("Cancelled");
        order.NeverAsked<ReleaseInventory>();
        order.Last<OrderCancelled>().Reason.ShouldBe("Sold out.");
    }

    [Fact]
    public async Task A_declined_payment_releases_the_inventory_and_refunds_nothing()
    {
        await using var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"), new PaymentDeclined(order.Id, "Card expired."));

        order.IsIn("Unwinding");
        order.NeverAsked<RefundPayment>();
        order.Asked<ReleaseInventory>();
        order.LastSent<ReleaseInventory>().DestinationAddress!.AbsolutePath.ShouldEndWith($"/{Queues.Inventory}");
        order.NeverSaid<OrderCancelled>();
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
        order.Last<OrderCancelled>().Reason.ShouldBe("Card expired.");
        order.Ledger.ShouldBe("ReserveInventory=Undone, ChargePayment=Refused");
        order.NeverAsked<CreateLabel>();
    }

    [Fact]
    public async Task A_refusal_in_a_group_undoes_the_group_at_once_then_the_rest_one_at_a_time()
    {
        await using var order = await Charged();
        await order.Hears(new LabelRefused(order.Id, "No such address."));

        order.Asked<RecallWarehouse>();     // still in flight: asked, so undone
        order.Asked<CloseTracking>();
        order.NeverAsked<VoidLabel>();      // refused: nothing to undo
        await order.Hears(new WarehouseRecalled(order.Id));
        order.NeverAsked<RefundPayment>();
        order.IsStoredAndLoaded();
        await order.Hears(new TrackingClosed(order.Id));
        order.Asked<RefundPayment>();
        order.NeverAsked<ReleaseInventory>();
        await order.Hears(new PaymentRefunded(order.Id));
        order.Asked<ReleaseInventory>();
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
    }

    [Fact]
    public async Task A_silent_payment_is_refunded_because_it_may_have_been_charged()
    {
        await using var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        await order.FallsSilent();

        order.Asked<RefundPayment>();
        order.NeverAsked<ReleaseInventory>();
        order.Ledger.ShouldBe("ReserveInventory=Done, ChargePayment=Undoing");
        await order.Hears(new PaymentRefunded(order.Id), new InventoryReleased(order.Id));
        order.Last<OrderCancelled>().Reason.ShouldBe("ChargePayment was not answered in time.");
    }

    [Fact]
    public async Task A_step_with_attempts_is_asked_again_under_another_message_id()
    {
        await using var order = await Charged();
        await order.FallsSilent();
        order.Asked<CreateLabel>(times: 2);
        order.Commands<CreateLabel>().Select(x => x.MessageId).Distinct().Count().ShouldBe(2);
        order.Asked<OpenTracking>(times: 1);
        order.IsIn("Ship");
    }

    [Fact]
    public async Task A_faulted_command_is_an_unknown_outcome_at_once()
    {
        await using var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        await order.Faults<ChargePayment>();

        order.IsIn("Unwinding");
        order.Asked<RefundPayment>();       // it may have been charged before it failed
        order.Saga.Ledger.Reason.ShouldBe("ChargePayment could not be handled.");
        order.Noted.ShouldBe("Consumed");
    }

    [Fact]
    public async Task A_faulted_command_with_attempts_left_is_asked_again_and_its_old_fault_is_stale()
    {
        await using var order = await Charged();
        var first = order.LastSent<CreateLabel>();
        await order.Faults(first);
        order.Asked<CreateLabel>(times: 2);
        order.IsIn("Ship");

        await order.Faults(first);
        order.Noted.ShouldStartWith("Stale");
        order.Asked<CreateLabel>(times: 2);
        order.IsIn("Ship");
        order.NeverAsked<VoidLabel>();
    }

    [Fact]
    public async Task A_fault_for_an_order_that_does_not_exist_is_discarded()
    {
        await using var order = await Placed();
        await order.Hears(new Faulted<ChargePayment>(new ChargePayment(Guid.NewGuid(), Customer, new Money(1, "EUR"), "t"), Guid.NewGuid()));
        order.IsIn("ReserveInventory");
    }

    [Fact]
    public async Task An_undo_that_faults_is_asked_again_then_a_person_is()
    {
        await using var order = await Placed();
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        await order.FallsSilent();
        await order.Faults<RefundPayment>();
        order.Asked<RefundPayment>(times: 2);
        order.NeverSaid<OrderNeedsAttention>();
        await order.Faults<RefundPayment>();

        order.Asked<RefundPayment>(times: 2);
        order.IsIn("NeedsAttention");
        order.Saga.Question.ShouldBe("ChargePayment was asked 2 times to be undone: is it?");
        order.NeverSaid<OrderCancelled>();
    }

    [Fact]
    public async Task A_late_answer_after_cancellation_is_undone_again()
    {
        await using var order = await Placed();
        await order.FallsSilent();
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
        order.Saga.EndedAt.ShouldNotBeNull();

        await order.Hears(new InventoryReserved(order.Id, "W1"));
        order.IsIn("Unwinding");
        order.Saga.EndedAt.ShouldBeNull();
        order.Asked<ReleaseInventory>(times: 2);
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
        order.Said<OrderCancelled>(times: 1);
    }

    [Fact]
    public async Task An_answer_that_crosses_its_undo_is_undone_once_more()
    {
        await using var order = await Placed();
        await order.FallsSilent();
        await order.Hears(new InventoryReserved(order.Id, "W1"), new InventoryReleased(order.Id));
        order.IsIn("Unwinding");
        order.Asked<ReleaseInventory>(times: 2);
        await order.Hears(new InventoryReleased(order.Id));
        order.IsIn("Cancelled");
    }

    [Fact]
    public async Task Repeats_change_nothing_and_are_noted()
    {
        await using var order = await Placed();
        await order.Hears(Placing(order.Id));
        order.Noted.ShouldStartWith("Ignored");
        order.Asked<ReserveInventory>(times: 1);
        await order.Hears(new InventoryReserved(order.Id, "W1"), new InventoryReserved(order.Id, "W2"));
        order.Noted.ShouldBe("Ignored: ReserveInventory is behind.");
        order.Asked<ChargePayment>(times: 1);
        order.Saga.Warehouse.ShouldBe("W1");
        await order.Hears(new PaymentCharged(order.Id, "R-1"), new WarehouseNotified(order.Id), new WarehouseNotified(order.Id));
        order.Noted.ShouldBe("Ignored: NotifyWarehouse is Done: the answer changes nothing.");
        order.IsIn("Ship");
    }

    [Fact]
    public async Task The_same_id_with_another_content_changes_nothing_and_is_noted_as_refused()
    {
        await using var order = await Placed();
        await order.Hears(Placing(order.Id, minor: 99_00));

        order.Noted.ShouldStartWith("Refused");
        order.Saga.Placed.Total.AmountMinor.ShouldBe(12_50);
        order.Asked<ReserveInventory>(times: 1);
    }

    [Fact]
    public async Task An_overtaken_ring_is_stale_and_sets_no_clock()
    {
        await using var order = await Placed();
        var first = order.Saga.Ledger.RingsAt!.Value;
        await order.Hears(new InventoryReserved(order.Id, "W1"));
        var (second, token) = (order.Saga.Ledger.RingsAt, order.Saga.ClockToken);
        second.ShouldNotBe(first);

        await order.Hears(new ProcessClockRang(order.Id, first));
        order.Noted.ShouldStartWith("Stale");
        order.IsIn("ChargePayment");
        order.Saga.Ledger.RingsAt.ShouldBe(second);
        order.Saga.ClockToken.ShouldBe(token);
    }

    [Fact]
    public async Task A_ring_for_an_order_that_does_not_exist_is_discarded()
    {
        await using var order = await Order.Started(by: null);
        await order.Hears(new ProcessClockRang(order.Id, DateTimeOffset.UnixEpoch));
        order.Exists.ShouldBeFalse();
    }
}

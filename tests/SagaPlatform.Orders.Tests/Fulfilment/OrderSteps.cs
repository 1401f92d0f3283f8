using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>A step as its participant sees it: what it may say, and what it is asked when all goes back.</summary>
/// <param name="Name">The step.</param>
/// <param name="State">The state in which it is waited for.</param>
/// <param name="Queue">Who is asked.</param>
/// <param name="Command">What is asked.</param>
/// <param name="Answer">It happened.</param>
/// <param name="Refusal">It did not, and will not.</param>
/// <param name="Undo">What takes it back; null when nothing does.</param>
/// <param name="Confirmation">Nothing is held any more.</param>
sealed record OrderStep(
    string Name, string State, string Queue, Type Command, Func<Guid, object> Answer, Func<Guid, object> Refusal,
    Type? Undo = null, Func<Guid, object>? Confirmation = null);

/// <summary>The steps of an order, in order.</summary>
static class OrderSteps
{
    public static readonly OrderStep Reserve = new("ReserveInventory", "ReserveInventory", Queues.Inventory, typeof(ReserveInventory),
        x => new InventoryReserved(x, "W1"), x => new InventoryRefused(x, "sold out"), typeof(ReleaseInventory), x => new InventoryReleased(x));

    public static readonly OrderStep Charge = new("ChargePayment", "ChargePayment", Queues.Payments, typeof(ChargePayment),
        x => new PaymentCharged(x, "R-1"), x => new PaymentDeclined(x, "no funds"), typeof(RefundPayment), x => new PaymentRefunded(x));

    public static readonly OrderStep Label = new("CreateLabel", "Ship", Queues.Shipping, typeof(CreateLabel),
        x => new LabelCreated(x, "TRACK-1"), x => new LabelRefused(x, "no carrier"), typeof(VoidLabel), x => new LabelVoided(x));

    public static readonly OrderStep Warehouse = new("NotifyWarehouse", "Ship", Queues.Shipping, typeof(NotifyWarehouse),
        x => new WarehouseNotified(x), x => new WarehouseRefused(x, "closed"), typeof(RecallWarehouse), x => new WarehouseRecalled(x));

    public static readonly OrderStep Tracking = new("OpenTracking", "Ship", Queues.Shipping, typeof(OpenTracking),
        x => new TrackingOpened(x, "https://t.example/1"), x => new TrackingRefused(x, "no page"), typeof(CloseTracking), x => new TrackingClosed(x));

    public static readonly OrderStep HandOver = new("HandOverParcel", "HandOverParcel", Queues.Shipping, typeof(HandOverParcel),
        x => new ParcelHandedOver(x), x => new HandOverRefused(x, "van is full"));

    public static readonly OrderStep Confirmation = new("SendConfirmation", "SendConfirmation", Queues.Notification, typeof(SendConfirmation),
        x => new ConfirmationSent(x), x => new ConfirmationRefused(x, "mailbox is full"));

    public static IReadOnlyList<OrderStep> All { get; } = [Reserve, Charge, Label, Warehouse, Tracking, HandOver, Confirmation];

    public static IReadOnlyList<OrderStep> Together { get; } = [Label, Warehouse, Tracking];

    /// <summary>The steps that are taken back when an order is cancelled.</summary>
    public static IReadOnlyList<OrderStep> Undoable { get; } = [Reserve, Charge, Label, Warehouse, Tracking];

    public static TheoryData<string> Names => [.. All.Select(x => x.Name)];

    public static TheoryData<string> UndoableNames => [.. Undoable.Select(x => x.Name)];

    public static OrderStep Of(string name) => All.Single(x => x.Name == name);

    /// <summary>The steps before this one's stage, and those asked together with it, without itself.</summary>
    public static IReadOnlyList<OrderStep> UpTo(OrderStep step) =>
        [.. All.TakeWhile(x => x.State != step.State), .. All.Where(x => x.State == step.State && x != step)];
}

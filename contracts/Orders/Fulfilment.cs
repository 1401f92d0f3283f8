using MassTransit;

namespace SagaPlatform.Contracts.Orders;

// Every message of the order fulfilment conversation, in the order of the process.
// Commands are sent to the queue of whom they ask; answers return to the saga; announcements are published.

/// <summary>Every message of this conversation names its order; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IOrderMessage
{
    /// <summary>The order's id, made by whoever places the order.</summary>
    Guid OrderId { get; }
}

/// <summary>One line of an order.</summary>
/// <param name="Sku">The article; 1 to 64 characters.</param>
/// <param name="Quantity">Pieces; 1 to 10,000.</param>
public sealed record OrderLine(string Sku, int Quantity);

/// <summary>Where the parcel goes.</summary>
/// <param name="Name">The addressee; 1 to 128 characters.</param>
/// <param name="Street">Street and number; 1 to 128 characters.</param>
/// <param name="PostalCode">1 to 16 characters.</param>
/// <param name="City">1 to 128 characters.</param>
/// <param name="Country">ISO 3166-1 alpha-2, two capital letters.</param>
public sealed record DeliveryAddress(string Name, string Street, string PostalCode, string City, string Country);

// What starts it.

/// <summary>Places an order. Safe to repeat: the same id with the same content is the same order.</summary>
/// <param name="OrderId">Made by the sender.</param>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="CustomerEmail">Where the confirmation goes; at most 254 characters.</param>
/// <param name="Lines">1 to 100 lines; each article at most once.</param>
/// <param name="Total">What is charged; more than 0.</param>
/// <param name="PaymentToken">The payment provider's token, never a card number; 1 to 128 characters.</param>
/// <param name="DeliverTo">Where the parcel goes.</param>
public sealed record PlaceOrder(
    Guid OrderId,
    Guid CustomerId,
    string CustomerEmail,
    IReadOnlyList<OrderLine> Lines,
    Money Total,
    string PaymentToken,
    DeliveryAddress DeliverTo) : IOrderMessage;

// 1. Check and lock the inventory: all lines or none.

/// <summary>Asks the inventory to lock every line, or none.</summary>
public sealed record ReserveInventory(Guid OrderId, IReadOnlyList<OrderLine> Lines) : IOrderMessage;

/// <summary>Every line is locked.</summary>
public sealed record InventoryReserved(Guid OrderId, string Warehouse) : IOrderMessage;

/// <summary>Nothing is locked.</summary>
public sealed record InventoryRefused(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Unlocks whatever the order holds; answered even when it holds nothing.</summary>
public sealed record ReleaseInventory(Guid OrderId) : IOrderMessage;

/// <summary>The order holds no stock, and will not get any.</summary>
public sealed record InventoryReleased(Guid OrderId) : IOrderMessage;

// 2. Charge the payment.

/// <summary>Takes the money. The order id is the idempotency key: one charge per order.</summary>
public sealed record ChargePayment(Guid OrderId, Guid CustomerId, Money Amount, string PaymentToken) : IOrderMessage;

/// <summary>The money is taken.</summary>
public sealed record PaymentCharged(Guid OrderId, string Receipt) : IOrderMessage;

/// <summary>No money is taken.</summary>
public sealed record PaymentDeclined(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Gives back whatever was charged; answered even when nothing was.</summary>
public sealed record RefundPayment(Guid OrderId) : IOrderMessage;

/// <summary>The order holds no money, and will not get any.</summary>
public sealed record PaymentRefunded(Guid OrderId) : IOrderMessage;

// 3. At once: the label, the warehouse, the tracking.

/// <summary>Asks for a shipping label.</summary>
public sealed record CreateLabel(Guid OrderId, DeliveryAddress DeliverTo) : IOrderMessage;

/// <summary>The label exists.</summary>
public sealed record LabelCreated(Guid OrderId, string TrackingNumber) : IOrderMessage;

/// <summary>There is no label.</summary>
public sealed record LabelRefused(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Voids the label; answered even when there is none.</summary>
public sealed record VoidLabel(Guid OrderId) : IOrderMessage;

/// <summary>The order has no label, and will not get one.</summary>
public sealed record LabelVoided(Guid OrderId) : IOrderMessage;

/// <summary>Asks the warehouse to pack the order.</summary>
public sealed record NotifyWarehouse(Guid OrderId, string Warehouse, IReadOnlyList<OrderLine> Lines) : IOrderMessage;

/// <summary>The warehouse packs it.</summary>
public sealed record WarehouseNotified(Guid OrderId) : IOrderMessage;

/// <summary>The warehouse cannot pack it.</summary>
public sealed record WarehouseRefused(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Calls the warehouse off; answered even when it was never notified.</summary>
public sealed record RecallWarehouse(Guid OrderId) : IOrderMessage;

/// <summary>The warehouse has put everything back.</summary>
public sealed record WarehouseRecalled(Guid OrderId) : IOrderMessage;

/// <summary>Opens the tracking page of the order.</summary>
public sealed record OpenTracking(Guid OrderId) : IOrderMessage;

/// <summary>The tracking page is open.</summary>
public sealed record TrackingOpened(Guid OrderId, string TrackingUrl) : IOrderMessage;

/// <summary>There is no tracking page.</summary>
public sealed record TrackingRefused(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Closes the tracking page; answered even when there is none.</summary>
public sealed record CloseTracking(Guid OrderId) : IOrderMessage;

/// <summary>The tracking page is closed.</summary>
public sealed record TrackingClosed(Guid OrderId) : IOrderMessage;

// 4. The parcel is handed over: the point of no return.

/// <summary>Asks for the parcel to be handed to the carrier. Until it is answered, the customer may no longer cancel.</summary>
public sealed record HandOverParcel(Guid OrderId) : IOrderMessage;

/// <summary>The carrier has the parcel.</summary>
public sealed record ParcelHandedOver(Guid OrderId) : IOrderMessage;

/// <summary>The parcel is still in the warehouse, and stays there.</summary>
public sealed record HandOverRefused(Guid OrderId, string Reason) : IOrderMessage;

// 5. The confirmation: its failure never undoes the order.

/// <summary>Writes to the customer.</summary>
public sealed record SendConfirmation(Guid OrderId, string CustomerEmail, string TrackingNumber) : IOrderMessage;

/// <summary>The letter is sent.</summary>
public sealed record ConfirmationSent(Guid OrderId) : IOrderMessage;

/// <summary>The letter cannot be sent.</summary>
public sealed record ConfirmationRefused(Guid OrderId, string Reason) : IOrderMessage;

// From people.

/// <summary>The customer's change of mind.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelOrder(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record CancellationRefused(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>A person's answer to the question of an order that needs attention.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleOrder(Guid OrderId, string Step, Ruling Ruling, string DecidedBy) : IOrderMessage;

// How it ends.

/// <summary>Paid, shipped, on its way.</summary>
public sealed record OrderCompleted(Guid OrderId, string TrackingNumber) : IOrderMessage;

/// <summary>Cancelled, and nothing is owed to anyone.</summary>
public sealed record OrderCancelled(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record OrderNeedsAttention(Guid OrderId, string Question) : IOrderMessage;

using MassTransit;

namespace SagaPlatform.Benchmarks.Workload;

// The order that both sides carry, message for message: 4 transitions, 3 commands, 9 deliveries (the last message is heard twice).

/// <summary>Every message of the order.</summary>
[ExcludeFromTopology]
public interface IOrderMessage
{
    /// <summary>Which order.</summary>
    Guid OrderId { get; }
}

/// <summary>An article and how many of it.</summary>
public sealed record Line(string Sku, int Quantity);

/// <summary>Starts it.</summary>
public sealed record SubmitOrder(Guid OrderId, string CustomerId, long AmountMinor, IReadOnlyList<Line> Lines) : IOrderMessage;

/// <summary>First command.</summary>
public sealed record ReserveInventory(Guid OrderId, IReadOnlyList<Line> Lines) : IOrderMessage;

/// <summary>Its answer.</summary>
public sealed record InventoryReserved(Guid OrderId, string ReservationId) : IOrderMessage;

/// <summary>Second command.</summary>
public sealed record ChargePayment(Guid OrderId, long AmountMinor) : IOrderMessage;

/// <summary>Its answer.</summary>
public sealed record PaymentCharged(Guid OrderId, string PaymentId) : IOrderMessage;

/// <summary>Third command.</summary>
public sealed record ShipOrder(Guid OrderId, string Address) : IOrderMessage;

/// <summary>Its answer.</summary>
public sealed record OrderShipped(Guid OrderId, string Tracking) : IOrderMessage;

/// <summary>Announced at the end: heard by the notification service and by whoever placed the order.</summary>
public sealed record OrderCompleted(Guid OrderId) : IOrderMessage;

/// <summary>Announced when it was given back; never in a measurement.</summary>
public sealed record OrderCancelled(Guid OrderId, string Reason) : IOrderMessage;

/// <summary>Announced when a person is asked; never in a measurement.</summary>
public sealed record OrderNeedsAttention(Guid OrderId, string Question) : IOrderMessage;

/// <summary>The queues, alike on both sides.</summary>
public static class OrderQueues
{
    /// <summary>The saga's.</summary>
    public const string Saga = "measured-order";

    /// <summary>The first participant's.</summary>
    public const string Inventory = "measured-inventory";

    /// <summary>The second participant's.</summary>
    public const string Payments = "measured-payments";

    /// <summary>The third participant's.</summary>
    public const string Shipping = "measured-shipping";

    /// <summary>Whoever hears of the end.</summary>
    public const string Notification = "measured-notification";
}

using MassTransit;

namespace SagaPlatform.Contracts.Orders;

// Every message of the peak admission conversation, in the order of the process. The order that is admitted is then fulfilled
// in the conversation of order fulfilment, under the same id.

/// <summary>Every message of this conversation names its order; the admission is found by it.</summary>
[ExcludeFromTopology]
public interface IAdmissionMessage
{
    /// <summary>The order's id, made by whoever places the order.</summary>
    Guid OrderId { get; }
}

// What comes before it: an order is let in, or told at once why not. Of a refused order nothing is kept.

/// <summary>
/// Asks for an order to be let in. Safe to repeat: the same id with the same content is the same order, gets the same answer
/// and uses up no second permit.
/// </summary>
/// <param name="OrderId">Made by the sender.</param>
/// <param name="CustomerId">Whose order it is.</param>
/// <param name="CustomerEmail">Where the confirmation goes; at most 254 characters.</param>
/// <param name="Lines">1 to 100 lines; each article at most once.</param>
/// <param name="Total">What is charged; more than 0.</param>
/// <param name="PaymentToken">The payment provider's token, never a card number; 1 to 128 characters.</param>
/// <param name="DeliverTo">Where the parcel goes.</param>
public sealed record AdmitOrder(
    Guid OrderId,
    Guid CustomerId,
    string CustomerEmail,
    IReadOnlyList<OrderLine> Lines,
    Money Total,
    string PaymentToken,
    DeliveryAddress DeliverTo) : IAdmissionMessage;

/// <summary>Asks how much of some articles is there, to be shown or guessed by: nothing is set aside.</summary>
/// <param name="OrderId">The order that is the reason.</param>
/// <param name="Skus">The articles; 1 to 100 lines.</param>
public sealed record CheckStock(Guid OrderId, IReadOnlyList<string> Skus) : IAdmissionMessage;

/// <summary>How much of an article is there.</summary>
/// <param name="Sku">The article; 1 to 64 characters.</param>
/// <param name="Available">Pieces that nobody has reserved; 0 of an article that nobody knows.</param>
public sealed record StockLevel(string Sku, long Available);

/// <summary>How much of each article is there, at this moment.</summary>
public sealed record StockChecked(Guid OrderId, IReadOnlyList<StockLevel> Levels) : IAdmissionMessage;

/// <summary>The order is let in: it will be fulfilled or cancelled, whatever breaks.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Place">Its place in the line; at least 0, which means that it does not wait any more.</param>
public sealed record OrderAdmitted(Guid OrderId, int Place) : IAdmissionMessage;

/// <summary>The order is not let in, and nothing is kept of it. It may be asked for again, under the same id or another.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason"><c>rate limit</c>, <c>out of stock</c> or <c>another order has this id</c>.</param>
/// <param name="Detail">What exactly is in the way, in words for the customer.</param>
/// <param name="RetryAfterSeconds">Asking again before this is pointless; 0 where waiting does not help.</param>
public sealed record OrderRefused(Guid OrderId, string Reason, string Detail, int RetryAfterSeconds) : IAdmissionMessage;

/// <summary>The order is let in and has its place: its admission begins.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Order">What is fulfilled when its turn comes.</param>
/// <param name="JoinedAt">Since when it is in the line; the line is in this order.</param>
public sealed record StartAdmission(Guid OrderId, PlaceOrder Order, DateTimeOffset JoinedAt) : IAdmissionMessage;

// 1. In the line.

/// <summary>Asks to be called when it is the order's turn. Asked again and again, which also moves a line that got stuck.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="JoinedAt">Since when it is in the line.</param>
public sealed record AwaitTurn(Guid OrderId, DateTimeOffset JoinedAt) : IAdmissionMessage;

/// <summary>It is the order's turn.</summary>
public sealed record TurnCame(Guid OrderId) : IAdmissionMessage;

/// <summary>There is no turn for this order: it has left the line.</summary>
public sealed record TurnRefused(Guid OrderId, string Reason) : IAdmissionMessage;

/// <summary>Takes the order out of the line, called or not; answered even when it was never in it.</summary>
public sealed record LeaveLine(Guid OrderId) : IAdmissionMessage;

/// <summary>The order has no place, and will not get one.</summary>
public sealed record LineLeft(Guid OrderId) : IAdmissionMessage;

/// <summary>Somebody joined the line or left it: whoever moves the line looks whether somebody's turn has come.</summary>
/// <param name="OrderId">Who joined or left.</param>
public sealed record LineChanged(Guid OrderId) : IAdmissionMessage;

// 2. The order is fulfilled: PlaceOrder, answered by OrderCompleted or OrderCancelled, in the conversation of order fulfilment.

// 3. Its place is given up, for the next one.

/// <summary>The order is fulfilled: its place is free.</summary>
public sealed record GiveUpPlace(Guid OrderId) : IAdmissionMessage;

/// <summary>The place is free.</summary>
public sealed record PlaceGivenUp(Guid OrderId) : IAdmissionMessage;

// From people.

/// <summary>The customer's change of mind while the order is in the line. Afterwards the order itself is cancelled.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelAdmission(Guid OrderId, string Reason) : IAdmissionMessage;

/// <summary>The order is not in the line any more.</summary>
public sealed record AdmissionCancellationRefused(Guid OrderId, string Reason) : IAdmissionMessage;

/// <summary>A person's answer to the question of an admission that needs attention.</summary>
/// <param name="OrderId">The order.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleAdmission(Guid OrderId, string Step, Ruling Ruling, string DecidedBy) : IAdmissionMessage;

// How it ends.

/// <summary>The order was fulfilled, and its place is free.</summary>
public sealed record AdmissionCompleted(Guid OrderId, string TrackingNumber) : IAdmissionMessage;

/// <summary>The order was let in and came to nothing: the customer or fulfilment cancelled it. Nothing is owed to anyone.</summary>
public sealed record AdmissionCancelled(Guid OrderId, string Reason) : IAdmissionMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record AdmissionNeedsAttention(Guid OrderId, string Question) : IAdmissionMessage;

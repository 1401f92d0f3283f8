using System.Text.Json.Serialization;
using MassTransit;

namespace SagaPlatform.Contracts.SupplyChain;

// Every message of the procurement conversation, in the order of the process.
// A line of the order is named by its article, a purchase by its item: article/supplier/pieces, as ART-00042/SUP-00317/60.

/// <summary>Every message of this conversation names its procurement; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface IProcurementMessage
{
    /// <summary>The procurement's id, made by whoever starts it.</summary>
    Guid ProcurementId { get; }
}

/// <summary>What happens to a line that nobody can deliver in full.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<ShortagePolicy>))]
public enum ShortagePolicy
{
    /// <summary>The store gets what there is, and the rest is reported short.</summary>
    ShortShip,

    /// <summary>The whole order is cancelled.</summary>
    CancelOrder,
}

/// <summary>One line of a store's order.</summary>
/// <param name="Article">The article: letters, digits, dots and hyphens; 1 to 32 characters.</param>
/// <param name="Quantity">Pieces; 1 to 100,000.</param>
public sealed record ProcurementLine(string Article, int Quantity);

/// <summary>What one supplier offers for a line, as it was when suppliers were selected.</summary>
/// <param name="Supplier">The supplier's number.</param>
/// <param name="UnitPriceMinor">Minor units per piece.</param>
/// <param name="Stock">Pieces in stock.</param>
/// <param name="LeadTimeHours">From purchase to arrival.</param>
public sealed record RankedOffer(string Supplier, long UnitPriceMinor, int Stock, int LeadTimeHours);

/// <summary>What is bought from one supplier for a line.</summary>
/// <param name="Supplier">The supplier's number.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record SupplierShare(string Supplier, int Quantity);

/// <summary>Who supplies a line, and who could instead.</summary>
/// <param name="Article">The line.</param>
/// <param name="Chosen">Who is asked first; several when the line is split. Together less than ordered where stock is short.</param>
/// <param name="Offers">Everybody who may be asked, best first; those chosen included.</param>
/// <param name="BestSingleUnitPriceMinor">What a piece costs from the cheapest supplier who has all of the line; null when nobody has.</param>
public sealed record LinePlan(
    string Article, IReadOnlyList<SupplierShare> Chosen, IReadOnlyList<RankedOffer> Offers, long? BestSingleUnitPriceMinor);

/// <summary>Pieces of an article on their way to the store.</summary>
/// <param name="Article">The article.</param>
/// <param name="Quantity">Pieces.</param>
public sealed record StoreGoods(string Article, int Quantity);

/// <summary>What became of one line.</summary>
/// <param name="Article">The line.</param>
/// <param name="Ordered">Pieces the store ordered.</param>
/// <param name="Delivered">Pieces the store gets.</param>
/// <param name="Short">Pieces ordered and not delivered.</param>
/// <param name="CostMinor">What the delivered pieces cost.</param>
/// <param name="BestSinglePriceMinor">What the delivered pieces would have cost from the best single supplier of the line; null when nobody had it all.</param>
public sealed record LineCost(string Article, int Ordered, int Delivered, int Short, long CostMinor, long? BestSinglePriceMinor);

/// <summary>What the order cost, against the best single supplier.</summary>
/// <param name="Cost">What all delivered pieces cost.</param>
/// <param name="BestSinglePrice">What they would have cost, each line from its best single supplier; null when a line had none.</param>
/// <param name="SavedMinor">How much less it cost; negative when it cost more. Null when there is nothing to compare with.</param>
/// <param name="Lines">The same line by line.</param>
public sealed record ProcurementCost(Money Cost, Money? BestSinglePrice, long? SavedMinor, IReadOnlyList<LineCost> Lines);

// What starts it.

/// <summary>Procures the goods of a store's order. Safe to repeat: the same id with the same content is the same procurement.</summary>
/// <param name="ProcurementId">Made by the sender.</param>
/// <param name="StoreId">The store's number; 1 to 32 characters.</param>
/// <param name="Lines">1 to 30 lines; each article at most once.</param>
/// <param name="Currency">ISO 4217, three capital letters: only offers in it are bought.</param>
/// <param name="LeadTimeHoursMax">Only suppliers who deliver within so many hours are asked; 1 to 24.</param>
/// <param name="OnShortage">What happens to a line that nobody can deliver in full.</param>
public sealed record StartProcurement(
    Guid ProcurementId,
    string StoreId,
    IReadOnlyList<ProcurementLine> Lines,
    string Currency,
    int LeadTimeHoursMax,
    ShortagePolicy OnShortage) : IProcurementMessage;

// 1. Who supplies what.

/// <summary>Asks who is to supply which line: by price, stock and lead time. Nothing is held by it.</summary>
public sealed record SelectSuppliers(
    Guid ProcurementId, IReadOnlyList<ProcurementLine> Lines, string Currency, int LeadTimeHoursMax, ShortagePolicy OnShortage)
    : IProcurementMessage;

/// <summary>Somebody supplies at least a part of it.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Plan">One per line, in the order of the lines.</param>
public sealed record SuppliersSelected(Guid ProcurementId, IReadOnlyList<LinePlan> Plan) : IProcurementMessage;

/// <summary>Nobody supplies what has to be supplied.</summary>
public sealed record SuppliersNotFound(Guid ProcurementId, string Reason) : IProcurementMessage;

// 2. Purchase from all of them at once.

/// <summary>Buys pieces from one supplier, at the price of the plan.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Item">The purchase.</param>
/// <param name="Supplier">From whom.</param>
/// <param name="Article">What.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="UnitPrice">What a piece may cost at most.</param>
public sealed record PurchaseGoods(Guid ProcurementId, string Item, string Supplier, string Article, int Quantity, Money UnitPrice)
    : IProcurementMessage;

/// <summary>The supplier confirms the purchase.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Item">The purchase.</param>
/// <param name="PurchaseNumber">The supplier's own number for it.</param>
public sealed record GoodsPurchased(Guid ProcurementId, string Item, string PurchaseNumber) : IProcurementMessage;

/// <summary>The supplier does not deliver.</summary>
public sealed record PurchaseRefused(Guid ProcurementId, string Item, string Reason) : IProcurementMessage;

/// <summary>Voids a purchase; answered even when it was never made.</summary>
public sealed record VoidPurchase(Guid ProcurementId, string Item) : IProcurementMessage;

/// <summary>There is no such purchase any more, and will not be one.</summary>
public sealed record PurchaseVoided(Guid ProcurementId, string Item) : IProcurementMessage;

// 3. Receive in the warehouse.

/// <summary>Asks the warehouse to take a purchase in and count it.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Item">The purchase.</param>
/// <param name="Supplier">From whom it comes.</param>
/// <param name="Article">What.</param>
/// <param name="Quantity">Pieces bought.</param>
public sealed record ReceiveGoods(Guid ProcurementId, string Item, string Supplier, string Article, int Quantity) : IProcurementMessage;

/// <summary>The purchase is in the warehouse.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Item">The purchase.</param>
/// <param name="Counted">Pieces counted; at least 0.</param>
public sealed record GoodsCounted(Guid ProcurementId, string Item, int Counted) : IProcurementMessage;

/// <summary>The warehouse does not take the purchase in.</summary>
public sealed record GoodsNotReceived(Guid ProcurementId, string Item, string Reason) : IProcurementMessage;

/// <summary>Sends a purchase back; answered even when it was never taken in.</summary>
public sealed record SendGoodsBack(Guid ProcurementId, string Item) : IProcurementMessage;

/// <summary>The warehouse has nothing of the purchase, and will not take it in.</summary>
public sealed record GoodsSentBack(Guid ProcurementId, string Item) : IProcurementMessage;

// 4. A count that differs: a person decides.

/// <summary>The names that people's work has in a procurement.</summary>
public static class ProcurementWork
{
    /// <summary>The work item about a delivery whose count differs: approved, it is kept as counted; refused, it goes back.</summary>
    public const string Discrepancy = "delivery-discrepancy";
}

/// <summary>Asks a person what to do with a delivery whose count differs. Asked again, it is a reminder.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Item">The purchase.</param>
/// <param name="Supplier">From whom it came.</param>
/// <param name="Article">What.</param>
/// <param name="Purchased">Pieces bought.</param>
/// <param name="Counted">Pieces counted.</param>
public sealed record OpenDiscrepancy(Guid ProcurementId, string Item, string Supplier, string Article, int Purchased, int Counted)
    : IProcurementMessage;

/// <summary>The pieces that were counted are kept and paid.</summary>
public sealed record DiscrepancyAccepted(Guid ProcurementId, string Item, string DecidedBy) : IProcurementMessage;

/// <summary>The delivery has gone back: none of its pieces is kept or paid.</summary>
public sealed record DeliveryReturned(Guid ProcurementId, string Item, string Reason, string DecidedBy) : IProcurementMessage;

/// <summary>Nobody needs to decide any more; answered even when nobody was asked.</summary>
public sealed record WithdrawDiscrepancy(Guid ProcurementId, string Item) : IProcurementMessage;

/// <summary>Nobody is asked about the delivery.</summary>
public sealed record DiscrepancyWithdrawn(Guid ProcurementId, string Item) : IProcurementMessage;

// 5. The way to the store.

/// <summary>Asks for a place in the store's delivery schedule.</summary>
public sealed record ScheduleStoreDelivery(Guid ProcurementId, string StoreId, IReadOnlyList<StoreGoods> Goods) : IProcurementMessage;

/// <summary>The store expects the goods.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Dock">Where the lorry is unloaded.</param>
public sealed record StoreDeliveryScheduled(Guid ProcurementId, string Dock) : IProcurementMessage;

/// <summary>The store takes no delivery.</summary>
public sealed record StoreDeliveryRefused(Guid ProcurementId, string Reason) : IProcurementMessage;

/// <summary>Gives the place back; answered even when there is none.</summary>
public sealed record CancelStoreDelivery(Guid ProcurementId) : IProcurementMessage;

/// <summary>The store expects nothing.</summary>
public sealed record StoreDeliveryCancelled(Guid ProcurementId) : IProcurementMessage;

// 6. The goods leave for the store: the point of no return.

/// <summary>Brings the goods to the store. Until it is answered, nobody may cancel.</summary>
public sealed record DeliverToStore(Guid ProcurementId) : IProcurementMessage;

/// <summary>The store has the goods.</summary>
public sealed record DeliveredToStore(Guid ProcurementId) : IProcurementMessage;

/// <summary>The store turned the lorry away: the goods are back in the warehouse.</summary>
public sealed record StoreTurnedAway(Guid ProcurementId, string Reason) : IProcurementMessage;

// 7. What went back is taken off the suppliers' books.

/// <summary>Tells a supplier that a delivery came back: its pieces are in stock again, and nothing is owed for them.</summary>
public sealed record CreditReturn(Guid ProcurementId, string Item) : IProcurementMessage;

/// <summary>The supplier demands nothing for the delivery.</summary>
public sealed record ReturnCredited(Guid ProcurementId, string Item) : IProcurementMessage;

// From people.

/// <summary>The store no longer wants it.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelProcurement(Guid ProcurementId, string Reason) : IProcurementMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record ProcurementCancellationRefused(Guid ProcurementId, string Reason) : IProcurementMessage;

/// <summary>A person's answer to the question of a procurement that needs attention.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Item">Which purchase; empty for a step that has none. At most 80 characters.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleProcurement(Guid ProcurementId, string Step, string Item, Ruling Ruling, string DecidedBy) : IProcurementMessage;

// How it ends.

/// <summary>The goods are in the store.</summary>
public sealed record ProcurementClosed(Guid ProcurementId, ProcurementCost Cost) : IProcurementMessage;

/// <summary>Cancelled: nothing is bought, and nothing is in the warehouse.</summary>
public sealed record ProcurementCancelled(Guid ProcurementId, string Reason) : IProcurementMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record ProcurementNeedsAttention(Guid ProcurementId, string Question) : IProcurementMessage;

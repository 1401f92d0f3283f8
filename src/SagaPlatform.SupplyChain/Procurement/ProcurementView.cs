using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>A purchase as the store sees it.</summary>
/// <param name="Item">Article, supplier and pieces.</param>
/// <param name="Status">What became of it.</param>
/// <param name="ReplacedBy">Who delivers instead; <c>nobody</c> when it is short.</param>
/// <param name="Counted">Pieces counted in the warehouse, once they are.</param>
/// <param name="SentBack">Whether it went back because of its count.</param>
public sealed record PurchaseView(string Item, LineStatus Status, string? ReplacedBy, int? Counted, bool SentBack);

/// <summary>A procurement as its store sees it.</summary>
/// <param name="ProcurementId">The procurement.</param>
/// <param name="Status"><c>Accepted</c>, <c>Selecting</c>, <c>Purchasing</c>, <c>Receiving</c>, <c>Delivering</c>, <c>Closed</c>, <c>Cancelling</c> or <c>Cancelled</c>.</param>
/// <param name="State">Where the process is, for operators; null while it is only accepted.</param>
/// <param name="StoreId">Whose order it is.</param>
/// <param name="Lines">What was ordered.</param>
/// <param name="Purchases">What was asked of whom, replaced purchases included.</param>
/// <param name="Dock">Where the store takes the delivery, once it is scheduled.</param>
/// <param name="Cost">What it cost, once it is closed.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out, when it waits for one.</param>
/// <param name="StartedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ProcurementView(
    Guid ProcurementId,
    string Status,
    string? State = null,
    string? StoreId = null,
    IReadOnlyList<ProcurementLine>? Lines = null,
    IReadOnlyList<PurchaseView>? Purchases = null,
    string? Dock = null,
    ProcurementCost? Cost = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A procurement that is stored and on its way to its process.</summary>
    public static ProcurementView Accepted(Guid id) => new(id, "Accepted");

    /// <summary>A procurement that its process has taken up.</summary>
    public static ProcurementView Of(ProcurementState o) => new(
        o.CorrelationId, StatusOf(o), o.CurrentState, o.StoreId, o.Lines, [.. o.Purchases.Select(x => PurchaseOf(o, x))],
        o.Dock.Length == 0 ? null : o.Dock, o.CurrentState == ProcessStates.Completed ? CostReport.Of(o) : null,
        o.Ledger.Reason, o.Question, o.StartedAt, o.EndedAt);

    static PurchaseView PurchaseOf(ProcurementState o, LedgerLine line) => new(
        line.Item, line.Status, line.ReplacedBy, o.Counts.TryGetValue(line.Item, out var counted) ? counted : null,
        o.SentBack.Contains(line.Item, StringComparer.Ordinal));

    static string StatusOf(ProcurementState o) => o switch
    {
        { CurrentState: ProcessStates.Completed } => "Closed",
        { CurrentState: ProcessStates.Cancelled } => "Cancelled",
        { Ledger.Reason: not null } => "Cancelling",
        { Ledger.At: "SelectSuppliers" } => "Selecting",
        { Ledger.At: ProcurementSteps.Purchase } => "Purchasing",
        { Ledger.At: "Receive" or ProcurementSteps.Settle } => "Receiving",
        _ => "Delivering",
    };
}

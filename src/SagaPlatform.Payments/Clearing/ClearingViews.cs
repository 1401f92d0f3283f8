using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Clearing;

/// <summary>A clearing and its report.</summary>
/// <param name="ClearingId">The clearing.</param>
/// <param name="Status"><c>Accepted</c>, <c>Settling</c> or <c>Completed</c>.</param>
/// <param name="State">Where the process is, for operators; null while the clearing is only accepted.</param>
/// <param name="TradingDay">The day.</param>
/// <param name="Trades">How many trades there were.</param>
/// <param name="Instructions">How many instructions they net to.</param>
/// <param name="Settled">How many of them are settled.</param>
/// <param name="Open">How many of them are under way.</param>
/// <param name="Unsettled">Those that did not settle, and why.</param>
/// <param name="Question">What a person has to find out, when the clearing waits for one.</param>
/// <param name="StartedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record ClearingView(
    Guid ClearingId,
    string Status,
    string? State = null,
    string? TradingDay = null,
    int? Trades = null,
    int? Instructions = null,
    int? Settled = null,
    int? Open = null,
    IReadOnlyList<UnsettledInstruction>? Unsettled = null,
    string? Question = null,
    DateTimeOffset? StartedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A clearing that is stored and on its way to its process.</summary>
    public static ClearingView Accepted(Guid clearingId) => new(clearingId, "Accepted");

    /// <summary>A clearing that its process has taken up.</summary>
    public static ClearingView Of(ClearingState clearing)
    {
        var unsettled = clearing.Unsettled;
        return new(clearing.CorrelationId, clearing.CurrentState == ProcessStates.Completed ? "Completed" : "Settling", clearing.CurrentState,
            clearing.TradingDay, clearing.TradeCount, clearing.Instructions.Count, clearing.Settled,
            clearing.Instructions.Count - clearing.Settled - unsettled.Count, unsettled, clearing.Question, clearing.StartedAt, clearing.EndedAt);
    }
}

/// <summary>The settlement of one instruction.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Status"><c>Settling</c>, <c>Settled</c>, <c>Failing</c> or <c>Failed</c>.</param>
/// <param name="State">Where the process is, for operators.</param>
/// <param name="ClearingId">The clearing it belongs to.</param>
/// <param name="Instruction">What is settled.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Question">What a person has to find out, when the settlement waits for one.</param>
public sealed record SettlementView(
    Guid SettlementId, string Status, string? State = null, Guid? ClearingId = null, SettlementInstruction? Instruction = null,
    string? Reason = null, string? Question = null)
{
    /// <summary>A settlement that is on its way to its process.</summary>
    public static SettlementView Accepted(Guid settlementId) => new(settlementId, "Settling");

    /// <summary>A settlement that its process has taken up.</summary>
    public static SettlementView Of(SettlementState settlement) => new(
        settlement.CorrelationId, StatusOf(settlement), settlement.CurrentState, settlement.ClearingId,
        new SettlementInstruction(settlement.Instruction, settlement.Account, settlement.Instrument, settlement.Currency, settlement.Quantity, settlement.CashMinor),
        settlement.Ledger.Reason, settlement.Question);

    static string StatusOf(SettlementState settlement) => settlement.CurrentState switch
    {
        ProcessStates.Completed => "Settled",
        ProcessStates.Cancelled => "Failed",
        _ => settlement.Ledger.Reason == null ? "Settling" : "Failing",
    };
}

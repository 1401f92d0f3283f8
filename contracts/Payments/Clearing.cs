using MassTransit;

namespace SagaPlatform.Contracts.Payments;

// Every message of the clearing of a day and of the settlement of each of its instructions, in the order of the process.
// Commands are sent to the queue of whom they ask; answers return to the saga; announcements are published.

/// <summary>Every message of a clearing names it; its saga is found by it.</summary>
[ExcludeFromTopology]
public interface IClearingMessage
{
    /// <summary>The clearing's id, made by whoever starts it.</summary>
    Guid ClearingId { get; }
}

/// <summary>Every message of a settlement names it; its saga is found by it.</summary>
[ExcludeFromTopology]
public interface ISettlementMessage
{
    /// <summary>The settlement's id, made by the clearing it belongs to.</summary>
    Guid SettlementId { get; }
}

/// <summary>The clearing house: it stands between all buyers and sellers, and is the other side of every instruction.</summary>
public static class ClearingHouse
{
    /// <summary>Its account.</summary>
    public const string Account = "CLEARING-HOUSE";
}

/// <summary>One trade of the day.</summary>
/// <param name="TradeId">Made by the exchange; each trade at most once in a clearing.</param>
/// <param name="Buyer">The account that gets the securities; 1 to 32 characters.</param>
/// <param name="Seller">The account that gets the money; 1 to 32 characters, another than the buyer's.</param>
/// <param name="Instrument">What was traded; 1 to 32 characters.</param>
/// <param name="Quantity">Pieces; 1 to 1,000,000,000.</param>
/// <param name="Price">What all pieces together cost; more than 0.</param>
public sealed record Trade(Guid TradeId, string Buyer, string Seller, string Instrument, long Quantity, Money Price);

/// <summary>What is left to settle of all trades of one account in one instrument and currency.</summary>
/// <param name="Name">Account, instrument and currency, with slashes between them; 1 to 80 characters.</param>
/// <param name="Account">Whose; 1 to 32 characters.</param>
/// <param name="Instrument">Of what; 1 to 32 characters.</param>
/// <param name="Currency">ISO 4217, three capital letters.</param>
/// <param name="Quantity">Pieces that the account gets from the clearing house; negative when it delivers.</param>
/// <param name="CashMinor">Minor units that the account gets from the clearing house; negative when it pays.</param>
public sealed record SettlementInstruction(string Name, string Account, string Instrument, string Currency, long Quantity, long CashMinor);

/// <summary>An instruction that did not settle.</summary>
/// <param name="Instruction">Its name.</param>
/// <param name="Reason">Why.</param>
public sealed record UnsettledInstruction(string Instruction, string Reason);

// The clearing.

/// <summary>Clears the trades of a day. Safe to repeat: the same id with the same content is the same clearing.</summary>
/// <param name="ClearingId">Made by the sender.</param>
/// <param name="TradingDay">The day, for example 2026-11-20; 1 to 10 characters.</param>
/// <param name="Trades">1 to 1,000 trades, which net to at most 950 instructions.</param>
public sealed record StartClearing(Guid ClearingId, string TradingDay, IReadOnlyList<Trade> Trades) : IClearingMessage;

/// <summary>A person's answer to the question of a clearing that needs attention.</summary>
/// <param name="ClearingId">The clearing.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Instruction">The name of the instruction it is about.</param>
/// <param name="Ruling">What the person found out: whether it settled.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleClearing(Guid ClearingId, string Step, string Instruction, Ruling Ruling, string DecidedBy) : IClearingMessage;

/// <summary>Every instruction has come to its end.</summary>
/// <param name="ClearingId">The clearing.</param>
/// <param name="TradingDay">The day.</param>
/// <param name="Settled">How many instructions were settled.</param>
/// <param name="Unsettled">Those that were not: nothing of them was moved.</param>
public sealed record ClearingCompleted(Guid ClearingId, string TradingDay, int Settled, IReadOnlyList<UnsettledInstruction> Unsettled) : IClearingMessage;

/// <summary>The clearing was given up, and moves nothing.</summary>
public sealed record ClearingCancelled(Guid ClearingId, string Reason) : IClearingMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record ClearingNeedsAttention(Guid ClearingId, string Question) : IClearingMessage;

// The settlement of one instruction: what starts it.

/// <summary>Settles one instruction, delivery versus payment. Its end is told to whoever asks.</summary>
public sealed record SettleInstruction(Guid SettlementId, Guid ClearingId, SettlementInstruction Instruction) : ISettlementMessage;

// At once: the securities and the funds. What comes in is blocked until both are there.

/// <summary>Moves securities. Whoever gets them cannot pass them on before the settlement is final.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="From">Who delivers; 1 to 32 characters.</param>
/// <param name="To">Who gets them; 1 to 32 characters.</param>
/// <param name="Instrument">Of what; 1 to 32 characters.</param>
/// <param name="Quantity">Pieces; more than 0.</param>
public sealed record DeliverSecurities(Guid SettlementId, string From, string To, string Instrument, long Quantity) : ISettlementMessage;

/// <summary>The securities are delivered, and blocked.</summary>
public sealed record SecuritiesDelivered(Guid SettlementId) : ISettlementMessage;

/// <summary>No securities are delivered.</summary>
public sealed record DeliveryRefused(Guid SettlementId, string Reason) : ISettlementMessage;

/// <summary>Moves the securities back; answered even when none were delivered.</summary>
public sealed record ReturnSecurities(Guid SettlementId) : ISettlementMessage;

/// <summary>The settlement has moved no securities, and will not move any.</summary>
public sealed record SecuritiesReturned(Guid SettlementId) : ISettlementMessage;

/// <summary>Moves money. Whoever gets it cannot spend it before the settlement is final.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="From">Who pays; 1 to 32 characters.</param>
/// <param name="To">Who gets it; 1 to 32 characters.</param>
/// <param name="Amount">How much; more than 0.</param>
public sealed record PayFunds(Guid SettlementId, string From, string To, Money Amount) : ISettlementMessage;

/// <summary>The money is paid, and blocked.</summary>
public sealed record FundsPaid(Guid SettlementId) : ISettlementMessage;

/// <summary>No money is paid.</summary>
public sealed record FundsRefused(Guid SettlementId, string Reason) : ISettlementMessage;

/// <summary>Moves the money back; answered even when none was paid.</summary>
public sealed record ReturnFunds(Guid SettlementId) : ISettlementMessage;

/// <summary>The settlement has moved no money, and will not move any.</summary>
public sealed record FundsReturned(Guid SettlementId) : ISettlementMessage;

// Both are there: it becomes final. The point of no return.

/// <summary>Unblocks what the settlement moved, in one transaction.</summary>
public sealed record FinaliseSettlement(Guid SettlementId) : ISettlementMessage;

/// <summary>Securities and money belong to whom they came.</summary>
public sealed record SettlementFinalised(Guid SettlementId) : ISettlementMessage;

/// <summary>The settlement is not final, and will not be.</summary>
public sealed record FinalityRefused(Guid SettlementId, string Reason) : ISettlementMessage;

/// <summary>A person's answer to the question of a settlement that needs attention.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleSettlement(Guid SettlementId, string Step, Ruling Ruling, string DecidedBy) : ISettlementMessage;

// How a settlement ends.

/// <summary>The instruction is settled.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="ClearingId">The clearing it belongs to.</param>
/// <param name="Instruction">The name of the instruction.</param>
public sealed record InstructionSettled(Guid SettlementId, Guid ClearingId, string Instruction) : ISettlementMessage;

/// <summary>The instruction is not settled, and nothing of it is moved.</summary>
/// <param name="SettlementId">The settlement.</param>
/// <param name="ClearingId">The clearing it belongs to.</param>
/// <param name="Instruction">The name of the instruction.</param>
/// <param name="Reason">Why.</param>
public sealed record InstructionFailed(Guid SettlementId, Guid ClearingId, string Instruction, string Reason) : ISettlementMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record SettlementNeedsAttention(Guid SettlementId, string Question) : ISettlementMessage;

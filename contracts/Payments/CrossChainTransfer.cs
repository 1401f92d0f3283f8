using MassTransit;

namespace SagaPlatform.Contracts.Payments;

// Every message of the cross-chain transfer conversation, in the order of the process.
// Commands are sent to the queue of whom they ask; answers return to the saga; announcements are published.

/// <summary>Every message of this conversation names its transfer; the saga is found by it.</summary>
[ExcludeFromTopology]
public interface ITransferMessage
{
    /// <summary>The transfer's id, made by whoever initiates it.</summary>
    Guid TransferId { get; }
}

// What starts it.

/// <summary>Moves money from an account of one chain to an account of another. Safe to repeat: the same id with the same content is the same transfer.</summary>
/// <param name="TransferId">Made by the sender.</param>
/// <param name="SourceAccount">The account on the source chain; 1 to 64 characters.</param>
/// <param name="TargetAccount">The account on the target chain; 1 to 64 characters.</param>
/// <param name="Amount">What leaves the source account, the fee included; more than 0, in minor units of the asset's three-letter code.</param>
public sealed record InitiateTransfer(Guid TransferId, string SourceAccount, string TargetAccount, Money Amount) : ITransferMessage;

// 1. The source account: it is there, and the fee is fixed.

/// <summary>Asks whether the source account can make this transfer, and what it costs. Nothing is held by the answer.</summary>
public sealed record ValidateSourceAccount(Guid TransferId, string SourceAccount, Money Amount) : ITransferMessage;

/// <summary>The account can make the transfer, at this fee.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="FeeMinor">What the transfer costs, in minor units of its amount and part of it; at least 0.</param>
public sealed record SourceAccountValidated(Guid TransferId, long FeeMinor) : ITransferMessage;

/// <summary>The account cannot make the transfer.</summary>
public sealed record SourceAccountRefused(Guid TransferId, string Reason) : ITransferMessage;

// 2. The funds are locked on the source chain.

/// <summary>Moves the whole amount from the account's balance to its locked funds, in one serialisable transaction.</summary>
public sealed record LockFunds(Guid TransferId, string SourceAccount, Money Amount) : ITransferMessage;

/// <summary>The amount is locked.</summary>
public sealed record FundsLocked(Guid TransferId) : ITransferMessage;

/// <summary>Nothing is locked.</summary>
public sealed record LockRefused(Guid TransferId, string Reason) : ITransferMessage;

/// <summary>Moves what the transfer locked back to the account's balance, once; answered even when nothing is locked.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Reason">Why, for the compensation log; at most 1024 characters.</param>
public sealed record UnlockFunds(Guid TransferId, string Reason) : ITransferMessage;

/// <summary>The transfer holds no funds, and will not get any.</summary>
public sealed record FundsUnlocked(Guid TransferId) : ITransferMessage;

// 3. The target chain monitors the transfer.

/// <summary>Asks the target chain to look out for the transfer. It stops by itself when the time is over: nothing is held.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="TargetAccount">Who is to get the money.</param>
/// <param name="Amount">What leaves the source account, the fee included.</param>
/// <param name="Until">When nobody waits for the confirmation any more, in UTC.</param>
public sealed record MonitorTransfer(Guid TransferId, string TargetAccount, Money Amount, DateTimeOffset Until) : ITransferMessage;

/// <summary>The target chain looks out for the transfer.</summary>
public sealed record TransferMonitored(Guid TransferId) : ITransferMessage;

/// <summary>The target chain will not take the transfer.</summary>
public sealed record MonitoringRefused(Guid TransferId, string Reason) : ITransferMessage;

// 4. The confirmation, asked for again and again for at most 24 h.

/// <summary>Asks whether the target chain has confirmed the transfer. While it has not, it says nothing, and is asked again later.</summary>
public sealed record AskConfirmation(Guid TransferId) : ITransferMessage;

/// <summary>The target chain has confirmed the transfer.</summary>
public sealed record TransferConfirmed(Guid TransferId) : ITransferMessage;

/// <summary>The target chain will never confirm the transfer.</summary>
public sealed record TransferRejected(Guid TransferId, string Reason) : ITransferMessage;

// 5. The release on the target chain: the point of no return.

/// <summary>Pays the locked funds out: the fee to the fees account, the rest to the target account.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="TargetAccount">Who gets the money.</param>
/// <param name="Amount">What was locked.</param>
/// <param name="FeeMinor">The part of it that is the fee, in minor units; at least 0.</param>
public sealed record ReleaseFunds(Guid TransferId, string TargetAccount, Money Amount, long FeeMinor) : ITransferMessage;

/// <summary>The target account has the money.</summary>
public sealed record FundsReleased(Guid TransferId) : ITransferMessage;

/// <summary>Nothing is released, and nothing will be.</summary>
public sealed record ReleaseRefused(Guid TransferId, string Reason) : ITransferMessage;

// 6. The record.

/// <summary>Writes the transaction down.</summary>
public sealed record RecordTransfer(Guid TransferId, string SourceAccount, string TargetAccount, Money Amount, long FeeMinor) : ITransferMessage;

/// <summary>The transaction is written down.</summary>
public sealed record TransferRecorded(Guid TransferId) : ITransferMessage;

/// <summary>The transaction cannot be written down.</summary>
public sealed record RecordRefused(Guid TransferId, string Reason) : ITransferMessage;

// From people.

/// <summary>A change of mind.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Reason">1 to 256 characters.</param>
public sealed record CancelTransfer(Guid TransferId, string Reason) : ITransferMessage;

/// <summary>It is too late to cancel.</summary>
public sealed record TransferCancellationRefused(Guid TransferId, string Reason) : ITransferMessage;

/// <summary>A person's answer to the question of a transfer that needs attention.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Step">The step the question is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record RuleTransfer(Guid TransferId, string Step, Ruling Ruling, string DecidedBy) : ITransferMessage;

// How it ends.

/// <summary>The money is where it was sent, and written down.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Amount">What left the source account.</param>
/// <param name="FeeMinor">The part of it that is the fee, in minor units.</param>
public sealed record TransferCompleted(Guid TransferId, Money Amount, long FeeMinor) : ITransferMessage;

/// <summary>Nothing was moved, and nothing is locked any more.</summary>
public sealed record TransferCompensated(Guid TransferId, string Reason) : ITransferMessage;

/// <summary>A person must find something out; repeated until somebody rules.</summary>
public sealed record TransferNeedsAttention(Guid TransferId, string Question) : ITransferMessage;

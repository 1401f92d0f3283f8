using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>A transfer as its owner sees it.</summary>
/// <param name="TransferId">The transfer.</param>
/// <param name="Status">
/// <c>Initiated</c>, <c>Running</c>, <c>Locked</c>, <c>Monitoring</c>, <c>Confirmed</c>, <c>Completed</c>; or <c>Failed</c>
/// while it is given back, and then <c>Compensated</c>.
/// </param>
/// <param name="State">Where the process is, for operators; null while the transfer is only accepted.</param>
/// <param name="SourceAccount">From where.</param>
/// <param name="TargetAccount">To where.</param>
/// <param name="Amount">What leaves the source account, the fee included.</param>
/// <param name="FeeMinor">The part of it that is the fee, in minor units, once it is known.</param>
/// <param name="Reason">Why it failed.</param>
/// <param name="Question">What a person has to find out, when the transfer waits for one.</param>
/// <param name="InitiatedAt">When the process took it up.</param>
/// <param name="EndedAt">When it ended.</param>
public sealed record TransferView(
    Guid TransferId,
    string Status,
    string? State = null,
    string? SourceAccount = null,
    string? TargetAccount = null,
    Money? Amount = null,
    long? FeeMinor = null,
    string? Reason = null,
    string? Question = null,
    DateTimeOffset? InitiatedAt = null,
    DateTimeOffset? EndedAt = null)
{
    /// <summary>A transfer that is stored and on its way to its process.</summary>
    public static TransferView Accepted(Guid transferId) => new(transferId, "Initiated");

    /// <summary>A transfer that its process has taken up.</summary>
    public static TransferView Of(TransferState transfer) => new(
        transfer.CorrelationId, StatusOf(transfer), transfer.CurrentState, transfer.SourceAccount, transfer.TargetAccount,
        transfer.Amount, IsDone(transfer, "ValidateAccount") ? transfer.FeeMinor : null,
        transfer.Ledger.Reason, transfer.Question, transfer.StartedAt, transfer.EndedAt);

    static string StatusOf(TransferState transfer) => transfer.CurrentState switch
    {
        ProcessStates.Completed => "Completed",
        ProcessStates.Cancelled => "Compensated",
        _ when transfer.Ledger.Reason != null => "Failed",
        _ when IsDone(transfer, "AwaitConfirmation") => "Confirmed",
        _ when IsDone(transfer, "MonitorTransfer") => "Monitoring",
        _ when IsDone(transfer, "LockFunds") => "Locked",
        _ => "Running",
    };

    static bool IsDone(TransferState transfer, string step) => transfer.Ledger.Line(step, "")?.Status == LineStatus.Done;
}

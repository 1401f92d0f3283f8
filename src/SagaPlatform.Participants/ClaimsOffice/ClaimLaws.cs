using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>What is true of claims whatever happened to them on their way.</summary>
public static class ClaimLaws
{
    /// <summary>The rules that are broken, as sentences; empty when all hold.</summary>
    /// <param name="rows">The tables.</param>
    /// <param name="closed">The claims that are over.</param>
    /// <param name="automaticUpToMinor">Up to this payment nobody needs to approve.</param>
    /// <param name="oneApproverUpToMinor">Up to this payment one person is enough.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, IReadOnlyCollection<Guid> closed,
        long automaticUpToMinor, long oneApproverUpToMinor, CancellationToken cancellation)
    {
        var records = await rows.List<ClaimRecord, ClaimRecord>(x => x, cancellation);
        var files = await rows.List<ClaimFile, ClaimFile>(x => x, cancellation);
        var items = await rows.List<WorkItem, WorkItem>(
            x => x.Where(item => item.Kind == ClaimWork.Approval || item.Kind == ClaimWork.Appeal || item.Kind == ClaimWork.Investigation), cancellation);
        return
        [
            .. closed.Except(records.Select(x => x.ClaimId)).Select(x => $"Claim {x} is over and has no record."),
            .. records.Where(x => x.Outcome == ClaimOutcome.Paid).SelectMany(x => WronglyPaid(x, items, automaticUpToMinor, oneApproverUpToMinor)),
            .. records.Where(x => x.Outcome != ClaimOutcome.Paid && (x.PaidMinor != 0 || x.PaymentReference.Length > 0))
                .Select(x => $"Claim {x.ClaimId} is {x.Outcome} and has a payment."),
            .. items.Where(x => x.Decisions.Select(d => d.By.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count() != x.Decisions.Count)
                .Select(x => $"Somebody decided {x.Kind} of claim {x.SagaId} twice."),
            .. items.Where(x => x.Decisions.Exists(d => x.MayNotDecide.Exists(m => WorkItem.SamePerson(m, d.By))))
                .Select(x => $"Somebody decided {x.Kind} of claim {x.SagaId} who may not."),
            .. items.Where(x => x.Status == WorkItemStatus.Open && closed.Contains(x.SagaId)).Select(x => $"{x.Kind} of claim {x.SagaId} is open, and the claim is over."),
            .. files.Where(x => x.Status == ClaimFileStatus.Open && closed.Contains(x.ClaimId)).Select(x => $"The file of claim {x.ClaimId} is open, and the claim is over."),
        ];
    }

    /// <summary>Approved by enough different people, in one work item: the approval, or the appeal.</summary>
    static IEnumerable<string> WronglyPaid(ClaimRecord record, IReadOnlyList<WorkItem> items, long automaticUpToMinor, long oneApproverUpToMinor)
    {
        var appealed = items.Any(x => x.SagaId == record.ClaimId && x.Kind == ClaimWork.Appeal);
        var needed = record.PaidMinor > oneApproverUpToMinor ? 2 : record.PaidMinor > automaticUpToMinor || appealed ? 1 : 0;
        var approvals = items.Where(x => x.SagaId == record.ClaimId && x.Kind != ClaimWork.Investigation && x.Status == WorkItemStatus.Approved)
            .Select(x => x.Decisions.Where(d => d.Verdict == WorkItemVerdict.Approve).Select(d => d.By.Trim()).Distinct(StringComparer.OrdinalIgnoreCase).Count())
            .DefaultIfEmpty(0).Max();
        if (approvals < needed)
            yield return $"Claim {record.ClaimId} was paid {record.PaidMinor} {record.Currency} with {approvals} of {needed} approvals.";
        if (record.PaidMinor <= 0)
            yield return $"Claim {record.ClaimId} is recorded as paid with {record.PaidMinor}.";
    }
}

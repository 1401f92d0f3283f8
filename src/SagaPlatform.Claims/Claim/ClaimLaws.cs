using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Claims.Claim;

/// <summary>What is true of the people's decisions about claims at every commit, whatever happened to a claim on its way.</summary>
/// <remarks>
/// Decisions are JSON, which no database query of ours can count: claims and work items are read in pages. Approvals are measured
/// by the limits of today: where they were lowered, what was approved before by fewer people is named.
/// </remarks>
sealed class ClaimLaws(IOptions<ClaimOptions> options) : IInvariant
{
    const int PageRows = 1_000;

    public string Name => "claims-are-decided-by-enough-people";

    public string Sentence => "A claim is approved by as many different people as its payment needs, in one work item; nobody decides twice, or who may not.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation) => new(
        await rows.Count<ClaimState>(cancellation), [.. await TooFewApprovals(rows, cancellation), .. await WrongDeciders(rows, cancellation)]);

    async Task<IReadOnlyList<string>> TooFewApprovals(IRowQueries rows, CancellationToken cancellation)
    {
        var broken = new List<string>();
        for (IReadOnlyList<Approved>? page = null; broken.Count < InvariantFinding.BrokenMax && page is null or { Count: PageRows };)
        {
            page = await NeedingApproval(rows, page?[^1].ClaimId ?? Guid.Empty, cancellation);
            var items = await Items(rows, page, cancellation);
            broken.AddRange(page.Select(x => (Claim: x, Approvals: items[x.ClaimId].Select(Approvals).DefaultIfEmpty(0).Max(), Needed: Needed(x)))
                .Where(x => x.Approvals < x.Needed)
                .Select(x => $"Claim {x.Claim.ClaimId} of {x.Claim.PayableMinor} {x.Claim.Currency} is approved with {x.Approvals} of {x.Needed} approvals."));
        }
        return broken;
    }

    /// <summary>Whatever its amount, a granted appeal has somebody who granted it.</summary>
    Task<IReadOnlyList<Approved>> NeedingApproval(IRowQueries rows, Guid after, CancellationToken cancellation)
    {
        var byNobodyUpTo = options.Value.ApprovedAutomaticallyUpToMinor;
        return rows.List<ClaimState, Approved>(x => x
            .Where(c => c.Decision == ClaimDecision.Approved && (c.PayableMinor > byNobodyUpTo || c.AppealedBecause != "") && c.CorrelationId.CompareTo(after) > 0)
            .OrderBy(c => c.CorrelationId).Take(PageRows)
            .Select(c => new Approved(c.CorrelationId, c.PayableMinor, c.Currency)), cancellation);
    }

    int Needed(Approved claim) => Math.Max(1, options.Value.ApproversOf(claim.PayableMinor));

    static async Task<ILookup<Guid, Decided>> Items(IRowQueries rows, IReadOnlyList<Approved> claims, CancellationToken cancellation)
    {
        var ids = claims.Select(x => x.ClaimId).ToList();
        return (await rows.List<WorkItem, Decided>(x => x
            .Where(i => ids.Contains(i.SagaId) && (i.Kind == ClaimWork.Approval || i.Kind == ClaimWork.Appeal))
            .Select(i => new Decided(i.Id, i.Kind, i.SagaId, i.Decisions, i.MayNotDecide)), cancellation)).ToLookup(x => x.ClaimId);
    }

    /// <summary>Of different people; one refusal is a refusal. A withdrawn item keeps its decisions.</summary>
    static int Approvals(Decided item) => item.Decisions.Exists(x => x.Verdict == WorkItemVerdict.Refuse) ? 0 : People(item).Count();

    static async Task<IReadOnlyList<string>> WrongDeciders(IRowQueries rows, CancellationToken cancellation)
    {
        var broken = new List<string>();
        for (IReadOnlyList<Decided>? page = null; broken.Count < InvariantFinding.BrokenMax && page is null or { Count: PageRows };)
        {
            page = await ItemsAfter(rows, page?[^1].Id ?? Guid.Empty, cancellation);
            broken.AddRange(page.Where(x => People(x).Count() != x.Decisions.Count).Select(x => $"Somebody decided {x.Kind} of claim {x.ClaimId} twice."));
            broken.AddRange(page.Where(x => x.Decisions.Exists(d => x.MayNotDecide.Exists(m => WorkItem.SamePerson(m, d.By))))
                .Select(x => $"Somebody decided {x.Kind} of claim {x.ClaimId} who may not."));
        }
        return broken;
    }

    static Task<IReadOnlyList<Decided>> ItemsAfter(IRowQueries rows, Guid after, CancellationToken cancellation) =>
        rows.List<WorkItem, Decided>(x => x
            .Where(i => (i.Kind == ClaimWork.Approval || i.Kind == ClaimWork.Appeal || i.Kind == ClaimWork.Investigation) && i.Id.CompareTo(after) > 0)
            .OrderBy(i => i.Id).Take(PageRows)
            .Select(i => new Decided(i.Id, i.Kind, i.SagaId, i.Decisions, i.MayNotDecide)), cancellation);

    static IEnumerable<string> People(Decided item) => item.Decisions.Select(x => x.By.Trim()).Distinct(StringComparer.OrdinalIgnoreCase);

    sealed record Approved(Guid ClaimId, long PayableMinor, string Currency);

    sealed record Decided(Guid Id, string Kind, Guid ClaimId, List<WorkItemDecision> Decisions, List<string> MayNotDecide);
}

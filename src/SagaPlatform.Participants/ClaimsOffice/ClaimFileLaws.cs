using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>What is true of claim files and compliance records at every commit: what is over has its record, and says what was paid.</summary>
/// <remarks>
/// The tables are compared where they are: what comes back is what is broken, at most <see cref="InvariantFinding.BrokenMax"/> of
/// each law. Only open files are asked for one by one: those that did not change for longest.
/// </remarks>
public static class ClaimFileLaws
{
    /// <summary>Open files looked at.</summary>
    const int FilesMax = 10_000;

    const int PageRows = 1_000;

    /// <summary>The rules that are broken, as sentences; empty when all hold.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="isUnderWay">Whether the process of a claim is still at work.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(
        IRowQueries rows, Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation) =>
    [
        .. await Records(rows, cancellation),
        .. await Files(rows, cancellation),
        .. await Forgotten(rows, isUnderWay, cancellation),
    ];

    static async Task<IEnumerable<string>> Records(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.List<ClaimRecord, ClaimRecord>(x => x
            .Where(r => r.Outcome == ClaimOutcome.Paid ? r.PaidMinor <= 0 : r.PaidMinor != 0 || r.PaymentReference != "")
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => x.Outcome == ClaimOutcome.Paid
            ? $"Claim {x.ClaimId} is recorded as paid with {x.PaidMinor}."
            : $"Claim {x.ClaimId} is {x.Outcome} and has a payment.");
    }

    /// <summary>A file is open exactly as long as its claim has no record.</summary>
    static async Task<IEnumerable<string>> Files(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<ClaimFile>()
            .LeftJoin(x.Of<ClaimRecord>(), f => f.ClaimId, r => r.ClaimId, (f, r) => new { File = f, Record = r })
            .Where(c => c.File.Status == ClaimFileStatus.Open == (c.Record != null))
            .Select(c => new { c.File.ClaimId, c.File.Status })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => x.Status == ClaimFileStatus.Open
            ? $"The file of claim {x.ClaimId} is open, and the claim has a record."
            : $"The file of claim {x.ClaimId} is {x.Status}, and the claim has no record.");
    }

    static async Task<IEnumerable<string>> Forgotten(
        IRowQueries rows, Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation)
    {
        var broken = new List<string>();
        for (var skip = 0; skip < FilesMax && broken.Count < InvariantFinding.BrokenMax; skip += PageRows)
        {
            var from = skip;
            var page = await rows.List<ClaimFile, Guid>(x => x.Where(f => f.Status == ClaimFileStatus.Open)
                .OrderBy(f => f.At).ThenBy(f => f.ClaimId).Skip(from).Take(PageRows).Select(f => f.ClaimId), cancellation);
            foreach (var claim in page)
                if (!await isUnderWay(claim, cancellation))
                    broken.Add($"The file of claim {claim} is open, and the claim is over.");
            if (page.Count < PageRows)
                break;
        }
        return broken.Take(InvariantFinding.BrokenMax);
    }
}

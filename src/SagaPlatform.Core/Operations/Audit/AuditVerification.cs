using System.Security.Cryptography;

namespace SagaPlatform.Core.Operations.Audit;

/// <summary>What became of a look at the whole chain.</summary>
/// <param name="Holds">Whether every row is as it was written.</param>
/// <param name="Rows">Rows that were found to be right.</param>
/// <param name="FirstBad">The number of the first row that is not; null when all are.</param>
/// <param name="Sentence">What is wrong with it, or that nothing is.</param>
/// <param name="Anchor">The end of the chain, to be kept elsewhere; null when it does not hold.</param>
public sealed record AuditVerdict(bool Holds, long Rows, long? FirstBad, string Sentence, string? Anchor);

/// <summary>Looks at every row of the audit, in order, and names the first that is not as it was written.</summary>
/// <remarks>
/// A changed row no longer fits its own hash; a row that was put in another place, or in the place of another, no longer fits the hash
/// before it; a missing row leaves a gap in the numbers, and a missing end the head. Whoever may write both tables can rebuild all
/// of it: only an anchor that was kept elsewhere finds that.
/// </remarks>
public sealed class AuditVerification(IAuditStore audit)
{
    const int PageRows = 1_000;

    /// <summary>Looks at the chain.</summary>
    /// <param name="kept">An end of the chain that was kept elsewhere; null when none was.</param>
    /// <param name="cancellation">Ends the looking.</param>
    public async Task<AuditVerdict> Verify(AuditHead? kept, CancellationToken cancellation)
    {
        var end = await audit.Head(cancellation); // before the rows: what is appended meanwhile is not missed
        var at = AuditHead.None;
        while (true)
        {
            var page = await audit.Read(at.Number, PageRows, cancellation);
            foreach (var row in page)
            {
                if (Wrong(row, at) is { } wrong)
                    return Bad(at, at.Number + 1, wrong);
                at = new AuditHead(row.Number, row.Hash);
                if (row.Number == kept?.Number && !Same(row.Hash, kept.Hash))
                    return Bad(at with { Number = at.Number - 1 }, row.Number, $"Row {row.Number} is not the one of the anchor: the chain was written anew.");
                if (row.Number == end.Number && !Same(row.Hash, end.Hash))
                    return Bad(at with { Number = at.Number - 1 }, row.Number, $"Row {row.Number} is not the one the head remembers.");
            }
            if (page.Count < PageRows)
                break;
        }

        var last = Math.Max(end.Number, kept?.Number ?? 0);
        return at.Number < last
            ? Bad(at, at.Number + 1, $"Row {at.Number + 1} is missing: the chain once had {last} rows, the last is now {at.Number}.")
            : new AuditVerdict(true, at.Number, null, $"All {at.Number} rows are as they were written.", at.Anchor);
    }

    static string? Wrong(AuditRow row, AuditHead before)
    {
        if (row.Number != before.Number + 1)
            return $"Row {before.Number + 1} is missing: {before.Number} is followed by {row.Number}.";
        return Same(row.HashAfter(before.Hash), row.Hash)
            ? null
            : $"Row {row.Number} is not as it was written, or not in its place: its hash is not that of its content after row {before.Number}.";
    }

    static AuditVerdict Bad(AuditHead good, long number, string sentence) => new(false, good.Number, number, sentence, null);

    static bool Same(byte[] one, byte[] other) => CryptographicOperations.FixedTimeEquals(one, other);
}

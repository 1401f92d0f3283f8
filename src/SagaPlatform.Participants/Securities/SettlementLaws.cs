using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Securities;

/// <summary>What is true of settlements at every commit: nothing is made or lost, and no leg is final without its counterpart.</summary>
/// <remarks>
/// The books are compared where they are: what comes back is what is broken, at most <see cref="InvariantFinding.BrokenMax"/> of
/// each law. Check one moment (<see cref="IRowSnapshots"/>) of a running platform. The money is the ledger's, and so are its laws.
/// </remarks>
public static class SettlementLaws
{
    /// <summary>Says which laws are broken, each in a sentence; none when all hold.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation) =>
    [
        .. await Movements(rows, cancellation),
        .. await Positions(rows, cancellation),
        .. await Legs(rows, cancellation),
    ];

    static async Task<IEnumerable<string>> Movements(IRowQueries rows, CancellationToken cancellation)
    {
        var made = await rows.List<SecurityEntry, Made>(x => x
            .GroupBy(e => new { e.SettlementId, e.Instrument })
            .Where(g => g.Sum(e => e.Quantity) != 0)
            .Select(g => new Made(g.Key.SettlementId, g.Key.Instrument, g.Sum(e => e.Quantity)))
            .Take(InvariantFinding.BrokenMax), cancellation);
        return made.Select(x => $"The entries of {x.Settlement} in {x.Instrument} sum to {x.Quantity}, not to zero.");
    }

    /// <summary>A position is the sum of its entries; blocked is what came in by settlements that are not final, and nothing else.</summary>
    static async Task<IEnumerable<string>> Positions(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<SecurityPosition>()
            .Select(p => new Holding { Account = p.Account, Instrument = p.Instrument, Positions = 1, Quantity = p.Quantity, Entries = 0, Blocked = p.Blocked, Coming = 0 })
            .Concat(x.Of<SecurityEntry>()
                .Select(e => new Holding { Account = e.Account, Instrument = e.Instrument, Positions = 0, Quantity = 0, Entries = e.Quantity, Blocked = 0, Coming = 0 }))
            .Concat(x.Of<DeliveryLeg>().Where(l => l.Status == LegStatus.Moved)
                .Select(l => new Holding { Account = l.ToAccount, Instrument = l.Instrument, Positions = 0, Quantity = 0, Entries = 0, Blocked = 0, Coming = l.Quantity }))
            .GroupBy(h => new { h.Account, h.Instrument })
            // The clearing house has entries, and no position.
            .Where(g => g.Sum(h => h.Positions) > 0 && (g.Sum(h => h.Quantity) != g.Sum(h => h.Entries)
                || g.Sum(h => h.Blocked) < 0 || g.Sum(h => h.Blocked) > g.Sum(h => h.Quantity) || g.Sum(h => h.Blocked) != g.Sum(h => h.Coming)))
            .Select(g => new Holding
            {
                Account = g.Key.Account, Instrument = g.Key.Instrument, Quantity = g.Sum(h => h.Quantity), Entries = g.Sum(h => h.Entries),
                Blocked = g.Sum(h => h.Blocked), Coming = g.Sum(h => h.Coming),
            })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.SelectMany(Wrong);
    }

    static IEnumerable<string> Wrong(Holding x)
    {
        var position = SecurityPosition.IdOf(x.Account, x.Instrument);
        if (x.Quantity != x.Entries)
            yield return $"Position {position} has {x.Quantity} pieces, its entries sum to {x.Entries}.";
        if (x.Blocked < 0 || x.Blocked > x.Quantity || x.Blocked != x.Coming)
            yield return $"Position {position} of {x.Quantity} pieces has {x.Blocked} blocked, its open settlements brought {x.Coming}.";
    }

    /// <summary>Delivery versus payment: where one leg is final, the other is.</summary>
    static async Task<IEnumerable<string>> Legs(IRowQueries rows, CancellationToken cancellation)
    {
        var differing = await rows.ListAcross(x => x.Of<DeliveryLeg>()
            .Join(x.Of<CashLeg>(), d => d.SettlementId, p => p.SettlementId, (d, p) => new { d.SettlementId, Delivery = d.Status, Payment = p.Status })
            .Where(l => l.Delivery == LegStatus.Final != (l.Payment == LegStatus.Final))
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => $"The delivery of settlement {x.SettlementId} is {x.Delivery}, its payment {x.Payment}.");
    }

    sealed record Made(Guid Settlement, string Instrument, long Quantity);

    /// <summary>What a position says, beside what entries and open settlements say; in pieces.</summary>
    sealed class Holding
    {
        public string Account { get; init; } = "";

        public string Instrument { get; init; } = "";

        public long Positions { get; init; }

        public long Quantity { get; init; }

        public long Entries { get; init; }

        public long Blocked { get; init; }

        public long Coming { get; init; }
    }
}

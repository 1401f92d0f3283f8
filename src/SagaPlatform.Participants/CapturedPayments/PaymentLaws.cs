using System.Linq.Expressions;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Laws;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>
/// What is true of routed payments and refunds at every commit: one capture at most, the payee has what was captured, never more
/// is refunded than captured, no gateway holds anything for a payment that ended, and money is moved, never made.
/// </summary>
/// <remarks>
/// The tables are compared where they are: what comes back is what is broken, at most <see cref="InvariantFinding.BrokenMax"/> of
/// each rule. Only payments whose capture is not confirmed are asked for one by one, in pages. Check one moment
/// (<see cref="IRowSnapshots"/>) of a running platform: between two questions a payment moves.
/// </remarks>
public static class PaymentLaws
{
    /// <summary>Payments without confirmation that are read at once.</summary>
    const int PageRows = 1_000;

    static readonly string PayeePrefix = GatewayAccounts.Payee("");

    /// <summary>Every broken rule, as a sentence; nothing when all laws hold.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="isUnderWay">Whether the process of a payment is still at work, and may hold what it has not confirmed yet.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(
        IRowQueries rows, Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation) =>
    [
        .. await CapturedOnce(rows, cancellation),
        .. await NothingIsHeld(rows, isUnderWay, cancellation),
        .. await ThePayeeHasWhatWasCaptured(rows, cancellation),
        .. await NotMoreRefundedThanCaptured(rows, cancellation),
        .. await TheBookSaysWhatTheRefundsSay(rows, cancellation),
        .. await EveryRefundIsFrozenOrBooked(rows, cancellation),
        .. await ConvertedAtTheFixedRate(rows, cancellation),
        .. (await LedgerChecks.SumsToZero(rows, cancellation)).Broken,
    ];

    /// <summary>A gateway has one charge of a payment: of two that captured it, one is not the gateway that was confirmed.</summary>
    static async Task<IEnumerable<string>> CapturedOnce(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<CapturedPayment>()
            .LeftJoin(x.Of<GatewayCharge>().Where(c => c.Status == GatewayChargeStatus.Captured), p => p.PaymentId, c => c.PaymentId, (p, c) => new { Payment = p, Charge = c })
            .Where(b => b.Charge == null || b.Charge.Gateway != b.Payment.Gateway
                || b.Charge.AmountMinor != b.Payment.CapturedMinor || b.Charge.Currency != b.Payment.Currency
                || b.Charge.SettlementMinor != b.Payment.SettlementMinor || b.Charge.SettlementCurrency != b.Payment.SettlementCurrency)
            .Select(b => new { b.Payment.PaymentId, b.Payment.Gateway })
            .Distinct().OrderBy(p => p.PaymentId).Take(InvariantFinding.BrokenMax), cancellation);
        var standing = (await Standing(rows, wrong.Select(x => x.PaymentId), cancellation)).ToLookup(x => x.PaymentId);
        return wrong.Select(x => $"Payment {x.PaymentId} is confirmed as captured by {x.Gateway}, but the gateways have: "
            + $"{string.Join(", ", standing[x.PaymentId].Select(c => $"{c.Gateway} {c.AmountMinor} {c.Currency}"))}.");
    }

    static async Task<IReadOnlyList<string>> NothingIsHeld(IRowQueries rows, Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation)
    {
        List<Guid> ended = [];
        for (IReadOnlyList<Guid>? page = null; ended.Count < InvariantFinding.BrokenMax && page is null or { Count: PageRows };)
        {
            page = await Unconfirmed(rows, page?[^1] ?? Guid.Empty, cancellation);
            foreach (var payment in page)
                if (!await isUnderWay(payment, cancellation))
                    ended.Add(payment);
        }

        var held = await Standing(rows, ended.Take(InvariantFinding.BrokenMax), cancellation);
        return [.. held.Select(x => $"{x.Gateway} holds {x.AmountMinor} {x.Currency} for payment {x.PaymentId}, which ended without it.")];
    }

    static Task<IReadOnlyList<Guid>> Unconfirmed(IRowQueries rows, Guid after, CancellationToken cancellation) =>
        rows.ListAcross(x => x.Of<GatewayCharge>()
            .Where(c => c.Status == GatewayChargeStatus.Captured && c.PaymentId.CompareTo(after) > 0)
            .LeftJoin(x.Of<CapturedPayment>(), c => c.PaymentId, p => p.PaymentId, (c, p) => new { Charge = c, Payment = p })
            .Where(b => b.Payment == null)
            .Select(b => b.Charge.PaymentId)
            .Distinct().OrderBy(id => id).Take(PageRows), cancellation);

    /// <summary>What gateways have of a few payments.</summary>
    static Task<IReadOnlyList<GatewayCharge>> Standing(IRowQueries rows, IEnumerable<Guid> payments, CancellationToken cancellation)
    {
        var few = payments.ToList();
        return rows.List<GatewayCharge, GatewayCharge>(x => x
            .Where(c => c.Status == GatewayChargeStatus.Captured && few.Contains(c.PaymentId))
            .OrderBy(c => c.PaymentId).ThenBy(c => c.GatewayNumber), cancellation);
    }

    /// <summary>What charges and refunds say that a payee should have, and what the ledger says, are summed over payment or refund.</summary>
    static async Task<IEnumerable<string>> ThePayeeHasWhatWasCaptured(IRowQueries rows, CancellationToken cancellation)
    {
        var differing = await rows.ListAcross(x => x.Of<GatewayCharge>().Where(c => c.Status == GatewayChargeStatus.Captured)
            .Select(c => new Paid { Id = c.PaymentId, Currency = c.SettlementCurrency, DueMinor = c.SettlementMinor, Minor = 0 })
            .Concat(x.Of<GatewayRefund>()
                .Select(r => new Paid { Id = r.RefundId, Currency = r.PayeeCurrency, DueMinor = -r.PayeeShareMinor, Minor = 0 }))
            .Concat(x.Of<LedgerEntry>().Where(e => e.Account.StartsWith(PayeePrefix))
                .Select(e => new Paid { Id = e.MovementId, Currency = e.Currency, DueMinor = 0, Minor = e.AmountMinor }))
            .GroupBy(p => new { p.Id, p.Currency })
            .Where(g => g.Sum(p => p.DueMinor) != g.Sum(p => p.Minor))
            .Select(g => new Paid { Id = g.Key.Id, Currency = g.Key.Currency, DueMinor = g.Sum(p => p.DueMinor), Minor = g.Sum(p => p.Minor) })
            .Take(InvariantFinding.BrokenMax), cancellation);
        return differing.Select(x => $"The payee of {x.Id} should have {x.DueMinor} {x.Currency} of it, and has {x.Minor}.");
    }

    static async Task<IEnumerable<string>> NotMoreRefundedThanCaptured(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.List<CapturedPayment, CapturedPayment>(x => x
            .Where(p => p.RefundedMinor + p.FrozenMinor > p.CapturedMinor || p.RefundedShareMinor + p.FrozenShareMinor > p.SettlementMinor)
            .Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => $"Payment {x.PaymentId}: more is refunded and frozen ({x.RefundedMinor} + {x.FrozenMinor}) than captured ({x.CapturedMinor}).");
    }

    static async Task<IEnumerable<string>> TheBookSaysWhatTheRefundsSay(IRowQueries rows, CancellationToken cancellation)
    {
        var frozen = await Differing(rows, RefundHoldStatus.Frozen,
            p => new SetAside { PaymentId = p.PaymentId, BookMinor = p.FrozenMinor, BookShareMinor = p.FrozenShareMinor, HoldsMinor = 0, HoldsShareMinor = 0 }, cancellation);
        var booked = await Differing(rows, RefundHoldStatus.Booked,
            p => new SetAside { PaymentId = p.PaymentId, BookMinor = p.RefundedMinor, BookShareMinor = p.RefundedShareMinor, HoldsMinor = 0, HoldsShareMinor = 0 }, cancellation);
        return
        [
            .. frozen.Select(x => $"Payment {x.PaymentId}: {x.BookMinor} is frozen, its refunds hold {x.HoldsMinor}."),
            .. booked.Select(x => $"Payment {x.PaymentId}: {x.BookMinor} is refunded, its refunds have booked {x.HoldsMinor}."),
        ];
    }

    static Task<IReadOnlyList<SetAside>> Differing(
        IRowQueries rows, RefundHoldStatus status, Expression<Func<CapturedPayment, SetAside>> book, CancellationToken cancellation) =>
        rows.ListAcross(x => x.Of<CapturedPayment>().Select(book)
            .Concat(x.Of<RefundHold>().Where(h => h.Status == status)
                .Select(h => new SetAside { PaymentId = h.PaymentId, BookMinor = 0, BookShareMinor = 0, HoldsMinor = h.AmountMinor, HoldsShareMinor = h.ShareMinor }))
            .GroupBy(s => s.PaymentId)
            .Where(g => g.Sum(s => s.BookMinor) != g.Sum(s => s.HoldsMinor) || g.Sum(s => s.BookShareMinor) != g.Sum(s => s.HoldsShareMinor))
            .Select(g => new SetAside { PaymentId = g.Key, BookMinor = g.Sum(s => s.BookMinor), HoldsMinor = g.Sum(s => s.HoldsMinor) })
            .Take(InvariantFinding.BrokenMax), cancellation);

    static async Task<IEnumerable<string>> EveryRefundIsFrozenOrBooked(IRowQueries rows, CancellationToken cancellation)
    {
        var given = await rows.ListAcross(x => x.Of<GatewayRefund>()
            .LeftJoin(x.Of<RefundHold>(), r => r.RefundId, h => h.RefundId, (r, h) => new { Refund = r, Hold = h })
            .Where(b => b.Hold == null || (b.Hold.Status != RefundHoldStatus.Frozen && b.Hold.Status != RefundHoldStatus.Booked)
                || b.Hold.PaymentId != b.Refund.PaymentId || b.Hold.AmountMinor != b.Refund.AmountMinor || b.Hold.ShareMinor != b.Refund.PayeeShareMinor)
            .Select(b => b.Refund).Take(InvariantFinding.BrokenMax), cancellation);
        var neverGiven = await rows.ListAcross(x => x.Of<RefundHold>().Where(h => h.Status == RefundHoldStatus.Booked)
            .LeftJoin(x.Of<GatewayRefund>(), h => h.RefundId, r => r.RefundId, (h, r) => new { Hold = h, Refund = r })
            .Where(b => b.Refund == null)
            .Select(b => b.Hold.RefundId).Take(InvariantFinding.BrokenMax), cancellation);
        return
        [
            .. given.Select(x => $"Refund {x.RefundId}: {x.Gateway} gave {x.AmountMinor} {x.Currency} back, and that is neither frozen nor booked."),
            .. neverGiven.Select(x => $"Refund {x} is booked, but no gateway gave anything back."),
        ];
    }

    static async Task<IEnumerable<string>> ConvertedAtTheFixedRate(IRowQueries rows, CancellationToken cancellation)
    {
        var wrong = await rows.ListAcross(x => x.Of<CapturedPayment>()
            .LeftJoin(x.Of<PaymentConversion>(), p => p.PaymentId, c => c.PaymentId, (p, c) => new { Payment = p, Conversion = c })
            .Where(b => b.Payment.Currency == b.Payment.SettlementCurrency
                ? b.Payment.CapturedMinor != b.Payment.SettlementMinor
                : b.Conversion == null
                    || b.Conversion.FromMinor != b.Payment.CapturedMinor || b.Conversion.FromCurrency != b.Payment.Currency
                    || b.Conversion.ToMinor != b.Payment.SettlementMinor || b.Conversion.ToCurrency != b.Payment.SettlementCurrency)
            .Select(b => b.Payment).Take(InvariantFinding.BrokenMax), cancellation);
        return wrong.Select(x => $"Payment {x.PaymentId} paid {x.SettlementMinor} {x.SettlementCurrency} for {x.CapturedMinor} {x.Currency}, which no rate was fixed for.");
    }

    /// <summary>What somebody should have, beside what they have.</summary>
    sealed class Paid
    {
        public Guid Id { get; init; }

        public string Currency { get; init; } = "";

        public long DueMinor { get; init; }

        public long Minor { get; init; }
    }

    /// <summary>What the book says is set aside of a payment, beside what its refunds say; the payer's side and the payee's share.</summary>
    sealed class SetAside
    {
        public Guid PaymentId { get; init; }

        public long BookMinor { get; init; }

        public long BookShareMinor { get; init; }

        public long HoldsMinor { get; init; }

        public long HoldsShareMinor { get; init; }
    }
}

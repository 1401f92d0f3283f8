using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>
/// What is true of routed payments and refunds at every commit: one capture at most, the payee has what was captured, never more
/// is refunded than captured, no gateway holds anything for a payment that ended, and money is moved, never made.
/// </summary>
/// <remarks>
/// On a running platform the tables are read one after the other, so a payment that moves meanwhile may look broken: what is
/// still broken when the laws are checked again is broken. It reads all payments: a check for quiet hours, not for every minute.
/// </remarks>
public static class PaymentLaws
{
    static readonly string PayeePrefix = GatewayAccounts.Payee("");

    /// <summary>Every broken rule, as a sentence; nothing when all laws hold.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="isUnderWay">Whether the process of a payment is still at work, and may hold what it has not confirmed yet.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(
        IRowQueries rows, Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation)
    {
        var charges = await All<GatewayCharge>(rows, cancellation);
        var captured = await All<CapturedPayment>(rows, cancellation);
        var refunds = await All<GatewayRefund>(rows, cancellation);
        var holds = await All<RefundHold>(rows, cancellation);
        var conversions = await All<PaymentConversion>(rows, cancellation);
        return
        [
            .. CapturedOnce(charges, captured),
            .. await NothingIsHeld(charges, captured, isUnderWay, cancellation),
            .. await ThePayeeHasWhatWasCaptured(rows, charges, refunds, cancellation),
            .. NotMoreRefundedThanCaptured(captured, holds),
            .. EveryRefundIsFrozenOrBooked(refunds, holds),
            .. ConvertedAtTheFixedRate(captured, conversions),
            .. await MoneyIsMovedNeverMade(rows, cancellation),
        ];
    }

    static IEnumerable<string> CapturedOnce(IReadOnlyList<GatewayCharge> charges, IReadOnlyList<CapturedPayment> captured)
    {
        var standing = charges.Where(x => x.Status == GatewayChargeStatus.Captured).ToLookup(x => x.PaymentId);
        return captured
            .Where(x => standing[x.PaymentId].ToList() is not [var only]
                || (only.Gateway, only.AmountMinor, only.Currency, only.SettlementMinor, only.SettlementCurrency)
                    != (x.Gateway, x.CapturedMinor, x.Currency, x.SettlementMinor, x.SettlementCurrency))
            .Select(x => $"Payment {x.PaymentId} is confirmed as captured by {x.Gateway}, but the gateways have: "
                + $"{string.Join(", ", standing[x.PaymentId].Select(c => $"{c.Gateway} {c.AmountMinor} {c.Currency}"))}.");
    }

    static async Task<IReadOnlyList<string>> NothingIsHeld(IReadOnlyList<GatewayCharge> charges, IReadOnlyList<CapturedPayment> captured,
        Func<Guid, CancellationToken, Task<bool>> isUnderWay, CancellationToken cancellation)
    {
        var confirmed = captured.Select(x => x.PaymentId).ToHashSet();
        var broken = new List<string>();
        foreach (var charge in charges.Where(x => x.Status == GatewayChargeStatus.Captured && !confirmed.Contains(x.PaymentId)))
            if (!await isUnderWay(charge.PaymentId, cancellation))
                broken.Add($"{charge.Gateway} holds {charge.AmountMinor} {charge.Currency} for payment {charge.PaymentId}, which ended without it.");
        return broken;
    }

    static async Task<IEnumerable<string>> ThePayeeHasWhatWasCaptured(
        IRowQueries rows, IReadOnlyList<GatewayCharge> charges, IReadOnlyList<GatewayRefund> refunds, CancellationToken cancellation)
    {
        var paid = await rows.List<LedgerEntry, Balance>(all => all
            .Where(x => x.Account.StartsWith(PayeePrefix))
            .GroupBy(x => new { x.MovementId, x.Currency })
            .Select(x => new Balance { MovementId = x.Key.MovementId, Currency = x.Key.Currency, Minor = x.Sum(entry => entry.AmountMinor) }), cancellation);
        var expected = charges
            .Where(x => x.Status == GatewayChargeStatus.Captured)
            .Select(x => (Id: x.PaymentId, Currency: x.SettlementCurrency, Minor: x.SettlementMinor))
            .Concat(refunds.Select(x => (Id: x.RefundId, Currency: x.PayeeCurrency, Minor: -x.PayeeShareMinor)))
            .GroupBy(x => (x.Id, x.Currency))
            .ToDictionary(x => x.Key, x => x.Sum(y => y.Minor));
        var actual = paid.Where(x => x.Minor != 0).ToDictionary(x => (x.MovementId, x.Currency), x => x.Minor);
        return expected.Keys.Union(actual.Keys)
            .Where(x => expected.GetValueOrDefault(x) != actual.GetValueOrDefault(x))
            .Select(x => $"The payee of {x.Item1} should have {expected.GetValueOrDefault(x)} {x.Currency} of it, and has {actual.GetValueOrDefault(x)}.");
    }

    static IEnumerable<string> NotMoreRefundedThanCaptured(IReadOnlyList<CapturedPayment> captured, IReadOnlyList<RefundHold> holds)
    {
        var holdsOf = holds.ToLookup(x => (x.PaymentId, x.Status));
        foreach (var payment in captured)
        {
            var frozen = holdsOf[(payment.PaymentId, RefundHoldStatus.Frozen)].ToList();
            var booked = holdsOf[(payment.PaymentId, RefundHoldStatus.Booked)].ToList();
            if (payment.RefundedMinor + payment.FrozenMinor > payment.CapturedMinor
                || payment.RefundedShareMinor + payment.FrozenShareMinor > payment.SettlementMinor)
                yield return $"Payment {payment.PaymentId}: more is refunded and frozen ({payment.RefundedMinor} + {payment.FrozenMinor}) than captured ({payment.CapturedMinor}).";
            if ((payment.FrozenMinor, payment.FrozenShareMinor) != (frozen.Sum(x => x.AmountMinor), frozen.Sum(x => x.ShareMinor)))
                yield return $"Payment {payment.PaymentId}: {payment.FrozenMinor} is frozen, its refunds hold {frozen.Sum(x => x.AmountMinor)}.";
            if ((payment.RefundedMinor, payment.RefundedShareMinor) != (booked.Sum(x => x.AmountMinor), booked.Sum(x => x.ShareMinor)))
                yield return $"Payment {payment.PaymentId}: {payment.RefundedMinor} is refunded, its refunds have booked {booked.Sum(x => x.AmountMinor)}.";
        }
    }

    static IEnumerable<string> EveryRefundIsFrozenOrBooked(IReadOnlyList<GatewayRefund> refunds, IReadOnlyList<RefundHold> holds)
    {
        var holdOf = holds.ToDictionary(x => x.RefundId);
        var given = refunds.Select(x => x.RefundId).ToHashSet();
        foreach (var refund in refunds)
            if (holdOf.GetValueOrDefault(refund.RefundId) is not { Status: RefundHoldStatus.Frozen or RefundHoldStatus.Booked } hold
                || (hold.PaymentId, hold.AmountMinor, hold.ShareMinor) != (refund.PaymentId, refund.AmountMinor, refund.PayeeShareMinor))
                yield return $"Refund {refund.RefundId}: {refund.Gateway} gave {refund.AmountMinor} {refund.Currency} back, and that is neither frozen nor booked.";
        foreach (var hold in holds.Where(x => x.Status == RefundHoldStatus.Booked && !given.Contains(x.RefundId)))
            yield return $"Refund {hold.RefundId} is booked, but no gateway gave anything back.";
    }

    static IEnumerable<string> ConvertedAtTheFixedRate(IReadOnlyList<CapturedPayment> captured, IReadOnlyList<PaymentConversion> conversions)
    {
        var conversionOf = conversions.ToDictionary(x => x.PaymentId);
        return captured
            .Where(x => x.Currency == x.SettlementCurrency
                ? x.CapturedMinor != x.SettlementMinor
                : conversionOf.GetValueOrDefault(x.PaymentId) is not { } conversion
                    || (conversion.FromMinor, conversion.FromCurrency, conversion.ToMinor, conversion.ToCurrency)
                        != (x.CapturedMinor, x.Currency, x.SettlementMinor, x.SettlementCurrency))
            .Select(x => $"Payment {x.PaymentId} paid {x.SettlementMinor} {x.SettlementCurrency} for {x.CapturedMinor} {x.Currency}, which no rate was fixed for.");
    }

    static async Task<IEnumerable<string>> MoneyIsMovedNeverMade(IRowQueries rows, CancellationToken cancellation)
    {
        var made = await rows.List<LedgerEntry, Balance>(all => all
            .GroupBy(x => new { x.MovementId, x.Currency })
            .Where(x => x.Sum(entry => entry.AmountMinor) != 0)
            .Select(x => new Balance { MovementId = x.Key.MovementId, Currency = x.Key.Currency, Minor = x.Sum(entry => entry.AmountMinor) }), cancellation);
        return made.Select(x => $"The ledger entries of {x.MovementId} sum to {x.Minor} {x.Currency} instead of 0.");
    }

    static Task<IReadOnlyList<TRow>> All<TRow>(IRowQueries rows, CancellationToken cancellation) where TRow : class, IVersionedRow =>
        rows.List<TRow, TRow>(all => all, cancellation);

    sealed class Balance
    {
        public Guid MovementId { get; init; }

        public string Currency { get; init; } = "";

        public long Minor { get; init; }
    }
}

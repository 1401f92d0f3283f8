using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Payments.CrossBorderPayment;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>What is true of money, whatever happened to a payment.</summary>
static class CrossBorderLaws
{
    public static async Task Hold(CrossBorderScenario scenario)
    {
        var entries = await scenario.Rows<LedgerEntry>();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        LedgerLaws.BalancesEqualEntries([.. await scenario.Rows<LedgerAccount>()], entries).ShouldBeTrue();

        var holds = await scenario.Rows<HeldCredit>();
        foreach (var account in await scenario.Rows<LedgerAccount>())
            account.ReservedMinor.ShouldBe(holds.Where(x => x.Account == account.Id && x.Status == HeldCreditStatus.Held).Sum(x => x.AmountMinor), account.Id);

        foreach (var payment in await scenario.Rows<CrossBorderPaymentState>())
            Holds(payment, [.. entries.Where(x => x.MovementId == payment.CorrelationId)]);
    }

    static void Holds(CrossBorderPaymentState payment, List<LedgerEntry> entries)
    {
        var told = $"{payment.CurrentState}: {string.Join(", ", entries.OrderBy(x => x.Id.Length).ThenBy(x => x.Id).Select(x => $"{x.Account} {x.AmountMinor} {x.Currency}"))}";
        var moved = entries.GroupBy(x => (x.Account, x.Currency))
            .Select(x => (x.Key.Account, x.Key.Currency, Sum: x.Sum(entry => entry.AmountMinor)))
            .Where(x => x.Sum != 0)
            .ToHashSet();

        if (payment.CurrentState == ProcessStates.Cancelled)
            moved.ShouldBeEmpty(told);
        if (payment.CurrentState == ProcessStates.Completed)
            moved.ShouldBe(
            [
                (Accounts.Held(payment.Payer.Account), payment.Currency, -payment.AmountMinor),
                (Accounts.Position(payment.Currency), payment.Currency, payment.AmountMinor),
                (Accounts.Position(payment.PayoutCurrency), payment.PayoutCurrency, -payment.PayoutMinor),
                (Accounts.Held(payment.Payee.Account), payment.PayoutCurrency, payment.PayoutMinor),
            ], ignoreOrder: true, told);
        if (payment.EndedAt != null)
            payment.Ledger.Lines.ShouldAllBe(x => x.Status != LineStatus.Asked && x.Status != LineStatus.Undoing, told);
    }
}

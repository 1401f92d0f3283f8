using SagaPlatform.Contracts;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Banking;

/// <summary>What is in the way of moving money on an account, in words; null when nothing is.</summary>
static class AccountRules
{
    const int NumberCharactersMax = 64;

    public static string? Problem(Guid payment, string? number, Money? amount) =>
        FieldRules.Id("PaymentId", payment)
        ?? FieldRules.Text("Account", number, NumberCharactersMax)
        ?? (amount == null ? "Amount is missing" : FieldRules.Between("Amount.AmountMinor", amount.AmountMinor, 1, long.MaxValue));

    public static string? Problem(LedgerAccount? account, string number, Money amount) => account switch
    {
        null => $"account {number} is unknown",
        { Closed: true } => $"account {number} is closed",
        _ when account.Currency != amount.Currency => $"account {number} is in {account.Currency}, not in {amount.Currency}",
        _ => null,
    };
}

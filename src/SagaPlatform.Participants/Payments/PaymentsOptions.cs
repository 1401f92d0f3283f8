using System.ComponentModel.DataAnnotations;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Payments;

/// <summary>Limits of the payments. Configuration section <c>Participants:Payments</c>.</summary>
public sealed class PaymentsOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Payments";

    /// <summary>The shortest run of digits that is taken for a card number.</summary>
    const int CardDigitsMin = 12;

    /// <summary>The largest charge, in minor units of its currency.</summary>
    [Range(1, 1_000_000_000_000_000)]
    public long AmountMinorMax { get; set; } = 100_000_000_000;

    /// <summary>Characters of a payment token.</summary>
    [Range(1, 1_024)]
    public int TokenCharactersMax { get; set; } = 128;

    /// <summary>What is wrong with a charge, naming the field but never showing the token; null when nothing is.</summary>
    public string? Problem(ChargePayment command) =>
        FieldRules.Id("OrderId", command.OrderId)
        ?? FieldRules.Id("CustomerId", command.CustomerId)
        ?? Problem(command.Amount)
        ?? FieldRules.Text("PaymentToken", command.PaymentToken, TokenCharactersMax)
        ?? (LooksLikeCardNumber(command.PaymentToken) ? "PaymentToken must be the provider's token, not a card number" : null);

    string? Problem(Money? amount) => amount == null
        ? "Amount is missing"
        : FieldRules.Between("Amount.AmountMinor", amount.AmountMinor, 1, AmountMinorMax)
            ?? (amount.Currency is { Length: 3 } code && code.All(char.IsAsciiLetterUpper)
                ? null
                : "Amount.Currency must be three capital letters (ISO 4217)");

    static bool LooksLikeCardNumber(string token) =>
        token.Count(char.IsAsciiDigit) >= CardDigitsMin && token.All(x => char.IsAsciiDigit(x) || x is ' ' or '-');
}

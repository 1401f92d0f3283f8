using SagaPlatform.Contracts;

namespace SagaPlatform.Participants.Exchange;

/// <summary>
/// Test data: amounts, in minor units of whatever currency the payer gives, at which the exchange keeps silent. It hears of no
/// account and no name, so an amount it is; any other amount is served.
/// </summary>
static class ExchangeTestData
{
    /// <summary>The answer to a request gets lost: the quote is offered, nothing is said.</summary>
    public const long SilentOffer = 99_999_901;

    /// <summary>The request gets lost: no quote is offered, nothing is said.</summary>
    public const long LostRequest = 99_999_902;

    /// <summary>The answer to a yes gets lost: the rate is fixed, nothing is said.</summary>
    public const long SilentAcceptance = 99_999_903;

    /// <summary>The answer of the conversion gets lost: the money is converted, nothing is said.</summary>
    public const long SilentConversion = 99_999_904;

    /// <summary>The command to convert gets lost: nothing is converted, nothing is said.</summary>
    public const long LostConversion = 99_999_905;

    public static bool LosesOffer(Money amount) => amount.AmountMinor == SilentOffer;

    public static bool LosesRequest(Money amount) => amount.AmountMinor == LostRequest;

    public static bool LosesAcceptance(Money amount) => amount.AmountMinor == SilentAcceptance;

    public static bool LosesConverted(Money amount) => amount.AmountMinor == SilentConversion;

    public static bool LosesConversion(Money amount) => amount.AmountMinor == LostConversion;
}

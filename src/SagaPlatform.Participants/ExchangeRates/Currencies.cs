namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>The currencies that the reference rates know, with the decimals of their minor units (ISO 4217).</summary>
public static class Currencies
{
    static readonly Dictionary<string, int> Decimals = new(StringComparer.Ordinal)
    {
        ["EUR"] = 2, ["USD"] = 2, ["GBP"] = 2, ["CHF"] = 2, ["SEK"] = 2, ["PLN"] = 2, ["CAD"] = 2, ["AUD"] = 2,
        ["INR"] = 2, ["JPY"] = 0, ["KRW"] = 0, ["KWD"] = 3, ["BHD"] = 3,
    };

    /// <summary>Every currency that is known.</summary>
    public static IReadOnlyCollection<string> All => Decimals.Keys;

    /// <summary>How many decimals the minor unit stands for: 2 for cents, 0 for yen, 3 for fils; null when the currency is unknown.</summary>
    public static int? MinorUnitDecimals(string? currency) =>
        currency != null && Decimals.TryGetValue(currency, out var decimals) ? decimals : null;
}

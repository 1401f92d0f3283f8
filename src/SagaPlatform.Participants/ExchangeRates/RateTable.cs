using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>Finds the rate of a pair at a moment: as noted, the other way round, or over <see cref="Pivot"/>.</summary>
public sealed class RateTable(IRowQueries rows)
{
    /// <summary>The currency over which pairs are converted that have no rate of their own.</summary>
    public const string Pivot = "EUR";

    /// <summary>What an amount is worth in another currency; null when no rate is known for that moment.</summary>
    /// <exception cref="OverflowException">The result does not fit into 63 bits.</exception>
    public async Task<Conversion?> Convert(Money from, string to, DateTimeOffset at, CancellationToken cancellation)
    {
        if (Currencies.MinorUnitDecimals(from.Currency) == null || Currencies.MinorUnitDecimals(to) == null)
            return null;
        string[] currencies = [from.Currency, to, Pivot];
        var valid = await rows.List<ExchangeRate, ExchangeRate>(all => all
            .Where(x => currencies.Contains(x.FromCurrency) && currencies.Contains(x.ToCurrency)
                && x.ValidFrom <= at && (x.ValidUntil == null || x.ValidUntil > at))
            .OrderByDescending(x => x.ValidFrom), cancellation);
        return Find(valid, from.Currency, to) is { } found ? Conversion.Of(from, to, found.Rate, found.Source) : null;
    }

    static (Rate Rate, string Source)? Find(IReadOnlyList<ExchangeRate> valid, string from, string to) =>
        from == to ? (new Rate(1, 1), "same currency")
        : Noted(valid, from, to) is { } direct ? direct
        : Noted(valid, from, Pivot) is { } first && Noted(valid, Pivot, to) is { } second
            ? (first.Rate.Times(second.Rate), first.Source == second.Source ? first.Source : $"{first.Source}, {second.Source}")
        : null;

    /// <summary>The latest of them.</summary>
    static (Rate Rate, string Source)? Noted(IReadOnlyList<ExchangeRate> valid, string from, string to) =>
        valid.FirstOrDefault(x => x.FromCurrency == from && x.ToCurrency == to) is { } there ? (there.Rate, there.Source)
        : valid.FirstOrDefault(x => x.FromCurrency == to && x.ToCurrency == from) is { } back ? (back.Rate.Inverse, back.Source)
        : null;
}

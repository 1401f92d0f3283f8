using System.Globalization;
using SagaPlatform.Contracts;

namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>An amount and what it is worth in another currency, to the minor unit.</summary>
/// <param name="From">What is given.</param>
/// <param name="To">What is got for it: rounded half to even, so that many conversions win and lose alike.</param>
/// <param name="Rate">Units of the currency got per unit of the currency given.</param>
/// <param name="Source">Who says that this is the rate.</param>
public sealed record Conversion(Money From, Money To, Rate Rate, string Source)
{
    /// <summary>Converts.</summary>
    /// <param name="from">What is given; at least 0.</param>
    /// <param name="to">The currency that is got.</param>
    /// <param name="rate">Units of the currency got per unit of the currency given.</param>
    /// <param name="source">Who says that this is the rate.</param>
    /// <exception cref="ArgumentException">A currency is unknown, or the amount negative.</exception>
    /// <exception cref="OverflowException">The result does not fit into 63 bits.</exception>
    public static Conversion Of(Money from, string to, Rate rate, string source)
    {
        if (from.AmountMinor < 0)
            throw new ArgumentException($"{from.AmountMinor} {from.Currency} is negative.", nameof(from));
        var shift = DecimalsOf(to) - DecimalsOf(from.Currency);
        var numerator = (Int128)from.AmountMinor * rate.Numerator * (shift > 0 ? PowerOfTen(shift) : 1);
        var denominator = (Int128)rate.Denominator * (shift < 0 ? PowerOfTen(-shift) : 1);
        return new Conversion(from, new Money(checked((long)HalfToEven(numerator, denominator)), to), rate, source);
    }

    /// <summary>As people read it.</summary>
    public override string ToString() => string.Create(CultureInfo.InvariantCulture,
        $"{From.AmountMinor} {From.Currency} = {To.AmountMinor} {To.Currency} at {Rate} ({Source})");

    static int DecimalsOf(string currency) => Currencies.MinorUnitDecimals(currency)
        ?? throw new ArgumentException($"{currency} is no currency that can be converted.", nameof(currency));

    static Int128 HalfToEven(Int128 numerator, Int128 denominator)
    {
        var (whole, rest) = Int128.DivRem(numerator, denominator);
        var half = (rest * 2).CompareTo(denominator);
        return half > 0 || (half == 0 && Int128.IsOddInteger(whole)) ? whole + 1 : whole;
    }

    static Int128 PowerOfTen(int exponent) => exponent == 0 ? 1 : 10 * PowerOfTen(exponent - 1);
}

using System.Globalization;

namespace SagaPlatform.Participants.ExchangeRates;

/// <summary>What one unit of a currency is worth in another, as an exact fraction in lowest terms: never a float.</summary>
public sealed record Rate
{
    /// <summary>A rate.</summary>
    /// <param name="numerator">More than 0.</param>
    /// <param name="denominator">More than 0.</param>
    /// <exception cref="ArgumentOutOfRangeException">One of them is not more than 0.</exception>
    public Rate(long numerator, long denominator)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(numerator);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(denominator);
        var common = CommonDivisor(numerator, denominator);
        (Numerator, Denominator) = ((long)(numerator / common), (long)(denominator / common));
    }

    /// <summary>Above the line.</summary>
    public long Numerator { get; }

    /// <summary>Below the line.</summary>
    public long Denominator { get; }

    /// <summary>The rate of the way back.</summary>
    public Rate Inverse => new(Denominator, Numerator);

    /// <summary>The rate over a third currency.</summary>
    /// <exception cref="OverflowException">The exact product needs more than 63 bits.</exception>
    public Rate Times(Rate other)
    {
        var numerator = (Int128)Numerator * other.Numerator;
        var denominator = (Int128)Denominator * other.Denominator;
        var common = CommonDivisor(numerator, denominator);
        return new Rate(checked((long)(numerator / common)), checked((long)(denominator / common)));
    }

    /// <summary>As people read it: the fraction, and about how much that is.</summary>
    public override string ToString() =>
        string.Create(CultureInfo.InvariantCulture, $"{Numerator}/{Denominator} ({(decimal)Numerator / Denominator:0.######})");

    static Int128 CommonDivisor(Int128 a, Int128 b) => b == 0 ? a : CommonDivisor(b, a % b);
}

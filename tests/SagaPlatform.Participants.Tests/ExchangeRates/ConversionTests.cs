using SagaPlatform.Contracts;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Participants.Tests.ExchangeRates;

public sealed class ConversionTests
{
    [Theory]
    [InlineData(10_000, "EUR", "USD", 10_850, 10_000, 10_850)] // the same decimals
    [InlineData(10_000, "EUR", "JPY", 1_625_000, 10_000, 16_250)] // 100 EUR are 16,250 yen, which have no decimals
    [InlineData(16_250, "JPY", "EUR", 10_000, 1_625_000, 10_000)] // and back
    [InlineData(10_000, "EUR", "KWD", 3_340, 10_000, 33_400)] // 100 EUR are 33.400 dinar, which have three
    [InlineData(33_400, "KWD", "EUR", 10_000, 3_340, 10_000)]
    [InlineData(1_000, "JPY", "KWD", 2, 1_000, 2_000)] // from none to three
    [InlineData(0, "EUR", "USD", 10_850, 10_000, 0)]
    public void An_amount_is_worth_what_the_rate_says_in_minor_units_of_each_currency(
        long given, string from, string to, long numerator, long denominator, long got)
    {
        var conversion = Conversion.Of(new Money(given, from), to, new Rate(numerator, denominator), "the market");

        conversion.To.ShouldBe(new Money(got, to));
        conversion.From.ShouldBe(new Money(given, from));
        conversion.Source.ShouldBe("the market");
    }

    [Theory]
    [InlineData(1, 0)] // 0.5 to the even 0
    [InlineData(3, 2)] // 1.5 to the even 2
    [InlineData(5, 2)] // 2.5 to the even 2
    [InlineData(7, 4)] // 3.5 to the even 4
    public void A_half_is_rounded_to_the_even_neighbour(long given, long got) =>
        Conversion.Of(new Money(given, "EUR"), "USD", new Rate(1, 2), "s").To.AmountMinor.ShouldBe(got);

    [Theory]
    [InlineData(1, 3, 0)] // 0.33
    [InlineData(2, 3, 1)] // 0.67
    [InlineData(3, 3, 1)]
    [InlineData(4, 3, 1)] // 1.33
    public void Anything_else_is_rounded_to_the_nearest(long given, long third, long got) =>
        Conversion.Of(new Money(given, "EUR"), "USD", new Rate(1, third), "s").To.AmountMinor.ShouldBe(got);

    [Fact]
    public void There_and_back_again_loses_at_most_the_rounding()
    {
        var rate = new Rate(10_850, 10_000);
        for (var cents = 1L; cents < 2_000; cents++)
        {
            var there = Conversion.Of(new Money(cents, "EUR"), "USD", rate, "s").To;
            var back = Conversion.Of(there, "EUR", rate.Inverse, "s").To;
            Math.Abs(back.AmountMinor - cents).ShouldBeLessThanOrEqualTo(1);
        }
    }

    [Fact]
    public void The_largest_amounts_are_exact_and_what_does_not_fit_is_refused()
    {
        Conversion.Of(new Money(long.MaxValue, "EUR"), "USD", new Rate(long.MaxValue, long.MaxValue), "s").To.AmountMinor.ShouldBe(long.MaxValue);
        Should.Throw<OverflowException>(() => Conversion.Of(new Money(long.MaxValue, "EUR"), "USD", new Rate(2, 1), "s"));
    }

    [Fact]
    public void What_is_unknown_or_negative_is_not_converted()
    {
        Should.Throw<ArgumentException>(() => Conversion.Of(new Money(1, "EUR"), "XXX", new Rate(1, 1), "s")).Message.ShouldContain("XXX");
        Should.Throw<ArgumentException>(() => Conversion.Of(new Money(1, "XXX"), "EUR", new Rate(1, 1), "s")).Message.ShouldContain("XXX");
        Should.Throw<ArgumentException>(() => Conversion.Of(new Money(-1, "EUR"), "USD", new Rate(1, 1), "s"));
        Should.Throw<ArgumentException>(() => new Rate(0, 1));
        Should.Throw<ArgumentException>(() => new Rate(1, -1));
    }
}

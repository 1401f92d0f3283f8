using System.Globalization;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Participants.PaymentRouting;

/// <summary>Fixes the rate of a payment, once: the first answer holds, whatever the rates do meanwhile.</summary>
public sealed class ConversionHandler(IRows rows, RateTable rates, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ConvertPayment>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ConvertPayment command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.PaymentRouting, "conversion", command.PaymentId),
        () => Convert(command, cancellation),
        reason => new ConversionRefused(command.PaymentId, reason));

    async Task<Outcome> Convert(ConvertPayment command, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        if (await Worth(command, now, cancellation) is not { } conversion)
            return Refused(command, $"there is no rate from {command.Amount.Currency} to {command.SettlementCurrency}");
        if (conversion.To.AmountMinor == 0)
            return Refused(command, $"{command.Amount.AmountMinor} {command.Amount.Currency} is nothing in {command.SettlementCurrency}");

        rows.Add(new PaymentConversion
        {
            PaymentId = command.PaymentId,
            FromMinor = conversion.From.AmountMinor,
            FromCurrency = conversion.From.Currency,
            ToMinor = conversion.To.AmountMinor,
            ToCurrency = conversion.To.Currency,
            RateNumerator = conversion.Rate.Numerator,
            RateDenominator = conversion.Rate.Denominator,
            Source = conversion.Source,
            Rounding = PaymentConversion.HalfToEven,
            At = now,
        });
        return Outcome.Done(new PaymentConverted(
            command.PaymentId, conversion.To, Fraction(conversion.Rate), conversion.Source, PaymentConversion.HalfToEven));
    }

    async Task<Conversion?> Worth(ConvertPayment command, DateTimeOffset at, CancellationToken cancellation)
    {
        try
        {
            return await rates.Convert(command.Amount, command.SettlementCurrency, at, cancellation);
        }
        catch (OverflowException)
        {
            return null; // more than any currency has of minor units
        }
    }

    static string Fraction(Rate rate) => string.Create(CultureInfo.InvariantCulture, $"{rate.Numerator}/{rate.Denominator}");

    static Outcome Refused(ConvertPayment command, string reason) => Outcome.Refused(new ConversionRefused(command.PaymentId, reason));
}

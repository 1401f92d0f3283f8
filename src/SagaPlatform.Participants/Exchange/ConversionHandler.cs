using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Exchange;

/// <summary>Converts the money of a payment once, at the accepted rate, through the position of each currency; and back at the same rate.</summary>
public sealed class ConversionHandler(IRows rows, GeneralLedger ledger, Engagements engagements) :
    ICommandHandler<ConvertFunds>,
    ICommandHandler<ReverseConversion>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ConvertFunds command, CancellationToken cancellation) => engagements.Do(
        Key(command.PaymentId),
        () => Convert(command.PaymentId),
        reason => new FundsConversionRefused(command.PaymentId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReverseConversion command, CancellationToken cancellation) => engagements.Undo(
        Key(command.PaymentId),
        () => ledger.Reverse(command.PaymentId, CrossBorderEntries.OfConversion, CrossBorderEntries.Conversion, CrossBorderEntries.ConversionReversal),
        new ConversionReversed(command.PaymentId));

    async Task<Outcome> Convert(Guid payment)
    {
        if (await rows.Find<FxQuote>(payment) is not { Status: FxQuoteStatus.Accepted } quote)
            return Outcome.Refused(new FundsConversionRefused(payment, "no quote was accepted"));
        if (ExchangeTestData.LosesConversion(quote.Amount))
            return Outcome.Ignored;
        // Only money that is on its way is converted: what was never taken, or was given back, is not there.
        if (!await CrossBorderEntries.IsOnItsWay(rows, payment))
            return Outcome.Refused(new FundsConversionRefused(payment, "no money is on its way"));

        await ledger.Post(Movement.Conversion(payment, CrossBorderEntries.Conversion,
            CrossBorderEntries.Transit, quote.Amount, CrossBorderEntries.Transit, quote.Payout));
        return ExchangeTestData.LosesConverted(quote.Amount)
            ? Outcome.DoneSilently
            : Outcome.Done(new FundsConverted(payment, quote.Payout));
    }

    static string Key(Guid payment) => Engagement.KeyOf(Queues.Exchange, "conversion", payment);
}

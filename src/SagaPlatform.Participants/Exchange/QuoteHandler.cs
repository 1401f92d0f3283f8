using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;

namespace SagaPlatform.Participants.Exchange;

/// <summary>Offers quotes, and fixes the rate of one that is accepted in time: it alone judges, by its own clock.</summary>
/// <remarks>Not an engagement: asking again is how a new quote is got. The row says what was offered, so a repeat is answered alike while it is valid.</remarks>
public sealed class QuoteHandler(IRows rows, RateTable rates, IOptions<ExchangeOptions> options, TimeProvider clock) :
    ICommandHandler<RequestQuote>,
    ICommandHandler<AcceptQuote>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(RequestQuote command, CancellationToken cancellation)
    {
        if (Problem(command) is { } problem)
            return Answer.With(new QuoteUnavailable(command.PaymentId, problem));
        if (ExchangeTestData.LosesRequest(command.Amount))
            return Answer.None;
        var known = await rows.Find<FxQuote>(command.PaymentId);
        if (known is { Status: FxQuoteStatus.Accepted } || known?.IsOpen(clock.GetUtcNow()) == true)
            return Offered(known);

        var conversion = await rates.Convert(command.Amount, command.PayoutCurrency, clock.GetUtcNow(), cancellation);
        if (conversion is not { To.AmountMinor: > 0 })
            return Answer.With(new QuoteUnavailable(command.PaymentId, conversion == null
                ? $"there is no rate from {command.Amount.Currency} to {command.PayoutCurrency}"
                : $"{command.Amount.AmountMinor} {command.Amount.Currency} are worth nothing in {command.PayoutCurrency}"));
        return Offered(Offer(known, command.PaymentId, conversion));
    }

    /// <inheritdoc />
    public async Task<Answer> Handle(AcceptQuote command, CancellationToken cancellation)
    {
        var quote = await rows.Find<FxQuote>(command.PaymentId);
        if (quote == null || quote.Round != command.Round)
            return Expired(command);
        if (quote.Status == FxQuoteStatus.Accepted)
            return Accepted(quote);
        if (!quote.IsOpen(clock.GetUtcNow()))
            return Expired(command);
        quote.Status = FxQuoteStatus.Accepted;
        rows.Change(quote);
        return Accepted(quote);
    }

    FxQuote Offer(FxQuote? known, Guid payment, Conversion conversion)
    {
        var quote = known ?? new FxQuote { PaymentId = payment };
        quote.Offer(conversion, clock.GetUtcNow() + options.Value.QuoteValidFor);
        if (known == null)
            rows.Add(quote);
        else
            rows.Change(quote);
        return quote;
    }

    static string? Problem(RequestQuote command) =>
        FieldRules.Id("PaymentId", command.PaymentId)
        ?? (command.Amount == null ? "Amount is missing" : null)
        ?? FieldRules.Between("Amount.AmountMinor", command.Amount!.AmountMinor, 1, 100_000_000_000_000)
        ?? FieldRules.Text("PayoutCurrency", command.PayoutCurrency, 3);

    static Answer Offered(FxQuote x) => ExchangeTestData.LosesOffer(x.Amount)
        ? Answer.None
        : Answer.With(new QuoteOffered(x.PaymentId, x.Round, x.Payout, x.Rate.ToString(), x.RateSource, x.ValidUntil));

    static Answer Accepted(FxQuote x) => ExchangeTestData.LosesAcceptance(x.Amount)
        ? Answer.None
        : Answer.With(new QuoteAccepted(x.PaymentId, x.Round, x.Payout));

    static Answer Expired(AcceptQuote x) => Answer.With(new QuoteExpired(x.PaymentId, x.Round));
}

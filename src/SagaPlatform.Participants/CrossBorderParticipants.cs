using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Compliance;
using SagaPlatform.Participants.Exchange;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>Compliance, the exchange and the ledger's accounts: the services behind a cross-border payment.</summary>
static class CrossBorderParticipants
{
    public static IServiceCollection AddCrossBorderParticipants(this IServiceCollection services)
    {
        services.AddLimits<ExchangeOptions>(ExchangeOptions.Section);
        services.AddSingleton<ISeed, SanctionsSeed>();
        return services.AddSingleton<ISeed, AccountSeed>();
    }

    public static IBusRegistrationConfigurator AddCrossBorderParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Compliance, compliance => compliance
            .Handles<ScreenParties, ScreeningHandler>()
            .Handles<ReviewHits, HitsReviewHandler>()
            .Handles<WithdrawHitsReview, HitsReviewHandler>())
        .AddParticipant(Queues.Exchange, exchange => exchange
            .Handles<RequestQuote, QuoteHandler>()
            .Handles<AcceptQuote, QuoteHandler>()
            .Handles<ConvertFunds, ConversionHandler>()
            .Handles<ReverseConversion, ConversionHandler>())
        .AddParticipant(Queues.Ledger, ledger => ledger
            .Handles<DebitPayer, DebitHandler>()
            .Handles<ReversePayerDebit, DebitHandler>()
            .Handles<CreditPayee, CreditHandler>()
            .Handles<ReversePayeeCredit, CreditHandler>()
            .Handles<SettleCrossBorderPayment, CreditHandler>());
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Securities;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>Custody of securities and the money paid for them: the services behind a clearing.</summary>
static class SecuritiesParticipants
{
    public static IServiceCollection AddSecuritiesParticipants(this IServiceCollection services) => services.AddSingleton<ISeed, SecuritySeed>();

    public static IBusRegistrationConfigurator AddSecuritiesParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Securities, securities => securities
            .Handles<DeliverSecurities, DeliveryHandler>()
            .Handles<ReturnSecurities, DeliveryHandler>()
            .Handles<PayFunds, CashLegHandler>()
            .Handles<ReturnFunds, CashLegHandler>()
            .Handles<FinaliseSettlement, FinalityHandler>());
}

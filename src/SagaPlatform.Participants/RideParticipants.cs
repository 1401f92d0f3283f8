using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Fares;
using SagaPlatform.Participants.Pricing;
using SagaPlatform.Participants.RideMonitoring;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>Drivers, prices, monitoring and fares: the services behind rides.</summary>
static class RideParticipants
{
    public static IServiceCollection AddRideParticipants(this IServiceCollection services)
    {
        services.AddLimits<DriversOptions>(DriversOptions.Section);
        services.AddSingleton<ISeed, DriverSeed>();
        services.AddSingleton<ISeed, TariffSeed>();
        return services;
    }

    public static IBusRegistrationConfigurator AddRideParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Drivers, drivers => drivers
            .Handles<SearchDrivers, DriversHandler>()
            .Handles<OfferRide, DriversHandler>()
            .Handles<ReleaseDriver, DriversHandler>()
            .Handles<DispatchDriver, DriversHandler>()
            .Handles<FreeDriver, DriversHandler>())
        .AddParticipant(Queues.Pricing, pricing => pricing
            .Handles<QuoteRide, PricingHandler>())
        .AddParticipant(Queues.RideMonitoring, monitoring => monitoring
            .Handles<CheckPickUp, MonitoringHandler>()
            .Handles<CheckRide, MonitoringHandler>()
            .Handles<EscalateAlert, MonitoringHandler>())
        .AddParticipant(Queues.Payments, payments => payments
            .Handles<ChargeFare, FareHandler>()
            .Handles<SettleCancellation, FareHandler>());
}

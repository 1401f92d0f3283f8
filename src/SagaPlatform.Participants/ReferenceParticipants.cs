using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Participants.ExchangeRates;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>The services behind the sagas, as the platform brings them along: all of them, or none.</summary>
public static class ReferenceParticipants
{
    /// <summary>Adds their tables, their limits (configuration sections <c>Participants:*</c>) and their test data.</summary>
    /// <remarks>
    /// Hosted services start in the order they are added: add this after the migrations and before the bus, so that the
    /// first order finds its stock.
    /// </remarks>
    public static IServiceCollection AddParticipants(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRows(model => model.ApplyConfigurationsFromAssembly(typeof(ReferenceParticipants).Assembly));
        services.AddRows(model => model.ApplyConfiguration(new EngagementMapping()));
        services.AddMigrations(typeof(ReferenceParticipants).Assembly, "participants");

        services.AddLimits<SeedingOptions>(SeedingOptions.Section);
        services.TryAddScoped<GeneralLedger>();
        services.TryAddSingleton<RateTable>();
        services.AddSingleton<ISeed, RateSeed>();
        return services
            .AddOrderParticipants()
            .AddRideParticipants()
            .AddPaymentParticipants()
            .AddChainParticipants()
            .AddCrossBorderParticipants()
            .AddClaimParticipants()
            .AddSecuritiesParticipants()
            .AddSupplyChainParticipants()
            .AddHostedService<TestDataSeeding>();
    }

    /// <summary>Puts them on the bus, one queue each. Needs <see cref="AddParticipants"/>.</summary>
    public static IBusRegistrationConfigurator AddReferenceParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddOrderParticipants()
        .AddRideParticipants()
        .AddPaymentParticipants()
        .AddChainParticipants()
        .AddCrossBorderParticipants()
        .AddClaimParticipants()
        .AddSecuritiesParticipants()
        .AddSupplyChainParticipants();
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Participants.ExchangeRates;
using SagaPlatform.Participants.Laws;
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
        services.AddParticipantRows();
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

    /// <summary>
    /// Adds their rows and laws, so that a process can check them (<c>GET /invariants</c>) whether it runs them or not.
    /// <see cref="AddParticipants"/> has the rows too.
    /// </summary>
    public static IServiceCollection AddParticipantInvariants(this IServiceCollection services) =>
        services.AddParticipantRows().AddParticipantLaws();

    static IServiceCollection AddParticipantRows(this IServiceCollection services)
    {
        if (services.Any(x => ReferenceEquals(x.ImplementationInstance, Rows)))
            return services;
        return services.AddSingleton(Rows);
    }

    /// <summary>Once per process: the instance is how a second adding is known.</summary>
    static readonly RowModelContribution Rows = new(model =>
    {
        model.ApplyConfigurationsFromAssembly(typeof(ReferenceParticipants).Assembly);
        model.ApplyConfiguration(new EngagementMapping());
    });

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

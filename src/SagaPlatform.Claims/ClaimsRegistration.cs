using FluentValidation;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;

namespace SagaPlatform.Claims;

/// <summary>The family of claim sagas.</summary>
public static class ClaimsRegistration
{
    /// <summary>Rows, limits, rules, migrations, laws and the desks of the people who decide.</summary>
    public static IServiceCollection AddClaims(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(ClaimStateMapping.Map);
        services.AddMigrations(typeof(ClaimsRegistration).Assembly, "claims");
        services.AddLimits<ClaimOptions>(configuration, "Claims:Claim");
        services.AddSingleton<IValidator<FileClaim>, FileClaimValidator>();
        services.AddSingleton<IValidator<ProvideDocuments>, ProvideDocumentsValidator>();
        services.AddSingleton<IValidator<AppealClaim>, AppealClaimValidator>();
        services.AddSingleton<IValidator<WithdrawClaim>, WithdrawClaimValidator>();
        services.AddSingleton<IValidator<RuleClaim>, RuleClaimValidator>();
        services.AddSingleton<IInvariant, ClaimLaws>();
        return services.AddClaimDesks();
    }

    /// <summary>The machines.</summary>
    public static void AddClaimSagas(this IBusRegistrationConfigurator bus) =>
        bus.AddSaga<ClaimStateMachine, ClaimState>(Queues.Claim);

    /// <summary>The HTTP endpoints.</summary>
    public static void MapClaimEndpoints(this IEndpointRouteBuilder routes) => routes.MapClaims();
}

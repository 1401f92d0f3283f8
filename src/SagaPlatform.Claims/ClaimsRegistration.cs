using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SagaPlatform.Claims;

/// <summary>The family of claim sagas.</summary>
public static class ClaimsRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddClaims(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services;
    }

    /// <summary>The machines.</summary>
    public static void AddClaimSagas(this IBusRegistrationConfigurator bus) => _ = bus;

    /// <summary>The HTTP endpoints.</summary>
    public static void MapClaimEndpoints(this IEndpointRouteBuilder routes) => _ = routes;
}

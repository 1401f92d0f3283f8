using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SagaPlatform.SupplyChain;

/// <summary>The family of supply chain sagas.</summary>
public static class SupplyChainRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddSupplyChain(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services;
    }

    /// <summary>The machines.</summary>
    public static void AddSupplyChainSagas(this IBusRegistrationConfigurator bus) => _ = bus;

    /// <summary>The HTTP endpoints.</summary>
    public static void MapSupplyChainEndpoints(this IEndpointRouteBuilder routes) => _ = routes;
}

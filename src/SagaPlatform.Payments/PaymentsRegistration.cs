using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;

namespace SagaPlatform.Payments;

/// <summary>The family of payment sagas.</summary>
public static class PaymentsRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        _ = configuration;
        return services;
    }

    /// <summary>The machines.</summary>
    public static void AddPaymentSagas(this IBusRegistrationConfigurator bus) => _ = bus;

    /// <summary>The HTTP endpoints.</summary>
    public static void MapPaymentEndpoints(this IEndpointRouteBuilder routes) => _ = routes;
}

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.OperatorConsole.Invariants;
using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.OperatorConsole.RateLimits;
using SagaPlatform.OperatorConsole.Sagas;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.OperatorConsole.WorkItems;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.OperatorConsole;

/// <summary>Puts the operator's API into a host.</summary>
public static class ConsoleRegistration
{
    /// <summary>
    /// Adds what the console needs besides the platform and a store: its health checks, its gauges, problem details, and
    /// enums written as words in every JSON answer of the host.
    /// </summary>
    /// <remarks>Limits come from the configuration sections <c>Health</c> and <c>Gauges</c>, checked at start.</remarks>
    public static IServiceCollection AddOperatorConsole(this IServiceCollection services)
    {
        services.AddLimits<HealthOptions>("Health");
        services.AddLimits<GaugeOptions>("Gauges");
        services.AddHostedService<PlatformGauges>();

        services.AddProblemDetails();
        services.AddExceptionHandler<OutageAnswer>();
        services.ConfigureHttpJsonOptions(x => x.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.AddSingleton<MachineCatalogue>();
        services.AddPlatformHealth();
        return services;
    }

    /// <summary>Maps the health endpoints only, for a process that serves no API; <see cref="MapOperatorConsole"/> has them too.</summary>
    public static IEndpointRouteBuilder MapPlatformHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        return app;
    }

    /// <summary>
    /// Maps every endpoint of the console. Also answers every error of the host, unknown paths included, with a problem
    /// (RFC 9457) that shows no stack trace, and sets the security headers of its answers.
    /// </summary>
    public static WebApplication MapOperatorConsole(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = x => StoreOutage.Is(x.Exception) }); // it says so itself, in a line
        app.UseStatusCodePages();

        app.MapPlatformHealth();
        app.MapSagas();
        app.MapMachines();
        app.MapWorkItems();
        app.MapRateLimits();
        app.MapInvariants();
        return app;
    }
}

using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.OperatorConsole.Access;
using SagaPlatform.OperatorConsole.Actions;
using SagaPlatform.OperatorConsole.Audit;
using SagaPlatform.OperatorConsole.FailedMessages;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.OperatorConsole.Invariants;
using SagaPlatform.OperatorConsole.Live;
using SagaPlatform.OperatorConsole.Machines;
using SagaPlatform.OperatorConsole.Metrics;
using SagaPlatform.OperatorConsole.Overview;
using SagaPlatform.OperatorConsole.Page;
using SagaPlatform.OperatorConsole.RateLimits;
using SagaPlatform.OperatorConsole.Runs;
using SagaPlatform.OperatorConsole.Sagas;
using SagaPlatform.OperatorConsole.Timeouts;
using SagaPlatform.OperatorConsole.Web;
using SagaPlatform.OperatorConsole.WorkItems;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations;
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
        services.AddLimits<OverviewOptions>("Overview");
        services.AddHostedService<PlatformGauges>();

        services.AddProblemDetails();
        services.AddExceptionHandler<OutageAnswer>();
        services.ConfigureHttpJsonOptions(x => x.SerializerOptions.Converters.Add(new JsonStringEnumConverter()));
        services.AddSingleton<MachineCatalogue>();
        services.AddSingleton<SagaQuery>();
        services.AddSingleton<SagaDesk>();
        services.AddSingleton<RelatedSagas>();
        services.AddSingleton<OverviewSampler>();
        services.AddSingleton<OverviewDesk>();
        services.AddSingleton<MetricsText>();
        services.AddHostedService(x => x.GetRequiredService<MetricsText>());
        services.AddAccess();
        services.AddPlatformHealth();
        return services;
    }

    /// <summary>
    /// Adds what serves operators and so belongs to a process with an API only: the look at the store for everybody who watches, bulk
    /// runs, and the refusal to listen to the world without a key.
    /// </summary>
    public static IServiceCollection AddConsoleServices(this IServiceCollection services)
    {
        services.AddHostedService<AccessStart>();
        services.AddHostedService(x => x.GetRequiredService<OverviewSampler>());
        services.AddHostedService<OperationGauges>();
        services.AddBulkRunner();
        return services;
    }

    /// <summary>Maps health and metrics only, for a process that serves no API; <see cref="MapOperatorConsole"/> has them too.</summary>
    public static IEndpointRouteBuilder MapPlatformHealth(this IEndpointRouteBuilder app)
    {
        app.MapHealth();
        app.MapMetrics();
        return app;
    }

    /// <summary>
    /// Maps every endpoint of the console, and its page. Also answers every error of the host, unknown paths included, with a problem
    /// (RFC 9457) that shows no stack trace, and sets the security headers of its answers.
    /// </summary>
    public static WebApplication MapOperatorConsole(this WebApplication app)
    {
        app.UseSecurityHeaders();
        app.UseExceptionHandler(new ExceptionHandlerOptions { SuppressDiagnosticsCallback = x => StoreOutage.Is(x.Exception) }); // it says so itself, in a line
        app.UseStatusCodePages();
        app.UseAccess();

        app.MapPlatformHealth();
        app.MapOperatorPage();
        var api = app.MapGroup(ConsolePath.Api);
        api.MapAccess();
        api.MapOverview();
        api.MapSagas();
        api.MapActions();
        api.MapTimeouts();
        api.MapFailedMessages();
        api.MapRuns();
        api.MapAudit();
        api.MapStream();
        api.MapMachines();
        api.MapWorkItems();
        api.MapRateLimits();
        api.MapInvariants();
        return app;
    }
}

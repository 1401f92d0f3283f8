using System.Text.Json.Serialization;
using SagaPlatform.Claims;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Host.Bus;
using SagaPlatform.Host.Health;
using SagaPlatform.Host.Settings;
using SagaPlatform.Host.Telemetry;
using SagaPlatform.OperatorConsole;
using SagaPlatform.Orders;
using SagaPlatform.Participants;
using SagaPlatform.Participants.SupplyChainSeed;
using SagaPlatform.Payments;
using SagaPlatform.SupplyChain;

namespace SagaPlatform.Host;

/// <summary>The composition root: what kind of process this is, and what is in it.</summary>
public static class PlatformHost
{
    const string DefaultUrl = "http://127.0.0.1:8080";

    /// <summary>Runs until it is told to stop.</summary>
    /// <returns>The exit code: 0, or <see cref="HealthWatch.CannotHeal"/>.</returns>
    public static async Task<int> Run(string[] args)
    {
        var app = Build(args);
        var end = app.Services.GetService<ProcessEnd>(); // gone with the container when the run is over
        await app.RunAsync();
        return end?.ExitCode ?? 0;
    }

    /// <summary>Builds the process without starting it.</summary>
    /// <exception cref="SettingsException">A setting is missing or wrong.</exception>
    public static WebApplication Build(string[] args)
    {
        // The settings lie beside the program, wherever it is started from.
        var builder = WebApplication.CreateBuilder(new WebApplicationOptions { Args = args, ContentRootPath = AppContext.BaseDirectory });
        var settings = HostSettings.Read(builder.Configuration);
        if (string.IsNullOrWhiteSpace(builder.Configuration["urls"]))
            builder.WebHost.UseUrls(DefaultUrl);
        // A request becomes a message, so it may be as large.
        var requestBytesMax = builder.Configuration.Limits<OutboxOptions>("Outbox").MessageBytesMax;
        builder.WebHost.ConfigureKestrel(x => (x.AddServerHeader, x.Limits.MaxRequestBodySize) = (false, requestBytesMax));
        builder.AddLogs();
        AddServices(builder.Services, builder.Configuration, settings);

        var app = builder.Build();
        MapEndpoints(app, settings);
        app.Lifetime.ApplicationStarted.Register(() => Banner.Print(app, settings));
        return app;
    }

    static void AddServices(IServiceCollection services, IConfiguration configuration, HostSettings settings)
    {
        services.AddTelemetry(configuration);
        services.AddSagaPlatform(configuration);
        if (settings.Embedded)
            services.AddMemoryStore();
        else
            services.AddPostgreSqlStore(x => x.ConnectionString = settings.PostgreSql!);
        services.AddOrders(configuration);
        services.AddPayments(configuration);
        services.AddClaims(configuration);
        services.AddSupplyChain(configuration);
        if (settings.RunsParticipants)
            services.AddParticipants();
        if (settings.ServesApi)
            services.AddParticipantInvariants();
        services.PostConfigure<SupplyChainSeedOptions>(x => x.SeedAtStart &= settings.Embedded); // PostgreSQL is loaded once, by the command seed
        services.PostConfigure<TimeoutOptions>(x => x.RingHere &= settings.RunsSagas);
        if (settings.RunsSagas)
            services.AddPlatformClock(configuration.Limits<TimeoutOptions>("Timeouts"), settings.Embedded ? null : settings.PostgreSql);
        services.AddBus(configuration, settings);
        services.AddOperatorConsole();
        if (!settings.Embedded)
            services.AddServiceHealth(settings);
        if (settings.ServesApi)
            services.AddConsoleServices();
        var adminKey = AdminKey.Read(configuration);
        services.PostConfigure<AccessOptions>(x => x.AdminKey = adminKey ?? x.AdminKey);
        services.PostConfigure<VersionGuardOptions>(x => x.LookHere &= settings.RunsSagas);

        services.AddOpenApi();
        services.ConfigureHttpJsonOptions(x => x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull);
    }

    static void MapEndpoints(WebApplication app, HostSettings settings)
    {
        if (!settings.ServesApi)
        {
            app.MapPlatformHealth();
            return;
        }

        app.MapOperatorConsole();
        app.MapOpenApi();
        app.MapOrderEndpoints();
        app.MapPaymentEndpoints();
        app.MapClaimEndpoints();
        app.MapSupplyChainEndpoints();
    }
}

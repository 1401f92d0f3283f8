using OpenTelemetry;
using OpenTelemetry.Metrics;
using OpenTelemetry.Resources;
using OpenTelemetry.Trace;
using SagaPlatform.Core.Telemetry;
using Serilog;

namespace SagaPlatform.Host.Telemetry;

/// <summary>Logs always; traces and metrics when <c>OTEL_EXPORTER_OTLP_ENDPOINT</c> says where to.</summary>
static class TelemetryRegistration
{
    const string Template = "{Timestamp:HH:mm:ss.fff} {Level:u3} {Message:lj} {Properties}{NewLine}{Exception}";

    public static void AddLogs(this WebApplicationBuilder builder)
    {
        var logger = new LoggerConfiguration()
            .MinimumLevel.Information()
            .MinimumLevel.Override("Microsoft", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("Quartz", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit", Serilog.Events.LogEventLevel.Warning)
            .MinimumLevel.Override("MassTransit.ReceiveTransport", Serilog.Events.LogEventLevel.Fatal) // faults are logged once, by our observer
            .ReadFrom.Configuration(builder.Configuration)
            .Enrich.FromLogContext()
            .WriteTo.Console(outputTemplate: Template, formatProvider: null)
            .CreateLogger();
        builder.Logging.ClearProviders().AddSerilog(logger, dispose: true);
    }

    public static void AddTelemetry(this IServiceCollection services, IConfiguration configuration)
    {
        if (string.IsNullOrWhiteSpace(configuration["OTEL_EXPORTER_OTLP_ENDPOINT"]))
            return;
        services.AddHostedService(_ => new OtlpExport());
    }

    /// <summary>No instrumentation packages: the parts emit by themselves, we subscribe by name.</summary>
    sealed class OtlpExport : IHostedService
    {
        static readonly string[] Names =
            [PlatformMeter.Name, "MassTransit", "Npgsql", "Microsoft.AspNetCore", "Microsoft.AspNetCore.Hosting", "System.Runtime"];

        TracerProvider? _traces;
        MeterProvider? _metrics;

        public Task StartAsync(CancellationToken cancellationToken)
        {
            var resource = ResourceBuilder.CreateDefault().AddService(
                Environment.GetEnvironmentVariable("OTEL_SERVICE_NAME") ?? "saga-platform", serviceInstanceId: $"{Environment.MachineName}-{Environment.ProcessId}");
            _traces = Sdk.CreateTracerProviderBuilder().SetResourceBuilder(resource).AddSource(Names).AddOtlpExporter().Build();
            _metrics = Sdk.CreateMeterProviderBuilder().SetResourceBuilder(resource).AddMeter(Names).AddOtlpExporter().Build();
            return Task.CompletedTask;
        }

        public Task StopAsync(CancellationToken cancellationToken)
        {
            _traces?.Dispose();
            _metrics?.Dispose();
            return Task.CompletedTask;
        }
    }
}

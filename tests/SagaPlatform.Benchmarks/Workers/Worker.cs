using System.Diagnostics.Metrics;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace SagaPlatform.Benchmarks.Workers;

/// <summary>Which platform a worker is.</summary>
enum Variant
{
    /// <summary>Stock MassTransit, everything in memory.</summary>
    Yardstick,

    /// <summary>Ours, everything durable.</summary>
    Durable,
}

/// <summary>The process that carries the sagas: told apart from the one that measures, so that its CPU is its own.</summary>
static class Worker
{
    /// <summary>What a worker says when its queues are bound.</summary>
    public const string Ready = "ready";

    /// <summary>What a worker says when it stops, before their number.</summary>
    public const string Conflicts = "conflicts ";

    /// <summary>Runs until standard input ends, as it does when the one who started it is gone.</summary>
    public static async Task<int> Run(Variant variant, Uri broker, string? postgres)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder(new HostApplicationBuilderSettings { DisableDefaults = true });
        builder.Configuration.AddEnvironmentVariables();
        builder.Logging.AddSimpleConsole(x => x.SingleLine = true).SetMinimumLevel(LogLevel.Warning);
        builder.Services.Configure<Microsoft.Extensions.Logging.Console.ConsoleLoggerOptions>(x => x.LogToStandardErrorThreshold = LogLevel.Trace);
        if (variant == Variant.Yardstick)
            StockWorker.Add(builder, broker);
        else
            DurableWorker.Add(builder, broker, postgres ?? throw new ArgumentNullException(nameof(postgres)));

        var conflicts = 0L;
        using var listener = new MeterListener { InstrumentPublished = (instrument, x) => { if (instrument.Name == "saga.conflicts") x.EnableMeasurementEvents(instrument); } };
        listener.SetMeasurementEventCallback<long>((_, value, _, _) => Interlocked.Add(ref conflicts, value));
        listener.Start();
        using var host = builder.Build();
        await host.StartAsync();
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync();
        await host.StopAsync();
        Console.WriteLine(FormattableString.Invariant($"{Conflicts}{Interlocked.Read(ref conflicts)}"));
        return 0;
    }
}

using System.Diagnostics;
using System.Globalization;

namespace SagaPlatform.Benchmarks.Workers;

/// <summary>A worker as its starter sees it.</summary>
sealed class WorkerProcess : IAsyncDisposable
{
    static readonly TimeSpan StartMax = TimeSpan.FromSeconds(90);
    static readonly TimeSpan StopMax = TimeSpan.FromSeconds(30);

    readonly Process _process;

    WorkerProcess(Process process) => _process = process;

    /// <summary>Its process id.</summary>
    public int Id => _process.Id;

    /// <summary>Units of work that lost a race and were tried again; said when it stops.</summary>
    public long Conflicts { get; private set; }

    /// <summary>Starts one and waits until its queues are bound.</summary>
    /// <exception cref="InvalidOperationException">It ended or was silent.</exception>
    public static async Task<WorkerProcess> Start(Variant variant, Uri broker, string postgres)
    {
        var start = new ProcessStartInfo(Environment.ProcessPath!) { RedirectStandardInput = true, RedirectStandardOutput = true, UseShellExecute = false };
        if (Path.GetFileNameWithoutExtension(Environment.ProcessPath) == "dotnet")
            start.ArgumentList.Add(typeof(WorkerProcess).Assembly.Location);
        start.ArgumentList.Add("worker");
        start.ArgumentList.Add(variant.ToString());
        // Secrets do not belong on a command line, which everybody may read.
        start.Environment["BENCH_RABBITMQ"] = broker.AbsoluteUri;
        start.Environment["BENCH_POSTGRES"] = postgres;
        // Both sides alike: a thread that finds no work sleeps at once, and leaves its core to the broker and the database.
        start.Environment["DOTNET_ThreadPool_UnfairSemaphoreSpinLimit"] = "0";
        var process = Process.Start(start)!;
        var ready = await process.StandardOutput.ReadLineAsync().WaitAsync(StartMax);
        return ready == Worker.Ready ? new WorkerProcess(process) : throw new InvalidOperationException($"The {variant} worker did not start: {ready}");
    }

    public async ValueTask DisposeAsync()
    {
        _process.StandardInput.Close();
        try
        {
            if (await _process.StandardOutput.ReadLineAsync().WaitAsync(StopMax) is { } said && said.StartsWith(Worker.Conflicts, StringComparison.Ordinal))
                Conflicts = long.Parse(said[Worker.Conflicts.Length..], CultureInfo.InvariantCulture);
            await _process.WaitForExitAsync().WaitAsync(StopMax);
        }
        catch (TimeoutException)
        {
            _process.Kill(); // ours, and by its id
        }

        _process.Dispose();
    }
}

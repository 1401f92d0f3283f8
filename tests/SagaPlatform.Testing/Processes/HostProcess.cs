using System.Diagnostics;
using System.Net;
using System.Net.Sockets;

namespace SagaPlatform.Testing.Processes;

/// <summary>One process of the platform, as it runs in production: started, killed, looked at from outside.</summary>
public sealed class HostProcess : IAsyncDisposable
{
    static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(90);
    static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(50);
    const int LinesKept = 60;

    readonly Process _process;
    readonly Queue<string> _output = new();
    readonly StreamWriter? _log;
    volatile bool _disposed;

    HostProcess(Process process, Uri address, string? log)
    {
        (_process, Address) = (process, address);
        _log = log == null ? null : new StreamWriter(log, append: true) { AutoFlush = true };
        process.OutputDataReceived += (_, e) => Note(e.Data);
        process.ErrorDataReceived += (_, e) => Note(e.Data);
        process.BeginOutputReadLine();
        process.BeginErrorReadLine();
    }

    /// <summary>Where it serves HTTP.</summary>
    public Uri Address { get; }

    /// <summary>Whether it has ended, by itself or by force.</summary>
    public bool HasExited => _disposed || _process.HasExited;

    /// <summary>Its id, for what can be done to a process from outside.</summary>
    public int Id => _process.Id;

    /// <summary>What it returned; read it when it has ended. 128 and the signal's number when it was killed.</summary>
    public int ExitCode => _process.ExitCode;

    /// <summary>What it wrote last, for the message of a test that fails.</summary>
    public string Output
    {
        get
        {
            lock (_output)
                return string.Join('\n', _output);
        }
    }

    /// <summary>Starts a process; its settings are environment variables, as in every deployment.</summary>
    /// <param name="settings">Names and values.</param>
    /// <param name="log">A file to which everything is appended that it writes; null for none.</param>
    public static HostProcess Start(IReadOnlyDictionary<string, string> settings, string? log = null)
    {
        var address = new Uri($"http://127.0.0.1:{FreePort()}");
        var start = new ProcessStartInfo("dotnet", [Path.Combine(AppContext.BaseDirectory, "SagaPlatform.Host.dll")])
        {
            UseShellExecute = false,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
            WorkingDirectory = AppContext.BaseDirectory,
        };
        foreach (var (name, value) in settings)
            start.Environment[name] = value;
        start.Environment["ASPNETCORE_URLS"] = address.ToString().TrimEnd('/');
        return new HostProcess(Process.Start(start)!, address, log);
    }

    /// <summary>Waits until it serves requests, which is after its bus has started.</summary>
    /// <exception cref="InvalidOperationException">It ended first, or took too long; with its output.</exception>
    public async Task Ready()
    {
        using var http = new HttpClient { BaseAddress = Address, Timeout = TimeSpan.FromSeconds(2) };
        var until = DateTime.UtcNow + StartLimit;
        while (DateTime.UtcNow < until)
        {
            if (HasExited)
                throw new InvalidOperationException($"The process ended before it was ready.\n{Output}");
            try
            {
                using var answer = await http.GetAsync(new Uri("/health/live", UriKind.Relative));
                return;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException)
            {
                await Task.Delay(PollEvery);
            }
        }

        throw new InvalidOperationException($"The process was not ready within {StartLimit}.\n{Output}");
    }

    /// <summary>kill -9.</summary>
    public async Task Kill()
    {
        _process.Kill(entireProcessTree: true);
        await _process.WaitForExitAsync();
    }

    /// <summary>Stops it in the middle of whatever it does, as a virtual machine that is moved.</summary>
    public Task Pause() => Signal("STOP");

    /// <summary>Lets it go on.</summary>
    public Task Continue() => Signal("CONT");

    /// <summary>Asks it to stop in order, and waits until it has.</summary>
    /// <exception cref="InvalidOperationException">It took longer.</exception>
    public async Task Stop(TimeSpan limit)
    {
        await Signal("TERM");
        await Died(limit);
    }

    /// <summary>Waits until it dies by itself.</summary>
    public async Task Died(TimeSpan limit)
    {
        try
        {
            await _process.WaitForExitAsync(new CancellationTokenSource(limit).Token);
        }
        catch (OperationCanceledException e)
        {
            throw new InvalidOperationException($"The process should have died within {limit}.\n{Output}", e);
        }
    }

    public async ValueTask DisposeAsync()
    {
        if (_disposed)
            return;
        if (!HasExited)
            await Kill();
        _disposed = true;
        _process.WaitForExit(); // and for the end of its output
        _process.Dispose();
        if (_log != null)
            await _log.DisposeAsync();
    }

    async Task Signal(string signal)
    {
        using var kill = Process.Start("kill", [$"-{signal}", Id.ToString()]);
        await kill.WaitForExitAsync();
    }

    void Note(string? line)
    {
        if (line == null)
            return;
        lock (_output)
        {
            _output.Enqueue(line);
            if (_output.Count > LinesKept)
                _output.Dequeue();
            _log?.WriteLine(line);
        }
    }

    /// <summary>Below the range from which the kernel takes ports for outgoing connections.</summary>
    /// <exception cref="InvalidOperationException">None was found.</exception>
    public static int FreePort()
    {
        for (var attempt = 0; attempt < 200; attempt++)
        {
            var port = Random.Shared.Next(12_000, 19_900);
            try
            {
                using var listener = new TcpListener(IPAddress.Loopback, port);
                listener.Start();
                return port;
            }
            catch (SocketException)
            {
                // taken: another one
            }
        }

        throw new InvalidOperationException("No free port below 20000 was found.");
    }
}

using System.Collections.Concurrent;
using System.Net;
using SagaPlatform.Chaos.Load;
using SagaPlatform.Testing.Processes;

namespace SagaPlatform.Chaos.Services;

/// <summary>A process of the platform that its supervisor keeps alive.</summary>
sealed class Member(string name, string roles)
{
    /// <summary>For the history and the name of its log.</summary>
    public string Name => name;

    /// <summary><c>SAGA_ROLES</c>.</summary>
    public string Roles => roles;

    /// <summary>The process now; null when it was never started.</summary>
    public HostProcess? Process { get; set; }

    /// <summary>Whether the supervisor starts it again when it is gone.</summary>
    public bool IsKept { get; set; }

    /// <summary>Whether its end is part of a fault; any other end is unexpected.</summary>
    public bool MayEnd { get; set; }

    /// <summary>What its next start is told besides the settings of all.</summary>
    public Dictionary<string, string> Extra { get; } = new(StringComparer.Ordinal);

    /// <summary>Whether requests may be sent to it.</summary>
    public bool IsServing => Process is { HasExited: false };

    /// <summary>What <c>/health/ready</c> answered last, and since when it answers so.</summary>
    public Readiness Ready { get; set; } = new(0, "never asked", DateTimeOffset.UtcNow);
}

/// <summary>An answer of <c>/health/ready</c>.</summary>
/// <param name="Code">The HTTP status; 0 when it did not answer.</param>
/// <param name="Body">What it said.</param>
/// <param name="Since">Since when it answers with this status.</param>
sealed record Readiness(int Code, string Body, DateTimeOffset Since);

/// <summary>The platform's processes and their supervisor: what ends is started again, and every end is noted.</summary>
sealed class Fleet(LabServices services, IReadOnlyDictionary<string, string> settings, string logs, History history) : IAsyncDisposable
{
    /// <summary>The exit code of a process that could not heal.</summary>
    const int CannotHeal = 70;

    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    static readonly TimeSpan RestartAfter = TimeSpan.FromSeconds(1);
    static readonly TimeSpan ReadyLimit = TimeSpan.FromSeconds(90);
    static readonly TimeSpan StopLimit = TimeSpan.FromSeconds(45);

    readonly HttpClient _http = new() { Timeout = TimeSpan.FromSeconds(8) };
    readonly CancellationTokenSource _stop = new();
    readonly ConcurrentBag<string> _unexpected = [];
    readonly ConcurrentBag<string> _healed = [];
    Task _supervising = Task.CompletedTask;
    Task _asking = Task.CompletedTask;

    /// <summary>Those that run sagas and serve HTTP.</summary>
    public List<Member> Hosts { get; } = [new("host-1", "sagas,api"), new("host-2", "sagas,api")];

    /// <summary>Those that the sagas ask.</summary>
    public List<Member> Participants { get; } = [new("participants-1", "participants")];

    /// <summary>Every process.</summary>
    public IEnumerable<Member> All => [.. Hosts.ToArray(), .. Participants.ToArray()];

    /// <summary>Processes that ended although nobody ended them.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    /// <summary>
    /// Processes that ended themselves because they could not heal, and why: what they are told to do, so the time it takes counts
    /// as recovery. A person should still look.
    /// </summary>
    public IReadOnlyCollection<string> EndedThemselves => _healed;

    /// <summary>Starts all, the first host alone: it makes the tables.</summary>
    public async Task Start()
    {
        foreach (var member in All)
        {
            Launch(member);
            await AwaitReady(member);
        }

        _supervising = Supervise();
        _asking = Ask();
    }

    /// <summary>Starts a member's process, or another one in its place.</summary>
    public void Launch(Member member)
    {
        var told = new Dictionary<string, string>(settings, StringComparer.Ordinal)
        {
            ["SAGA_MODE"] = "platform",
            ["SAGA_ROLES"] = member.Roles,
            ["SAGA_POSTGRES"] = services.PostgresThroughProxy,
            ["SAGA_RABBITMQ"] = services.BrokerThroughProxy,
        };
        foreach (var (key, value) in member.Extra)
            told[key] = value;
        member.Process = HostProcess.Start(told, Path.Combine(logs, $"{member.Name}.log"));
        member.IsKept = true;
        history.Note(member.Name, "start", detail: string.Join(' ', member.Extra.Select(x => $"{x.Key}={x.Value}")));
    }

    /// <summary>kill -9. The supervisor starts another.</summary>
    public async Task Kill(Member member)
    {
        member.MayEnd = true;
        history.Note(member.Name, "kill -9");
        await member.Process!.Kill();
    }

    /// <summary>Stops it in order; it stays away until it is launched.</summary>
    public async Task Stop(Member member)
    {
        member.IsKept = false;
        history.Note(member.Name, "stop");
        await member.Process!.Stop(StopLimit);
        if (member.Process.ExitCode != 0)
            _unexpected.Add($"{member.Name} was stopped and returned {member.Process.ExitCode}");
        await member.Process.DisposeAsync();
    }

    /// <summary>Waits until it says that it is ready.</summary>
    /// <exception cref="InvalidOperationException">It did not within the limit.</exception>
    public async Task AwaitReady(Member member, TimeSpan? limit = null)
    {
        var until = DateTime.UtcNow + (limit ?? ReadyLimit);
        while ((await Readiness(member)).Code != (int)HttpStatusCode.OK)
        {
            if (DateTime.UtcNow > until)
                throw new InvalidOperationException($"{member.Name} was not ready in time: {member.Ready.Body}\n{member.Process?.Output}");
            await Task.Delay(LookEvery);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await Task.WhenAll(_supervising, _asking);
        foreach (var member in All)
            if (member.Process is { } process)
                await process.DisposeAsync();
        _http.Dispose();
        _stop.Dispose();
    }

    async Task Supervise()
    {
        while (!_stop.IsCancellationRequested)
        {
            foreach (var member in All.Where(x => x is { IsKept: true, Process.HasExited: true }))
                await Restart(member);
            await Task.Delay(LookEvery, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task Restart(Member member)
    {
        var code = member.Process!.ExitCode;
        history.Note(member.Name, "ended", detail: $"exit code {code}");
        if (code == CannotHeal)
            _healed.Add($"{member.Name} ended itself: {LastLine(member.Process.Output)}");
        else if (!member.MayEnd)
            _unexpected.Add($"{member.Name} ended with code {code}: {LastLine(member.Process.Output)}");
        member.MayEnd = false;
        var ended = member.Process;
        await Task.Delay(RestartAfter, _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        if (!_stop.IsCancellationRequested && member.IsKept && ReferenceEquals(ended, member.Process))
            Launch(member);
        await ended.DisposeAsync();
    }

    /// <summary>Asks each process every second how it is, as a load balancer does.</summary>
    async Task Ask()
    {
        while (!_stop.IsCancellationRequested)
        {
            await Task.WhenAll(All.Where(x => x.Process != null).Select(Readiness));
            await Task.Delay(TimeSpan.FromSeconds(1), _stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task<Readiness> Readiness(Member member)
    {
        var (code, body) = (0, "no answer");
        try
        {
            using var answer = await _http.GetAsync(new Uri(member.Process!.Address, "/health/ready"), _stop.Token);
            (code, body) = ((int)answer.StatusCode, await answer.Content.ReadAsStringAsync());
        }
        catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
        {
            body = e.Message;
        }

        var before = member.Ready;
        member.Ready = new Readiness(code, body, before.Code == code ? before.Since : DateTimeOffset.UtcNow);
        if (before.Code != code)
            history.Note(member.Name, "health", detail: $"{before.Code} -> {code}{(code == 503 ? $" {Reasons(body)}" : "")}");
        return member.Ready;
    }

    static string Reasons(string body)
    {
        using var json = System.Text.Json.JsonDocument.Parse(body);
        return string.Join(" ", json.RootElement.GetProperty("checks").EnumerateArray()
            .Where(x => x.GetProperty("status").GetString() == "Unhealthy").Select(x => x.GetProperty("reason").GetString()));
    }

    static string LastLine(string output) => output.Split('\n').LastOrDefault(x => x.Contains("[FTL]", StringComparison.Ordinal) || x.Contains("rror", StringComparison.Ordinal)) ?? output.Split('\n')[^1];
}

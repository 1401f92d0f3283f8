using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Operations.Actions;

namespace SagaPlatform.Core.Operations;

/// <summary>What the start makes of sagas that the machines no longer know. Configuration section <c>VersionGuard</c>.</summary>
public sealed class VersionGuardOptions
{
    /// <summary>Whether the platform starts although live sagas are in states that their machine no longer has: they then cannot move. Default false.</summary>
    public bool AllowUnknownStates { get; set; }

    /// <summary>Whether this process looks. The host sets it: a process without sagas leaves it to those that have some.</summary>
    public bool LookHere { get; set; } = true;
}

/// <summary>Live sagas stand where their machine has nothing any more.</summary>
public sealed class UnknownStatesException(string message) : Exception(message);

/// <summary>Live sagas beside the machines of today.</summary>
/// <param name="Sagas">Who they are.</param>
/// <param name="Known">Whether today's machine has their state and their stage.</param>
/// <param name="Current">Whether they began with today's machine.</param>
public sealed record DrainLine(LiveSagas Sagas, bool Known, bool Current);

/// <summary>Compares live sagas with the machines of today: at the start, and for whoever wants to retire an old one.</summary>
public sealed class VersionGuard
{
    readonly ISagaQueries _queries;
    readonly SagaHandles _handles;

    internal VersionGuard(ISagaQueries queries, SagaHandles handles) => (_queries, _handles) = (queries, handles);

    /// <summary>Live sagas per type, state, stage and fingerprint.</summary>
    public async Task<IReadOnlyList<DrainLine>> Drain(CancellationToken cancellation) =>
        [.. (await _queries.Live(cancellation)).Select(Line)];

    DrainLine Line(LiveSagas x)
    {
        var handle = _handles.Find(x.Type);
        return new DrainLine(x, handle?.Knows(x.State, x.Stage) == true, handle?.Fingerprint == x.Fingerprint);
    }

    /// <summary>What stands in the way of a start, in words; null when nothing does.</summary>
    public async Task<string?> Unknown(CancellationToken cancellation)
    {
        var lost = (await Drain(cancellation)).Where(x => !x.Known).Select(x =>
            $"{x.Sagas.Count} of type {x.Sagas.Type} in state {x.Sagas.State}, stage {x.Sagas.Stage} (for example {x.Sagas.Example})").ToList();
        return lost.Count == 0 ? null
            : $"Live sagas are in states that their machine no longer has: {string.Join("; ", lost)}. Start the version that knows them and let them end, "
              + "or give the state back; VersionGuard:AllowUnknownStates=true starts anyway, and they stay where they are.";
    }
}

/// <summary>Refuses the start before the bus brings the first message.</summary>
sealed class VersionGuardStart(VersionGuard guard, IOptions<VersionGuardOptions> options, ILogger<VersionGuard> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (!options.Value.LookHere || await guard.Unknown(cancellationToken) is not { } unknown)
            return;
        if (!options.Value.AllowUnknownStates)
            throw new UnknownStatesException(unknown);
        log.LogWarning("{Unknown}", unknown);
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

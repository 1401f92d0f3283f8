using System.Text.Json;
using MassTransit;
using MassTransit.Serialization;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Operations.Actions;

/// <summary>Acts on sagas of one type, for whoever does not know the class of their rows.</summary>
abstract class SagaHandle(SagaType type)
{
    public SagaType Type => type;

    /// <summary>Decides what an act comes to, and does it when it shall be committed.</summary>
    /// <param name="scope">A scope of its own: what it captures goes with it.</param>
    /// <param name="act">What shall be done.</param>
    /// <param name="actor">By whom.</param>
    /// <param name="commit">False only looks.</param>
    /// <param name="cancellation">Gives up before the commit.</param>
    public abstract Task<ActionResult> Act(IServiceProvider scope, SagaAct act, Actor actor, bool commit, CancellationToken cancellation);

    /// <summary>What could be done to this saga now.</summary>
    public abstract IReadOnlyList<PossibleAction> Possible(ProcessState saga, DateTimeOffset now);

    /// <summary>The events its machine hears in this state.</summary>
    public abstract IReadOnlyList<PossibleEvent> Events(string state);

    /// <summary>Whether the machine has this state, and a saga in it could go on from this stage.</summary>
    public abstract bool Knows(string state, string stage);

    /// <summary>The fingerprint of today's machine.</summary>
    public abstract string Fingerprint { get; }

    /// <summary>The saga that a message of this type is for; null when this type does not hear such messages.</summary>
    public abstract Guid? IdIn(string messageType, JsonElement message);
}

/// <summary>Knows the class of the row.</summary>
sealed partial class SagaHandle<TState>(SagaType type, ProcessStateMachine<TState> machine, RowModel rows) : SagaHandle(type) where TState : ProcessState
{
    static readonly JsonSerializerOptions Json = SystemTextJsonMessageSerializer.Options;

    public override async Task<ActionResult> Act(IServiceProvider scope, SagaAct act, Actor actor, bool commit, CancellationToken cancellation)
    {
        var store = scope.GetRequiredService<IPlatformStore>();
        using var turn = commit ? await scope.GetRequiredService<SagaTurnstile>().Enter(act.SagaId, cancellation) : null;
        if (await store.Find<TState>(act.SagaId, null, cancellation) is not { } saga)
            return new ActionResult(ActionStatus.NotFound, $"There is no saga {act.SagaId:D}.");
        var (version, before) = (saga.Version, saga.CurrentState);
        if (act.Version is { } looked && looked != version)
            return Moved(looked, version, before);

        var deed = await Decide(scope, saga, act, actor, cancellation);
        if (deed.Refusal is { } refusal)
            return refusal with { StateBefore = before, Version = version };
        return commit
            ? await Commit(scope, saga, act, actor, deed, before, version)
            : deed.Result(ActionStatus.Previewed, Type.Name, before, version);
    }

    /// <summary>The row is written under its version, in one commit with all that follows: whoever was faster has won.</summary>
    async Task<ActionResult> Commit(IServiceProvider scope, TState saga, SagaAct act, Actor actor, Deed deed, string before, int version)
    {
        var (unit, capture) = (scope.GetRequiredService<UnitOfWork>(), scope.GetRequiredService<MessageCapture>());
        capture.Saga = (Type.Name, saga.CorrelationId);
        await new EffectSender(scope, Type.Name).Send(saga, deed);
        unit.Outbox.AddRange(deed.Leaves);
        unit.TimeoutsSet.AddRange(deed.Set);
        unit.TimeoutsCancelled.AddRange(deed.Rung.Concat(deed.Cancelled).Select(x => x.Token));
        var entry = new HistoryEntry
        {
            SagaType = Type.Name,
            SagaId = saga.CorrelationId,
            Version = version + 1,
            At = scope.GetRequiredService<TimeProvider>().GetUtcNow(),
            Kind = HistoryKind.Consumed,
            Event = $"Operator:{act.Word}",
            From = before,
            To = saga.CurrentState,
            Reason = $"{actor.Name}: {act.Reason}",
            Sent = [.. capture.Sent],
            Timeouts = [.. capture.TimeoutChanges],
        };
        unit.Saga = new SagaChange(Type.Name, saga.CorrelationId, saga, version);
        unit.History.Add(entry);

        // From here on it may be committed, so nobody gives up any more.
        var store = scope.GetRequiredService<IPlatformStore>();
        var outcome = await store.Commit(unit, CancellationToken.None);
        scope.GetRequiredService<SagaRowCache>().Forget(typeof(TState), saga.CorrelationId);
        if (outcome != CommitOutcome.Committed)
        {
            var now = await store.Find<TState>(act.SagaId, null, CancellationToken.None);
            return Moved(version, now?.Version ?? version, now?.CurrentState ?? before);
        }

        var meter = scope.GetRequiredService<PlatformMeter>();
        meter.Acted(act.Word);
        meter.Transition(Type.Name, entry, saga);
        return deed.Result(ActionStatus.Done, Type.Name, before, version + 1);
    }

    static ActionResult Moved(int looked, int version, string state) =>
        new(ActionStatus.Moved, $"The saga moved meanwhile: it is at version {version}, not {looked}, in {state}.") { Version = version, StateBefore = state };

    public override IReadOnlyList<PossibleEvent> Events(string state) =>
    [
        .. machine.Messages.Where(x => !IsFault(x.Type)).Select(x => (Message: x, Reaction: ReactionIn(state, x)))
            .Where(x => x.Reaction != EventReaction.Faults)
            .Select(x => new PossibleEvent(x.Message.On.Name, x.Message.Type, x.Reaction.ToString())),
    ];

    public override string Fingerprint => machine.Fingerprint;

    public override bool Knows(string state, string stage) => machine.StateNames.Contains(state, StringComparer.Ordinal)
        && (stage is "" || machine.Definition.Stages.Any(x => x.Name == stage));

    public override Guid? IdIn(string messageType, JsonElement message)
    {
        var name = messageType[(messageType.LastIndexOf(':') + 1)..];
        if (machine.Messages.FirstOrDefault(x => x.Type.Name == name && !x.Type.IsGenericType) is not { } heard)
            return null;
        try
        {
            return message.Deserialize(heard.Type, Json) is { } read && heard.IdIn(read) is var id && id != Guid.Empty ? id : null;
        }
        catch (Exception e) when (e is JsonException or NullReferenceException or InvalidOperationException or NotSupportedException)
        {
            return null; // what made it fail may be what makes it unreadable
        }
    }

    EventReaction ReactionIn(string state, HeardMessage heard) =>
        machine.StateNames.Contains(state, StringComparer.Ordinal) ? machine.Reaction(state, heard.On) : EventReaction.Faults;

    /// <summary>A row of its own, to try something on.</summary>
    TState CopyOf(TState saga)
    {
        var mapping = rows.Of<TState>();
        return mapping.MakeRow(mapping.Read(saga));
    }

    static bool IsFault(Type message) => message.IsGenericType && message.GetGenericTypeDefinition() == typeof(Fault<>);
}

/// <summary>The handles of all saga types.</summary>
sealed class SagaHandles(SagaCatalogue types, RowModel rows, IServiceProvider services)
{
    readonly System.Collections.Concurrent.ConcurrentDictionary<string, SagaHandle> _known = new(StringComparer.Ordinal);

    public SagaHandle? Find(string type) => types.Find(type) is { } known ? Of(known) : null;

    public IEnumerable<SagaHandle> All => types.All.Select(Of);

    SagaHandle Of(SagaType type) => _known.GetOrAdd(type.Name, _ => (SagaHandle)Activator.CreateInstance(
        typeof(SagaHandle<>).MakeGenericType(type.State), type, services.GetRequiredService(type.Machine), rows)!);
}

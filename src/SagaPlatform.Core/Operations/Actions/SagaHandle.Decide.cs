using System.Text.Json;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Operations.Actions;

// What each verb comes to. The row is a copy: what is changed here is written only if the act is committed.
sealed partial class SagaHandle<TState>
{
    async Task<Deed> Decide(IServiceProvider scope, TState saga, SagaAct act, Actor actor, CancellationToken cancellation)
    {
        var now = scope.GetRequiredService<TimeProvider>().GetUtcNow();
        if (InTheWay(saga, act.Verb) is { } why)
            return Deed.Refused(why);
        var timeouts = scope.GetRequiredService<ITimeoutStore>();
        try
        {
            return act.Verb switch
            {
                SagaVerb.Cancel => ByTheRules(saga, now, "Everything asked so far is given back.",
                    x => x.Cancel($"cancelled by {actor.Name}: {act.Reason}")),
                SagaVerb.Retry => ByTheRules(saga, now, act.Step is null or "" ? "What is waited for is asked again." : $"{act.Step} is asked again.",
                    x => x.AskAgain(Given(act.Step), Given(act.Item))),
                SagaVerb.Resolve => Resolve(saga, now, act),
                SagaVerb.Send => Send(scope, saga, act, now),
                SagaVerb.Hold => HoldIt(saga, act, actor, now),
                SagaVerb.Release => Release(saga, await timeouts.Rings(saga.CorrelationId, cancellation)),
                _ => OnTimeout(saga, act, await timeouts.Rings(saga.CorrelationId, cancellation), now),
            };
        }
        catch (ProcessRuleException e)
        {
            return Deed.Refused(e.Message);
        }
    }

    static string? InTheWay(TState saga, SagaVerb verb) => (verb, saga.Ledger.Held) switch
    {
        (SagaVerb.Release, null) => "It is not held.",
        (SagaVerb.Release, _) => null,
        (_, { } held) => $"It is held by {held.By} since {held.At:u}: release it first.",
        (SagaVerb.Hold, _) when saga.EndedAt != null => "It has ended: there is nothing to hold.",
        _ => null,
    };

    Deed ByTheRules(TState saga, DateTimeOffset now, string sentence, Action<Conduct<TState>> verb)
    {
        var conduct = machine.Conduct(saga, now);
        verb(conduct);
        if (conduct.Outcome.Kind != OutcomeKind.Consumed)
            return Deed.Refused(conduct.Outcome.Reason);
        saga.CurrentState = conduct.Proceed();
        return new Deed(sentence) { StateAfter = saga.CurrentState, Effects = conduct.Effects };
    }

    Deed Resolve(TState saga, DateTimeOffset now, SagaAct act)
    {
        if (Given(act.Step) is not { } step)
            return Deed.Wrong("step", "step must name the step that was resolved.");
        if (act.Ruling is not { } ruling)
            return Deed.Wrong("ruling", "ruling must be Done, NotDone or AskAgain.");
        return ByTheRules(saga, now, $"{step} counts as ruled {ruling}.", x => x.ResolvedByHand(step, act.Item ?? "", ruling));
    }

    Deed Send(IServiceProvider scope, TState saga, SagaAct act, DateTimeOffset now)
    {
        var heard = machine.Messages.FirstOrDefault(x => !IsFault(x.Type) && string.Equals(x.On.Name, act.Event, StringComparison.OrdinalIgnoreCase));
        if (heard == null)
            return Deed.Wrong("event", $"event must be one that {machine.ProcessName} hears: {string.Join(", ", Events(saga.CurrentState).Select(x => x.Name))}.");
        var reaction = ReactionIn(saga.CurrentState, heard);
        if (reaction == EventReaction.Faults)
            return Deed.Refused($"{heard.On.Name} is not planned in {saga.CurrentState}: it would end in the error queue.");
        var (message, wrong) = Read(scope, saga, act, heard);
        if (message == null)
            return wrong!;

        var sentence = $"{heard.On.Name} is sent to the saga, which has it {reaction.ToString().ToLowerInvariant()} in {saga.CurrentState}.";
        return reaction == EventReaction.Handled && Foresee(saga, message, now) is { } seen
            ? new Deed(sentence) { Event = message, StateAfter = seen.State, Foreseen = seen.Effects }
            : new Deed(sentence) { Event = message, StateAfter = reaction == EventReaction.Handled ? null : saga.CurrentState };
    }

    static (object? Message, Deed? Wrong) Read(IServiceProvider scope, TState saga, SagaAct act, HeardMessage heard)
    {
        try
        {
            var message = act.Message is { ValueKind: JsonValueKind.Object } json ? json.Deserialize(heard.Type, Json) : null;
            if (message == null)
                return (null, Deed.Wrong("message", $"message must be a {heard.Type.Name} as a JSON object."));
            if (heard.IdIn(message) is var id && id != saga.CorrelationId)
                return (null, Deed.Wrong("message", $"message is for saga {id:D}, not for {saga.CorrelationId:D}."));
            heard.Check(scope.GetRequiredService<MessageValidation>(), message);
            return (message, null);
        }
        catch (JsonException e)
        {
            return (null, Deed.Wrong($"message{e.Path?.TrimStart('$')}", $"message is no {heard.Type.Name}: {e.Message}"));
        }
        catch (InvalidMessageException e)
        {
            return (null, Deed.Wrong("message", e.Message));
        }
    }

    /// <summary>What the rules would do with it, on one more copy; null where a During of the process's own decides.</summary>
    (string State, IReadOnlyList<Effect> Effects)? Foresee(TState saga, object message, DateTimeOffset now)
    {
        if (!machine.RulesKnow(message))
            return null;
        var copy = CopyOf(saga);
        var conduct = machine.Conduct(copy, now);
        machine.Hear(copy, conduct, message);
        return (conduct.Proceed(), conduct.Effects);
    }

    static Deed HoldIt(TState saga, SagaAct act, Actor actor, DateTimeOffset now)
    {
        saga.Ledger.Held = new Hold { By = actor.Name, At = now, Reason = act.Reason };
        return new Deed("Messages of the saga are kept, unread, until it is released; its clock may ring, and is kept as well.") { StateAfter = saga.CurrentState };
    }

    static Deed Release(TState saga, IReadOnlyList<Timeout> rings)
    {
        saga.Ledger.Held = null;
        var kept = rings.Where(KeptMessage.Is).ToList();
        return new Deed(kept.Count == 0 ? "It goes on; no message came meanwhile." : $"It goes on with the messages that were kept: {kept.Count}.")
        {
            StateAfter = saga.CurrentState,
            Leaves = [.. kept.Select(x => x.Ring)],
            Cancelled = kept,
        };
    }

    static Deed OnTimeout(TState saga, SagaAct act, IReadOnlyList<Timeout> rings, DateTimeOffset now)
    {
        if (rings.FirstOrDefault(x => x.Token == act.Token && !KeptMessage.Is(x)) is not { } timeout)
            return Deed.Missing($"There is no pending timeout {act.Token:D} of this saga: it has rung, or was cancelled.");
        switch (act.Verb)
        {
            case SagaVerb.RingTimeout:
                return new Deed($"{timeout.Name} rings now instead of {timeout.Due:u}.") { Leaves = [timeout.Ring], Rung = [timeout] };
            case SagaVerb.PostponeTimeout when act.Due is not { } due || due <= now:
                return Deed.Wrong("due", "due must be a moment that is still to come.");
            case SagaVerb.PostponeTimeout:
                return new Deed($"{timeout.Name} rings at {act.Due:u} instead of {timeout.Due:u}.")
                {
                    StateAfter = saga.CurrentState, Set = [timeout with { Due = act.Due!.Value, After = act.Due.Value - now }],
                };
            default:
                if (timeout.Token == saga.ClockToken)
                    (saga.ClockToken, saga.Ledger.RingsAt, saga.Ledger.ClockCancelled) = (null, null, true);
                return new Deed($"{timeout.Name} never rings: until its next message the saga waits without it.") { StateAfter = saga.CurrentState, Cancelled = [timeout] };
        }
    }

    public override IReadOnlyList<PossibleAction> Possible(ProcessState saga, DateTimeOffset now)
    {
        return
        [
            Try(SagaVerb.Cancel, "Gives back everything asked so far.", x => x.Cancel("?")),
            Try(SagaVerb.Retry, "Asks again what is waited for.", x => x.AskAgain()),
            new(SagaVerb.Resolve, saga.Ledger.Held == null && saga.Ledger.Lines.Exists(Resolvable), saga.Ledger.Lines.Exists(Resolvable)
                ? "Takes your word for what became of a step." : "Nothing is waited for that a person could resolve."),
            Plain(SagaVerb.Hold, "Keeps its messages, unread, until it is released."),
            Plain(SagaVerb.Release, "Lets the kept messages go."),
            new(SagaVerb.Send, saga.Ledger.Held == null, saga.Ledger.Held == null ? "Sends it an event that its machine hears." : InTheWay((TState)saga, SagaVerb.Send)!),
        ];

        PossibleAction Plain(SagaVerb verb, string sentence) => new(verb, InTheWay((TState)saga, verb) == null, InTheWay((TState)saga, verb) ?? sentence);

        PossibleAction Try(SagaVerb verb, string sentence, Action<Conduct<TState>> act)
        {
            if (InTheWay((TState)saga, verb) is { } why)
                return new(verb, false, why);
            try
            {
                var conduct = machine.Conduct(CopyOf((TState)saga), now);
                act(conduct);
                return conduct.Outcome.Kind == OutcomeKind.Consumed ? new(verb, true, sentence) : new(verb, false, conduct.Outcome.Reason);
            }
            catch (ProcessRuleException e)
            {
                return new(verb, false, e.Message);
            }
        }
    }

    bool Resolvable(LedgerLine x) => x.Due != null && (x.Question != null || machine.Definition.Steps.Any(s => s.Name == x.Step && !s.IsPause));

    static string? Given(string? text) => text is "" ? null : text;
}

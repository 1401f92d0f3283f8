using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>Something that can happen in a moment.</summary>
/// <param name="Told">In words.</param>
/// <param name="Trouble">1 when something goes wrong, else 0.</param>
/// <param name="Happens">Lets it happen.</param>
sealed record Happening(string Told, int Trouble, Action<Moment> Happens);

/// <summary>All that can happen in a moment, troubles only while some are left.</summary>
sealed class Happenings(SagaScript script, string variant, WalkedSaga walk, Bounds bounds)
{
    readonly Dictionary<string, StepDefinition> _steps = script.Definition.Steps.ToDictionary(x => x.Name, StringComparer.Ordinal);
    readonly Dictionary<string, (StageDefinition Stage, int Index)> _stages = script.Definition.Stages
        .SelectMany((stage, i) => stage.Steps.Select(x => (x.Name, Stage: (stage, i)))).ToDictionary(x => x.Name, x => x.Stage, StringComparer.Ordinal);

    /// <summary>What can happen.</summary>
    public IEnumerable<Happening> In(Moment moment) => All(moment).Where(x => x.Trouble <= moment.TroublesLeft);

    IEnumerable<Happening> All(Moment moment)
    {
        foreach (var message in moment.UnderWay.Distinct())
            foreach (var happening in Arriving(moment, message))
                yield return happening;
        foreach (var happening in OfTheClock(moment))
            yield return happening;
        foreach (var happening in OfPeople(moment))
            yield return happening;
    }

    IEnumerable<Happening> Arriving(Moment moment, UnderWay message) => message switch
    {
        Asked asked => AtParticipant(moment, asked),
        Answered answer => AtSaga(answer),
        Ring ring => [new(ring.Due == moment.Saga.Ledger.RingsAt ? "the clock's ring arrives" : "a stale ring arrives", 0, x => Rings(x, ring))],
        _ => throw new InvalidOperationException($"{message} cannot arrive"),
    };

    IEnumerable<Happening> AtParticipant(Moment moment, Asked asked)
    {
        var (command, deed) = (asked.Command, moment.DeedOf(asked.Command.Step, asked.Command.Item));
        var (spoken, told) = (command.Undo ? Spoken.Undo : Spoken.Act, Named(command));
        if (deed.SilentTo.HasFlag(spoken))
            yield return new($"{told} is heard, and nobody answers", 0, x => x.UnderWay.Remove(asked));
        else if (deed.FaultsOn.HasFlag(spoken))
            yield return new($"{told} cannot be handled", 0, x => Replies(x, asked, Says.Fault));
        else
        {
            var says = command.Undo ? Says.Gone : MustRefuse(deed, command.Step) ? Says.No : Says.Yes;
            yield return new($"{told} is answered {says}", 0, x => Act(x, asked, says));
            if (says == Says.Yes && deed.Status != DeedStatus.Held && MayRefuse(command.Step))
                yield return new($"{told} is answered No", 1, x => Act(x, asked, Says.No));
            if (MayStaySilent(command))
                yield return new($"{told} is lost", 1, x => x.UnderWay.Remove(asked));
            yield return new($"{told} is heard, and nobody answers from now on", 1, x => Turns(x, asked, deed with { SilentTo = deed.SilentTo | spoken }));
            yield return new($"{told} cannot be handled, this time", 1, x => Replies(x, asked, Says.Fault));
            yield return new($"{told} cannot be handled, from now on", 1, x =>
            {
                x.Deeds[(command.Step, command.Item)] = deed with { FaultsOn = deed.FaultsOn | spoken };
                Replies(x, asked, Says.Fault);
            });
            if (RemembersUndo(command.Step))
                yield return new($"{told} is handled, and faults afterwards", 1, x => Act(x, asked, says, heard: Says.Fault));
        }

        if (!IsTwice(moment, asked))
            yield return new($"{told} comes twice", 1, x => x.UnderWay.Add(asked));
    }

    IEnumerable<Happening> AtSaga(Answered answer)
    {
        var told = $"{answer.Says} to {Named(answer.To)}";
        yield return new($"{told} arrives", 0, x => Arrives(x, answer, keep: false));
        yield return new($"{told} arrives, and will once more", 1, x => Arrives(x, answer, keep: true));
        if (RemembersUndo(answer.To.Step))
            yield return new($"{told} is lost", 1, x => x.UnderWay.Remove(answer));
    }

    IEnumerable<Happening> OfTheClock(Moment moment)
    {
        if (moment.Saga.Ledger.RingsAt is not { } due || moment.UnderWay.Contains(new Ring(due)))
            yield break;
        yield return new($"{due - VirtualTime.Dawn} pass, and the clock rings", moment.UnderWay.Count == 0 ? 0 : 1, x => TimePasses(x, due));
    }

    IEnumerable<Happening> OfPeople(Moment moment)
    {
        var saga = moment.Saga;
        foreach (var line in saga.Ledger.Lines.Where(x => x.Question != null))
            if (script.RulingWord is { } word)
            {
                var ruling = Finds(moment, line);
                yield return new($"a person rules on {line.Step}{Of(line.Item)}: {ruling}", 0, x =>
                {
                    x.Deeds[(line.Step, line.Item)] = new Deed(x.DeedOf(line.Step, line.Item).Status, Spoken.Nothing, Spoken.Nothing);
                    Hears(x, word(saga.CorrelationId, line.Step, line.Item, ruling));
                });
            }

        if (script.Cancellation is { } cancel)
            yield return new("it is cancelled", 1, x => Hears(x, cancel(saga.CorrelationId)));
        yield return new("it is started again", 1, x => Hears(x, script.Start(variant, saga.CorrelationId)));
        if (!_stages.TryGetValue(saga.CurrentState, out var at) || at.Stage.Steps is not [{ IsPause: true }])
            yield break;
        yield return new($"{saga.CurrentState} goes on", 0, x => Moves(x, () => walk.GoesOn()));
        if (!at.Stage.PastPointOfNoReturn && script.MayTurnBack(variant, saga.CurrentState))
            yield return new($"{saga.CurrentState} turns back", 1, x => Moves(x, () => walk.TurnsBack()));
    }

    /// <summary>The saga hears a message.</summary>
    public void Hears(Moment moment, object message) => Moves(moment, () => walk.Hears(message));

    void Arrives(Moment moment, Answered answer, bool keep)
    {
        if (!keep)
            moment.UnderWay.Remove(answer);
        if (answer.Says == Says.Fault)
            Moves(moment, () => walk.Faulted(answer.To.Message.GetType(), answer.To.MessageId));
        else
            Hears(moment, script.Says(variant, answer.Says, answer.To.Message));
    }

    void Rings(Moment moment, Ring ring)
    {
        moment.UnderWay.Remove(ring);
        var isStale = ring.Due != moment.Saga.Ledger.RingsAt;
        Moves(moment, () => walk.Rings(ring.Due));
        if (isStale && walk.Outcome == OutcomeKind.Consumed)
            throw new InvalidOperationException("a stale ring was acted upon");
    }

    /// <summary>Now is the moment of the ring from here on.</summary>
    static void TimePasses(Moment moment, DateTimeOffset due)
    {
        var time = due - VirtualTime.Dawn;
        if (time > TimeSpan.Zero)
        {
            SagaCopy.Pass(moment.Saga, time);
            for (var i = 0; i < moment.UnderWay.Count; i++)
                if (moment.UnderWay[i] is Ring ring)
                    moment.UnderWay[i] = new Ring(ring.Due - time);
        }

        moment.UnderWay.Add(new Ring(time > TimeSpan.Zero ? VirtualTime.Dawn : due));
    }

    void Moves(Moment moment, Func<IReadOnlyList<Command>> move)
    {
        walk.Resume(moment.Saga);
        var commands = move();
        if (commands.Select(x => (x.Step, x.Item)).Distinct().Count() != commands.Count)
            throw new InvalidOperationException($"one thing is asked twice at once: {string.Join(", ", commands.Select(Named))}");
        foreach (var command in commands)
        {
            if (command.Undo)
                GivesBack(moment, command.Step);
            if (!_steps[command.Step].IsPause)
                moment.UnderWay.Add(new Asked(command));
        }
    }

    /// <summary>When a stage is first given back, all that was taken after it has been given back.</summary>
    void GivesBack(Moment moment, string step)
    {
        if (_steps[step].IsReplaceable || !moment.GivenBack.Add(_stages[step].Stage.Name))
            return;
        var later = moment.Saga.Ledger.Lines.Find(x => _stages[x.Step].Index > _stages[step].Index && _steps[x.Step].Undo != null
            && x.Status is not (LineStatus.Undone or LineStatus.Refused or LineStatus.Skipped));
        if (later != null)
            throw new InvalidOperationException($"{step} is given back while {later.Step}{Of(later.Item)}, taken after it, is {later.Status}");
    }

    void Act(Moment moment, Asked asked, Says says, Says? heard = null)
    {
        var (command, about) = (asked.Command, (asked.Command.Step, asked.Command.Item));
        var status = says switch
        {
            Says.Gone => DeedStatus.Undone,
            Says.Yes => DeedStatus.Held,
            _ when IsForwardOnly(command.Step) => moment.Deeds.GetValueOrDefault(about).Status, // not for good: a person has it asked again
            _ => DeedStatus.Refused,
        };
        moment.Deeds[about] = moment.Deeds.GetValueOrDefault(about) with { Status = status };
        Replies(moment, asked, heard ?? says);
    }

    static void Replies(Moment moment, Asked asked, Says says)
    {
        moment.UnderWay.Remove(asked);
        moment.UnderWay.Add(new Answered(says, asked.Command));
    }

    static void Turns(Moment moment, Asked asked, Deed deed)
    {
        moment.UnderWay.Remove(asked);
        moment.Deeds[(asked.Command.Step, asked.Command.Item)] = deed;
    }

    /// <summary>What a person finds who looks for what is held and what is on its way; in doubt it is asked again.</summary>
    Ruling Finds(Moment moment, LedgerLine line)
    {
        var isHeld = moment.DeedOf(line.Step, line.Item).Status == DeedStatus.Held;
        var isOnItsWay = moment.UnderWay.Exists(x => x is Asked asked && (asked.Command.Step, asked.Command.Item) == (line.Step, line.Item));
        if (line.Status == LineStatus.Undoing)
            return !isOnItsWay && !isHeld ? Ruling.NotDone : Ruling.AskAgain;
        return isHeld ? Ruling.Done
            : !isOnItsWay && _steps[line.Step] is { IsPivot: true } or { AsksAPersonWhenSilent: true } ? Ruling.NotDone
            : Ruling.AskAgain;
    }

    bool MustRefuse(Deed deed, string step) => MayRefuse(step)
        && (deed.Status == DeedStatus.Refused || (deed.Status == DeedStatus.Undone && RemembersUndo(step)));

    bool MayRefuse(string step) => _steps[step].Refusals.Count > 0;

    bool RemembersUndo(string step) => bounds.RemembersUndo && MayRefuse(step);

    /// <summary>An undo is never lost for good where the participant forgets what it undid.</summary>
    bool MayStaySilent(Command command) => !command.Undo || RemembersUndo(command.Step);

    bool IsForwardOnly(string step) => _stages[step].Stage.PastPointOfNoReturn && !_steps[step].IsPivot;

    static bool IsTwice(Moment moment, Asked asked) => moment.UnderWay.FindAll(x => x.Equals(asked)).Count > 1;

    static string Named(Command command) => $"{command.Message.GetType().Name}{Of(command.Item)}";

    static string Of(string item) => item == "" ? "" : $" ({item})";
}

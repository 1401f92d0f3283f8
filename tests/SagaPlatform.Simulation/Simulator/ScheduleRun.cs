using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Sagas;
using ScriptedParticipants = SagaPlatform.Testing.Sagas.Participants;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>Carries out one schedule on a simulated platform, with the participants of the saga's script.</summary>
sealed class ScheduleRun
{
    const int CalmStepsMax = 1_000;

    static readonly TimeSpan ForgottenAfter = new OutboxOptions().ForgottenAfter;

    readonly SagaScript _script;
    readonly SimulatedPlatform _platform;
    readonly Schedule _schedule;
    readonly StepChance _chance = new();
    readonly ScriptedParticipants _participants;
    readonly object _start;
    readonly List<string> _told = [];
    readonly bool _tells;
    int _said;
    bool _contradicted;

    /// <param name="script">The saga's script.</param>
    /// <param name="platform">Where it runs; what was there before is forgotten.</param>
    /// <param name="schedule">What happens.</param>
    /// <param name="tells">Whether it tells what happened: that takes time.</param>
    public ScheduleRun(SagaScript script, SimulatedPlatform platform, Schedule schedule, bool tells)
    {
        (_script, _platform, _schedule, _tells) = (script, platform, schedule, tells);
        _participants = new ScriptedParticipants(script, _chance, schedule.RemembersUndo);
        _start = script.Start(schedule.Variant, Id);
    }

    /// <summary>Every saga of every schedule has this id: no two of them meet.</summary>
    public static Guid Id { get; } = MessageIds.Derive(Guid.Empty, "simulated saga");

    /// <summary>What happened, a line for each thing.</summary>
    public string Told => string.Join('\n', _told);

    /// <summary>Runs it to its end, and holds it against the laws.</summary>
    /// <exception cref="Exception">A law is broken.</exception>
    public async Task Run()
    {
        _platform.Reset();
        Hears(_start);
        await DeliverAll();
        foreach (var step in _schedule.Steps)
        {
            _chance.Becomes(step.Which);
            await Happen(step);
            if (!step.Keeps)
                await DispatchAll();
        }

        await Calm();
        await SimulationLaws.Hold(_script, _platform, _participants, _contradicted);
    }

    Task Happen(Step step) => step.What switch
    {
        Happens.Delivered => Deliver(step, Mishap.None),
        Happens.ProcessDies => Deliver(step, new Mishap(DiesAt: 1 + (step.How % 5))),
        Happens.CommitUnknownStored => Deliver(step, new Mishap(LosesOutcomeOf: CommitVariant.Stored)),
        Happens.CommitUnknownNotStored => Deliver(step, new Mishap(LosesOutcomeOf: CommitVariant.NotStored)),
        Happens.Race => Race(step),
        Happens.AcknowledgeLost => Deliver(step, Mishap.None, acknowledged: false),
        Happens.Duplicated => Duplicate(step),
        Happens.ComesAgain => ComesAgain(step),
        Happens.Lost => Lose(step),
        Happens.Contradicted => Deliver(step, Mishap.None, contradicted: true),
        Happens.Rings => Ring(step, Happens.Rings),
        Happens.RingsEarly => Ring(step, Happens.RingsEarly),
        Happens.TimePasses => TimePasses(),
        Happens.RingerDies => Ring(step, Happens.RingerDies),
        Happens.Restart => Restart(step),
        Happens.Sweep => _platform.Sweep(step.Host, ForgottenAfter),
        Happens.Cancelled => Say(_script.Cancellation?.Invoke(Id), "it is cancelled"),
        Happens.StartedAgain => Say(_start, "it is started again"),
        Happens.Ruled => Rule(),
        Happens.SpokenInPause => SpeakInPause(calm: false),
        _ => throw new InvalidOperationException($"{step.What} does not happen"),
    };

    /// <summary>From now on everything arrives; what was lost is asked for again by the clock or by a person.</summary>
    async Task Calm()
    {
        Tell(() => "-- from here on nothing goes wrong any more");
        for (var i = 0; i < CalmStepsMax; i++)
        {
            await SweepAll();
            if (_platform.Broker.Waiting.Count > 0)
                await DeliverTo(_platform.Broker.Waiting[0], i, Mishap.None, calm: true);
            else if (!await Ruled() && !await Spoken(calm: true) && !await RingNext())
                return;
        }

        throw new InvalidOperationException("it does not come to an end");
    }

    async Task DeliverAll()
    {
        await DispatchAll();
        await DeliverTo(_platform.Broker.Waiting[0], 0, Mishap.None, calm: true);
        await DispatchAll();
    }

    async Task DispatchAll()
    {
        await _platform.Dispatch(0);
        await _platform.Dispatch(1);
    }

    /// <summary>What a process forgot, or one that died left behind, is found when it is old enough.</summary>
    async Task SweepAll()
    {
        await DispatchAll();
        if (_platform.OutboxRows == 0)
            return;
        _platform.Pass(_platform.Now + ForgottenAfter);
        await _platform.Sweep(0, ForgottenAfter);
        await _platform.Sweep(1, ForgottenAfter);
        await DispatchAll();
    }

    async Task Deliver(Step step, Mishap mishap, bool acknowledged = true, bool contradicted = false)
    {
        if (Any(step.Which) is { } message)
            await DeliverTo(message, step.Host, mishap, calm: false, acknowledged, contradicted);
    }

    async Task DeliverTo(BrokerMessage message, int host, Mishap mishap, bool calm, bool acknowledged = true, bool contradicted = false)
    {
        if (message.Queue != _script.Queue)
        {
            HearParticipant(message, calm, contradicted);
            return;
        }

        Tell(() => $"{message.Type} is delivered to process {host % 2 + 1}{Named(mishap)}{(message.IsRedelivered ? ", redelivered" : "")}{(acknowledged ? "" : ", and the acknowledge is lost")}");
        await _platform.Deliver(message, host, mishap, acknowledged);
        Tell(() => $"    {(_platform.History(Id).LastOrDefault() is { } entry ? $"{entry.Kind}: {entry.From} -> {entry.To} v{entry.Version} [{string.Join(", ", entry.Sent.Select(x => x.Type))}]" : "")}");
    }

    async Task Race(Step step)
    {
        if (Any(step.Which) is not { } first || first.Queue != _script.Queue)
            return;
        var others = _platform.Broker.Waiting.Where(x => x.Queue == _script.Queue && x.Number != first.Number).Prepend(first).ToList();
        var second = others[step.How % others.Count];
        await DeliverTo(first, step.Host, new Mishap(Meanwhile: () =>
            DeliverTo(second, step.Host + 1, Mishap.None, calm: false).GetAwaiter().GetResult()), calm: false);
    }

    async Task Duplicate(Step step)
    {
        if (Any(step.Which) is not { } message)
            return;
        _platform.Broker.Accept(message with { IsRedelivered = false });
        Tell(() => $"{message.Type} is there twice");
        await Deliver(step, Mishap.None);
    }

    async Task ComesAgain(Step step)
    {
        var old = _platform.Broker.Acknowledged;
        if (old.Count == 0)
            return;
        var again = old[step.Which % old.Count];
        // A person has found that it was not done, and it cannot be undone. Were it done after all, its answer would be one that nobody
        // waits for any more: the error queue shows it to people, and what becomes of it is theirs to say.
        if (LineOf(again, SagaNow()) is { Status: LineStatus.Refused } ruled && _script.Step(ruled.Step).Undo == null)
            return;
        var message = _platform.Broker.Accept(again with { IsRedelivered = false });
        Tell(() => $"{message.Type}, handled long ago, comes again");
        await DeliverTo(message, step.Host, Mishap.None, calm: false);
    }

    /// <summary>A broker loses nothing; a participant and the way to it may.</summary>
    Task Lose(Step step)
    {
        if (Any(step.Which) is { } message && MayLose(message))
        {
            Tell(() => $"{message.Type} is lost");
            _platform.Broker.Lose(message);
        }

        return Task.CompletedTask;
    }

    bool MayLose(BrokerMessage message) => message.Queue == _script.Queue
        ? message is { AnswersStep: { } answers, MustArrive: false } && _participants.MayLoseAnswerTo(answers)
        : _script.Definition.Steps.Any(x => x.CommandType?.Name == message.Type
            || (x.Undo?.CommandType.Name == message.Type && _participants.MayLoseAnswerTo(x.Name)));

    async Task Ring(Step step, Happens what)
    {
        if (_platform.NextTimeout is not { } due)
            return;
        if (what != Happens.RingsEarly)
            _platform.Pass(due);
        Tell(() => $"the clock rings{(what == Happens.RingsEarly ? " before its time" : "")}{(what == Happens.RingerDies ? ", and the process dies before the ring leaves" : "")}");
        await _platform.Ring(step.Host, early: what == Happens.RingsEarly);
        if (what == Happens.RingerDies)
            _platform.Process(step.Host).Start();
    }

    Task TimePasses()
    {
        if (_platform.NextTimeout is { } due)
        {
            Tell(() => "a limit passes, and nobody rings");
            _platform.Pass(due + TimeSpan.FromSeconds(1));
        }

        return Task.CompletedTask;
    }

    async Task Restart(Step step)
    {
        Tell(() => $"process {step.Host + 1} dies while it dispatches, and starts again");
        await _platform.Dispatch(step.Host, dies: true);
        _platform.Process(step.Host).Start();
    }

    async Task<bool> RingNext()
    {
        if (_platform.NextTimeout is not { } due)
            return false;
        _platform.Pass(due);
        Tell(() => "the clock rings");
        await _platform.Ring(0);
        return true;
    }

    Task Rule() => Ruled();

    async Task<bool> Ruled()
    {
        var saga = await Saga();
        if (_script.RulingWord is not { } word || saga.Ledger.Lines.Find(x => x.Question != null) is not { } line)
            return false;
        var step = _script.Step(line.Step);
        var onItsWay = _platform.Broker.Waiting.Any(x => x.Type == step.CommandType?.Name || x.Type == step.Undo?.CommandType.Name)
            || _platform.OutboxRows > 0;
        var ruling = _participants.Finds(line, onItsWay);
        await Say(word(Id, line.Step, line.Item, ruling), $"a person rules {line.Step}: {ruling}");
        return true;
    }

    Task SpeakInPause(bool calm) => Spoken(calm);

    async Task<bool> Spoken(bool calm)
    {
        var saga = await Saga();
        if (_script.Definition.Stages.FirstOrDefault(x => x.Name == saga.CurrentState) is not { Steps: [{ IsPause: true }] } pause)
            return false;
        var back = !calm && _chance.NextDouble() < 0.1;
        if ((_script.SaysInPause(_schedule.Variant, pause.Name, saga, back) ?? _script.SaysInPause(_schedule.Variant, pause.Name, saga, false)) is not { } word)
            return false;
        await Say(word, $"{word.GetType().Name} is said in {pause.Name}");
        return true;
    }

    /// <summary>Somebody outside says something; it waits at the broker like any other message.</summary>
    Task Say(object? message, string told)
    {
        if (message == null)
            return Task.CompletedTask;
        Tell(() => told);
        var said = Hears(message);
        return DeliverTo(said, _said, Mishap.None, calm: false);
    }

    BrokerMessage Hears(object message, string? answers = null, Guid? id = null, bool mustArrive = false)
    {
        var messageId = id ?? MessageIds.Derive(Id, $"said {++_said}");
        return _platform.Broker.Accept(new BrokerMessage(0, _script.Queue, messageId, Name(message.GetType()), Envelope.ContentType,
            Envelope.Of(message, messageId, _script.Queue), OutboxMessage.NoHeaders) { AnswersStep = answers, MustArrive = mustArrive });
    }

    /// <summary>The line that a command was sent for.</summary>
    static LedgerLine? LineOf(BrokerMessage command, ProcessState saga) => saga.Ledger.Lines.Find(x => Enumerable.Range(1, x.Commands)
        .Any(n => MessageIds.Derive(Id, $"{x.Step}/{x.Item}/{n}") == command.MessageId));

    void HearParticipant(BrokerMessage message, bool calm, bool contradicted)
    {
        _platform.Broker.Acknowledge(message);
        if (_script.CommandNamed(_schedule.Variant, message.Type) is not { } type)
            return; // an announcement, which nobody here listens to

        var saga = SagaNow();
        var line = LineOf(message, saga);
        var command = Envelope.Open(message.Body, type);
        if (line == null || _script.Step(line.Step).IsPause)
        {
            if (_script.Answers(_schedule.Variant, type))
                Hears(_script.Says(_schedule.Variant, Says.Yes, command));
            return;
        }

        var isUndo = type == _script.Step(line.Step).Undo?.CommandType;
        var says = _participants.Handle(line.Step, line.Item, isUndo, calm);
        Tell(() => $"{message.Type} is answered {says}");
        var lies = contradicted && says == Says.Yes && MayContradict(line.Step);
        Hears(says == Says.Fault ? Faulted.Of(command, message.MessageId) : _script.Says(_schedule.Variant, says, command), line.Step, mustArrive: lies);
        if (!lies)
            return;
        _contradicted = true;
        Tell(() => $"{message.Type} is also answered No, though it was done");
        Hears(_script.Says(_schedule.Variant, Says.No, command), line.Step);
    }

    /// <summary>Only who can still be told to take it back may contradict himself: past that point a person has to be asked.</summary>
    bool MayContradict(string step) => _script.Step(step) is { Undo: not null, Refusals.Count: > 0, IsPivot: false } && !_script.StageOf(step).PastPointOfNoReturn;

    BrokerMessage? Any(int which) => _platform.Broker.Waiting is { Count: > 0 } waiting ? waiting[which % waiting.Count] : null;

    async Task<ProcessState> Saga() => await _script.Saga(_platform.Process(0).Store, Id) ?? throw new InvalidOperationException("there is no saga");

    ProcessState SagaNow() => Saga().GetAwaiter().GetResult();

    void Tell(Func<string> what)
    {
        if (_tells)
            _told.Add(what());
    }

    static string Name(Type type) => type.IsGenericType ? $"Fault<{type.GetGenericArguments()[0].Name}>" : type.Name;

    static string Named(Mishap mishap) => mishap switch
    {
        { DiesAt: > 0 } => $", which dies at its effect {mishap.DiesAt}",
        { LosesOutcomeOf: { } variant } => $", which never hears of its commit ({variant})",
        { Meanwhile: not null } => ", while the other process handles another message",
        _ => "",
    };
}

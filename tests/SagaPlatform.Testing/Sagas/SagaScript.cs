using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// What the test kit has to be told of a saga: how it starts, how its participants speak, how it is cancelled and ruled. All
/// else it reads from <see cref="ProcessDefinition"/>. Derive from <see cref="SagaScript{TMachine, TState}"/>.
/// </summary>
public abstract class SagaScript
{
    private protected static readonly IReadOnlyDictionary<string, string?> Nothing = new Dictionary<string, string?>();

    readonly List<string> _variants = [];
    readonly Dictionary<(string Step, Trouble Trouble), string> _expected = [];
    readonly HashSet<string> _afterTrouble = [];

    private protected SagaScript(EmbeddedFamily family, string queue) => (Family, Queue) = (family, queue);

    /// <summary>The saga without participants: the script answers.</summary>
    public EmbeddedFamily Family { get; private protected set; }

    /// <summary>The saga's own queue.</summary>
    public string Queue { get; }

    /// <summary>The process, as its machine declares it.</summary>
    public abstract ProcessDefinition Definition { get; }

    /// <summary>The names of the ways it may start.</summary>
    public IReadOnlyList<string> Variants => _variants;

    internal abstract Type MachineType { get; }

    internal Func<Guid, object>? Cancellation { get; private set; }

    internal Func<Guid, string, string, Ruling, object>? RulingWord { get; private set; }

    /// <summary>How somebody cancels. Left unsaid for a saga that cannot be cancelled.</summary>
    /// <param name="word">Makes the message from the saga's id.</param>
    protected void CancelledBy(Func<Guid, object> word) => Cancellation = word;

    /// <summary>How a person answers a question. Left unsaid for a saga that never asks one.</summary>
    /// <param name="word">Makes the message from the saga's id, the step, the item and the ruling.</param>
    protected void RuledBy(Func<Guid, string, string, Ruling, object> word) => RulingWord = word;

    /// <summary>Says where the business wants another end of a trouble than the declaration lets expect.</summary>
    /// <param name="step">The step in trouble.</param>
    /// <param name="trouble">The trouble.</param>
    /// <param name="state">The state it then ends or waits in.</param>
    protected void Expects(string step, Trouble trouble, string state) => _expected[(step, trouble)] = state;

    /// <summary>Says that a step is asked only after some other trouble: the saga's own tests show it.</summary>
    /// <param name="step">The step.</param>
    protected void AskedAfterTroubleOnly(string step) => _afterTrouble.Add(step);

    internal bool IsAskedAfterTroubleOnly(string step) => _afterTrouble.Contains(step);

    internal string? Expected(string step, Trouble trouble) => _expected.GetValueOrDefault((step, trouble));

    internal StepDefinition Step(string name) => Definition.Steps.Single(x => x.Name == name);

    internal StageDefinition StageOf(string step) => Definition.Stages.Single(x => x.Steps.Any(s => s.Name == step));

    internal int IndexOf(string stage) => Definition.Stages.ToList().FindIndex(x => x.Name == stage);

    /// <summary>A command of the process, or one that the script answers, by its short name.</summary>
    internal Type? CommandNamed(string variant, string name) => Definition.Steps.SelectMany(x => (Type?[])[x.CommandType, x.Undo?.CommandType])
        .FirstOrDefault(x => x?.Name == name) ?? Answered(variant, name);

    private protected abstract Type? Answered(string variant, string name);

    internal abstract bool Answers(string variant, Type command);

    private protected void Add(string variant)
    {
        if (_variants.Contains(variant))
            throw new InvalidOperationException($"{GetType().Name}: there are two variants named {variant}.");
        _variants.Add(variant);
    }

    /// <summary>The message that starts a variant.</summary>
    public abstract object Start(string variant, Guid id);

    internal abstract object Says(string variant, Says what, object command);

    /// <summary>What is said in a pause; null when the script does not say.</summary>
    internal abstract object? SaysInPause(string variant, string pause, ProcessState saga, bool givesBack);

    internal abstract bool SpeaksInPause(string variant, string pause);

    internal abstract bool MayTurnBack(string variant, string pause);

    internal abstract IEnumerable<string> Gaps();

    internal abstract Task<ProcessState?> Saga(IPlatformStore store, Guid id);

    internal abstract void ShouldFollow(IReadOnlyList<HistoryEntry> history);

    internal abstract WalkedSaga Walk(string variant, Guid id);

    /// <summary>From now on the process is the one that it is under these settings.</summary>
    internal abstract void Under(IReadOnlyDictionary<string, string?> settings);

    /// <summary>The process as it is under other settings.</summary>
    internal abstract ProcessDefinition DefinitionWith(IReadOnlyDictionary<string, string?> settings);

    internal IConfiguration Settings(IReadOnlyDictionary<string, string?> others) =>
        new ConfigurationBuilder().AddInMemoryCollection(Family.Settings).AddInMemoryCollection(others).Build();

    /// <summary>What the machine is made of, without a bus.</summary>
    internal ServiceProvider Services(IConfiguration configuration)
    {
        var services = new ServiceCollection();
        services.AddSingleton<TimeProvider>(new VirtualTime());
        services.AddLogging();
        Family.Services(services, configuration);
        return services.BuildServiceProvider();
    }
}

/// <summary>The script of one saga: its constructor says what the test kit cannot read from the machine.</summary>
/// <remarks>Messages are made anew each time they are said, from nothing but what they answer: a repeat says the same.</remarks>
/// <typeparam name="TMachine">The saga's machine.</typeparam>
/// <typeparam name="TState">The saga's state.</typeparam>
public abstract class SagaScript<TMachine, TState> : SagaScript
    where TMachine : ProcessStateMachine<TState>
    where TState : ProcessState, new()
{
    /// <summary>The first way to start.</summary>
    public const string Plain = "plain";

    readonly Speech<TState> _speech = new();
    readonly Dictionary<string, (Func<Guid, object> Start, Speech<TState> Speech)> _starts = [];
    Lazy<TMachine> _machine;

    /// <param name="family">The saga without participants, from a static field.</param>
    /// <param name="queue">The saga's own queue.</param>
    protected SagaScript(EmbeddedFamily family, string queue) : base(family, queue) => _machine = new(() => Make(Settings(Nothing)));

    /// <inheritdoc />
    public override ProcessDefinition Definition => Machine.Definition;

    internal TMachine Machine => _machine.Value;

    /// <summary>The message that starts it in the plainest way: every step without a condition is reached.</summary>
    protected void StartedBy(Func<Guid, object> start) => Variant(Plain, start);

    /// <summary>Another way to start it, so that steps with a condition are reached.</summary>
    /// <param name="name">What is different, in words.</param>
    /// <param name="start">Makes the message from the saga's id.</param>
    /// <param name="says">Where participants answer differently then.</param>
    protected void Variant(string name, Func<Guid, object> start, Action<Speech<TState>>? says = null)
    {
        Add(name);
        var speech = new Speech<TState>(_speech);
        says?.Invoke(speech);
        _starts[name] = (start, speech);
    }

    /// <inheritdoc cref="Speech{TState}.When{TCommand}"/>
    protected void When<TCommand>(Func<TCommand, object> yes, Func<TCommand, object>? no = null) where TCommand : class => _speech.When(yes, no);

    /// <inheritdoc cref="Speech{TState}.WhenUndone{TCommand}"/>
    protected void WhenUndone<TCommand>(Func<TCommand, object> gone) where TCommand : class => _speech.WhenUndone(gone);

    /// <inheritdoc cref="Speech{TState}.InPause"/>
    protected void InPause(string pause, Func<TState, object> goesOn, Func<TState, object>? givesBack = null, Action<TState>? remembers = null) =>
        _speech.InPause(pause, goesOn, givesBack, remembers);

    /// <inheritdoc />
    public override object Start(string variant, Guid id) => _starts[variant].Start(id);

    internal override object Says(string variant, Says what, object command) => _starts[variant].Speech.Says(what, command);

    internal override object? SaysInPause(string variant, string pause, ProcessState saga, bool givesBack)
    {
        var speech = _starts[variant].Speech.Pause(pause);
        return (givesBack ? speech?.GivesBack : speech?.GoesOn)?.Invoke((TState)saga);
    }

    internal override bool SpeaksInPause(string variant, string pause) => _starts[variant].Speech.Pause(pause) != null;

    internal override bool MayTurnBack(string variant, string pause) => _starts[variant].Speech.Pause(pause)?.GivesBack != null;

    private protected override Type? Answered(string variant, string name) => _starts[variant].Speech.CommandNamed(name);

    internal override bool Answers(string variant, Type command) => _starts[variant].Speech.Answers(command);

    internal Speech<TState> SpeechOf(string variant) => _starts[variant].Speech;

    /// <summary>What the machine needs to hear and the script does not say.</summary>
    internal override IEnumerable<string> Gaps()
    {
        if (_starts.Count == 0)
            yield return "StartedBy(...)";
        foreach (var (variant, (_, speech)) in _starts)
            foreach (var step in Definition.Steps)
            {
                if (step is { IsPause: false, CommandType: { } command } && !speech.Answers(command))
                    yield return $"{variant}: When<{command.Name}>(yes: ...) for {step.Name}";
                if (step is { IsPause: false, CommandType: { } refused, Refusals.Count: > 0 } && !speech.Refuses(refused))
                    yield return $"{variant}: When<{refused.Name}>(no: ...) for {step.Name}";
                if (step.Undo is { } undo && !speech.Confirms(undo.CommandType))
                    yield return $"{variant}: WhenUndone<{undo.CommandType.Name}>(...) for {step.Name}";
            }
    }

    internal override async Task<ProcessState?> Saga(IPlatformStore store, Guid id) => await store.Find<TState>(id, null, CancellationToken.None);

    internal override void ShouldFollow(IReadOnlyList<HistoryEntry> history) => history.ShouldFollow(Machine);

    internal override WalkedSaga Walk(string variant, Guid id) => new WalkedSaga<TMachine, TState>(this, variant, id);

    internal override Type MachineType => typeof(TMachine);

    internal override void Under(IReadOnlyDictionary<string, string?> settings)
    {
        Family = Family.With(settings);
        _machine = new(() => Make(Settings(Nothing)));
    }

    internal override ProcessDefinition DefinitionWith(IReadOnlyDictionary<string, string?> settings) => Make(Settings(settings)).Definition;

    TMachine Make(IConfiguration configuration)
    {
        using var services = Services(configuration);
        return ActivatorUtilities.CreateInstance<TMachine>(services);
    }
}

/// <summary>Troubles of a step, by name.</summary>
public enum Trouble
{
    /// <summary>The participant says no.</summary>
    Refused,

    /// <summary>Nobody answers, however often it is asked.</summary>
    Silent,

    /// <summary>The command cannot be handled, however often it is asked.</summary>
    Faulted,

    /// <summary>The answer comes when nobody waits for it any more.</summary>
    AnsweredLate,
}

using MassTransit;
using MassTransit.SagaStateMachine;
using SagaPlatform.Core.History;

namespace SagaPlatform.Core.Sagas;

// What happens inside one event: the rules are applied, their effects leave, the state and the clock follow.
public abstract partial class ProcessStateMachine<TState>
{
    /// <summary>Lets the process act on an event, do what follows, and set the one clock to the earliest limit.</summary>
    internal EventActivityBinder<TState, T> Drive<T>(EventActivityBinder<TState, T> when, Action<Conduct<TState>, BehaviorContext<TState, T>> act,
        Func<string, IEnumerable<string>> mayLeadTo) where T : class => when
        .Add(new Course<T>(this, act, mayLeadTo))
        .If(x => ClockChange.Of(x).IsSet, x => x
            .Schedule(_clock, c => new ProcessClockRang(c.Saga.CorrelationId, c.Saga.Ledger.RingsAt!.Value), c => c.Saga.Ledger.RingsAt!.Value.UtcDateTime))
        .If(x => ClockChange.Of(x).IsStopped, x => x
            .Unschedule(_clock));

    EventActivityBinder<TState, T> Drive<T>(EventActivityBinder<TState, T> when, Action<Conduct<TState>, T> act, IEnumerable<string> mayLeadTo)
        where T : class => Drive(when, (conduct, x) => act(conduct, x.Message), _ => mayLeadTo);

    /// <summary>A ring is applied once, though a pause's own During and the process itself both hear it.</summary>
    static void RingOnce(Conduct<TState> conduct, BehaviorContext<TState, ProcessClockRang> context)
    {
        if (RingHeard.In(context))
            return;
        var isOfLine = IsOfLine(context);
        conduct.Rang(context.Message.Due);
        if (conduct.Outcome.Kind == OutcomeKind.Consumed)
            context.GetOrAddPayload(() => new RingHeard(isOfLine));
    }

    /// <summary>A pause hears its own ring, not that of a deadline of the whole process.</summary>
    static bool RingsForPause(BehaviorContext<TState, ProcessClockRang> context) =>
        context.TryGetPayload<RingHeard>(out var heard) ? heard.IsOfLine : context.Message.Due == context.Saga.Ledger.RingsAt && IsOfLine(context);

    static bool IsOfLine(BehaviorContext<TState, ProcessClockRang> context) =>
        context.Saga.Ledger.Lines.Exists(x => x.Due <= context.Message.Due);

    static void Note(PipeContext context, EventOutcome outcome)
    {
        if (!context.TryGetPayload<ITransitionNotes>(out var notes))
            return;
        switch (outcome.Kind)
        {
            case OutcomeKind.Consumed: notes.Consumed(); break;
            case OutcomeKind.Ignored: notes.Ignored(outcome.Reason); break;
            case OutcomeKind.Stale: notes.Stale(outcome.Reason); break;
            case OutcomeKind.Refused: notes.Refused(outcome.Reason); break;
        }
    }

    static Task Say(BehaviorContext<TState> context, Effect effect) => effect switch
    {
        Command command => Send(context, command),
        Announcement announcement => context.Publish(announcement.Message, announcement.Message.GetType(),
            Pipe.Execute<PublishContext>(x => x.CorrelationId = context.Saga.CorrelationId), context.CancellationToken),
        Reply reply => Send(context, reply),
        _ => Task.CompletedTask,
    };

    /// <summary>The answer and the fault come back to the queue that this event came from.</summary>
    static async Task Send(BehaviorContext<TState> context, Command command)
    {
        var home = context.ReceiveContext.InputAddress;
        var participant = await context.GetSendEndpoint(new Uri($"queue:{command.Queue}"));
        await participant.Send(command.Message, command.Message.GetType(), Pipe.Execute<SendContext>(x =>
        {
            x.MessageId = command.MessageId;
            x.CorrelationId = context.Saga.CorrelationId;
            x.ResponseAddress = home;
            x.FaultAddress = home;
        }), context.CancellationToken);
    }

    static async Task Send(BehaviorContext<TState> context, Reply reply)
    {
        var asker = await context.GetSendEndpoint(reply.Address);
        await asker.Send(reply.Message, reply.Message.GetType(), Pipe.Execute<SendContext>(x =>
        {
            x.MessageId = reply.MessageId;
            x.CorrelationId = context.Saga.CorrelationId;
            x.RequestId = reply.RequestId;
        }), context.CancellationToken);
    }

    /// <summary>The one activity behind every step: change the ledger, say what follows, go to the state that follows.</summary>
    sealed class Course<T>(ProcessStateMachine<TState> process, Action<Conduct<TState>, BehaviorContext<TState, T>> act,
        Func<string, IEnumerable<string>> mayLeadTo) : IStateMachineActivity<TState, T>, IDrawsArrows where T : class
    {
        public async Task Execute(BehaviorContext<TState, T> context, IBehavior<TState, T> next)
        {
            var conduct = process.Conduct(context.Saga);
            act(conduct, context);
            var state = process.GetState(conduct.Proceed());

            var clock = ClockChange.Of(context);
            clock.IsSet = clock.IsStopped = false;
            foreach (var effect in conduct.Effects)
                switch (effect)
                {
                    case ClockSet: clock.IsSet = true; break;
                    case ClockStopped: clock.IsStopped = true; break;
                    default: await Say(context, effect); break;
                }

            await context.TransitionToState(state);
            Note(context, conduct.Outcome);
            await next.Execute(context);
        }

        public Task Faulted<TException>(BehaviorExceptionContext<TState, T, TException> context, IBehavior<TState, T> next)
            where TException : Exception => next.Faulted(context);

        public IEnumerable<string> From(string state) => mayLeadTo(state);

        public void Accept(StateMachineVisitor visitor) // draws the arrows: a visitor cannot see into a ledger
        {
            visitor.Visit(this);
            var states = process.StateNames;
            foreach (var state in states.SelectMany(mayLeadTo).Distinct(StringComparer.Ordinal).Where(states.Contains))
                visitor.Visit(new Arrow(process.GetState(state), process.Accessor));
        }

        public void Probe(ProbeContext context) => context.CreateScope("course");
    }

    /// <summary>Shows MassTransit's own visitors that a course may change the state.</summary>
    sealed class Arrow(State<TState> to, IStateAccessor<TState> accessor) : TransitionActivity<TState>(to, accessor), IDrawnArrow;

    /// <summary>An event that is known to be harmless here: it changes nothing, and is noted.</summary>
    sealed class Unheeded<T>(string reason) : IStateMachineActivity<TState, T> where T : class
    {
        public Task Execute(BehaviorContext<TState, T> context, IBehavior<TState, T> next)
        {
            Note(context, new EventOutcome(OutcomeKind.Ignored, reason));
            return next.Execute(context);
        }

        public Task Faulted<TException>(BehaviorExceptionContext<TState, T, TException> context, IBehavior<TState, T> next)
            where TException : Exception => next.Faulted(context);

        public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

        public void Probe(ProbeContext context) => context.CreateScope("unheeded");
    }

    /// <summary>The first message came again: a repeat when it says the same, else somebody reused an id.</summary>
    sealed class StartedAgain<T>(ProcessStateMachine<TState> process) : IStateMachineActivity<TState, T> where T : class
    {
        public async Task Execute(BehaviorContext<TState, T> context, IBehavior<TState, T> next)
        {
            var conduct = process.Conduct(context.Saga);
            conduct.StartedAgain(ContentFingerprint.Of(context.Message) == context.Saga.Fingerprint, Asker.Of(context));
            foreach (var effect in conduct.Effects)
                await Say(context, effect);
            Note(context, conduct.Outcome);
            await next.Execute(context);
        }

        public Task Faulted<TException>(BehaviorExceptionContext<TState, T, TException> context, IBehavior<TState, T> next)
            where TException : Exception => next.Faulted(context);

        public void Accept(StateMachineVisitor visitor) => visitor.Visit(this);

        public void Probe(ProbeContext context) => context.CreateScope("startedAgain");
    }

    /// <summary>What the rules decided about the clock; the schedule activities after the course carry it out.</summary>
    sealed class ClockChange
    {
        public bool IsSet { get; set; }
        public bool IsStopped { get; set; }

        public static ClockChange Of(PipeContext context) => context.GetOrAddPayload(() => new ClockChange());
    }

    /// <summary>Marks an event whose ring has been applied.</summary>
    sealed class RingHeard(bool isOfLine)
    {
        public bool IsOfLine => isOfLine;

        public static bool In(PipeContext context) => context.TryGetPayload<RingHeard>(out _);
    }
}

/// <summary>How a During of your own hands the process back.</summary>
public static class ProcessVerbs
{
    /// <summary>The pause is over: the next stage is entered.</summary>
    /// <param name="when">The event that ends it.</param>
    /// <param name="process">The process itself.</param>
    public static EventActivityBinder<TState, T> GoesOn<TState, T>(this EventActivityBinder<TState, T> when, ProcessStateMachine<TState> process)
        where TState : ProcessState where T : class =>
        process.Drive(when, (conduct, _) => conduct.GoOn(), process.AfterPause);

    /// <summary>Everything asked so far is given back.</summary>
    /// <param name="when">The event that decides it.</param>
    /// <param name="process">The process itself.</param>
    /// <param name="reason">Why.</param>
    public static EventActivityBinder<TState, T> GivesBack<TState, T>(this EventActivityBinder<TState, T> when, ProcessStateMachine<TState> process,
        Func<T, string> reason) where TState : ProcessState where T : class =>
        process.Drive(when, (conduct, x) => conduct.TurnBack(reason(x.Message)), process.BackFromPause);
}

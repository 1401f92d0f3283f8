using MassTransit;
using MassTransit.SagaStateMachine;

namespace SagaPlatform.Core.Sagas;

/// <summary>An arrow of a state machine: this event may lead from this state to that one.</summary>
sealed record MachineTransition(string From, string Event, string To);

/// <summary>An activity that decides the next state at run time, and can say which ones there are.</summary>
interface IDrawsArrows
{
    /// <summary>The states it may lead to from this one; some may not exist in the machine.</summary>
    IEnumerable<string> From(string state);
}

/// <summary>An arrow that an <see cref="IDrawsArrows"/> shows to visitors that do not know it.</summary>
interface IDrawnArrow;

/// <summary>Reads the arrows off a machine: those of its steps, and those of its own During and When.</summary>
static class MachineTransitions
{
    /// <summary>The arrows in the order of the states, then of the events; staying in a state is no arrow.</summary>
    public static IReadOnlyList<MachineTransition> Of<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        var visitor = new Visitor<TState>(machine.StateNames);
        machine.Accept(visitor);
        var states = machine.StateNames.ToList();
        var events = machine.Heard.Select(x => x.Name).ToList();
        return [.. visitor.Arrows
            .OrderBy(x => states.IndexOf(x.From)).ThenBy(x => states.IndexOf(x.To)).ThenBy(x => events.IndexOf(x.Event))];
    }

    /// <summary>A state visits its events in turn, and after each one the activities it leads to.</summary>
    sealed class Visitor<TState>(IReadOnlyList<string> states) : StateMachineVisitor where TState : ProcessState
    {
        readonly IReadOnlyList<string> _states = states;
        State? _state;
        Event? _event;

        public HashSet<MachineTransition> Arrows { get; } = [];

        public void Visit(State state, Action<State> next)
        {
            _state = state;
            next(state);
        }

        public void Visit(Event @event, Action<Event> next)
        {
            _event = @event;
            next(@event);
        }

        public void Visit<TData>(Event<TData> @event, Action<Event<TData>> next) where TData : class
        {
            _event = @event;
            next(@event);
        }

        public void Visit(IStateMachineActivity activity, Action<IStateMachineActivity> next)
        {
            if (activity is IDrawsArrows course && _state is { } here)
                foreach (var to in course.From(here.Name).Where(_states.Contains))
                    Found(to);
            else if (activity is TransitionActivity<TState> transition and not IDrawnArrow)
                Found(transition.ToState.Name);
            next(activity);
        }

        void Found(string to)
        {
            if (_state is { } from && _event is { } on && to != from.Name)
                Arrows.Add(new MachineTransition(from.Name, on.Name, to));
        }

        public void Visit<T>(IBehavior<T> behavior) where T : class, SagaStateMachineInstance => Visit(behavior, _ => { });

        public void Visit<T, TData>(IBehavior<T, TData> behavior) where T : class, SagaStateMachineInstance where TData : class =>
            Visit(behavior, _ => { });

        public void Visit<T>(IBehavior<T> behavior, Action<IBehavior<T>> next) where T : class, SagaStateMachineInstance =>
            next(behavior);

        public void Visit<T, TData>(IBehavior<T, TData> behavior, Action<IBehavior<T, TData>> next)
            where T : class, SagaStateMachineInstance where TData : class => next(behavior);

        public void Visit(IStateMachineActivity activity) => Visit(activity, _ => { });
    }
}

using MassTransit;
using MassTransit.SagaStateMachine;

namespace SagaPlatform.Core.Sagas;

/// <summary>An arrow of a state machine: this event may lead from this state to that one.</summary>
sealed record MachineTransition(string From, string Event, string To);

/// <summary>Reads the arrows off a machine: those of its steps, and those of its own During and When.</summary>
static class MachineTransitions
{
    /// <summary>The arrows in the order of the states, then of the events; staying in a state is no arrow.</summary>
    public static IReadOnlyList<MachineTransition> Of<TState>(ProcessStateMachine<TState> machine) where TState : ProcessState
    {
        var visitor = new Visitor<TState>();
        machine.Accept(visitor);
        var states = machine.StateNames.ToList();
        var events = machine.Events.Select(x => x.Name).ToList();
        return [.. visitor.Found
            .OrderBy(x => states.IndexOf(x.From)).ThenBy(x => states.IndexOf(x.To)).ThenBy(x => events.IndexOf(x.Event))];
    }

    /// <summary>A state visits its events in turn, and after each one the activities it leads to.</summary>
    sealed class Visitor<TState> : StateMachineVisitor where TState : ProcessState
    {
        State? _state;
        Event? _event;

        public HashSet<MachineTransition> Found { get; } = [];

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
            if (activity is TransitionActivity<TState> to && _state is { } from && _event is { } on && to.ToState.Name != from.Name)
                Found.Add(new MachineTransition(from.Name, on.Name, to.ToState.Name));
            next(activity);
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

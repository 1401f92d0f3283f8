using System.Linq.Expressions;
using MassTransit;

namespace SagaPlatform.Core.Sagas;

// MassTransit binds the ring of a Schedule in the states that exist when it is declared. The states of a process come later,
// so their rings are bound here, at the end: a ring that nobody waits for any more is no fault.
public abstract partial class ProcessStateMachine<TState>
{
    readonly List<Action> _rings = [];

    /// <summary>A timeout of your own beside the process's clock, for a During: one that is overtaken changes nothing.</summary>
    /// <param name="schedule">The property that holds it.</param>
    /// <param name="token">The property of the state that holds its token.</param>
    /// <param name="configure">Its delay, and whom its ring belongs to.</param>
    /// <remarks>MassTransit counts a plain delay from the system's clock; where tests move time, schedule for a moment instead.</remarks>
    protected new void Schedule<T>(
        Expression<Func<Schedule<TState, T>>> schedule, Expression<Func<TState, Guid?>> token, Action<IScheduleConfigurator<TState, T>>? configure = null)
        where T : class
    {
        Unended(nameof(Schedule));
        base.Schedule(schedule, token, configure);
        var declared = schedule.Compile()();
        _rings.Add(() => BindRing(declared));
    }

    void BindRing<T>(Schedule<TState, T> schedule) where T : class
    {
        foreach (var state in StateNames.Skip(1).Select(GetState).Where(x => !NextEvents(x).Contains(schedule.AnyReceived)))
            if (NextEvents(state).Contains(schedule.Received))
                During(state, When(schedule.AnyReceived).ThenAsync(x => Ring(x, schedule)));
            else
                During(state, When(schedule.AnyReceived).Then(_ => { }));
    }

    static async Task Ring<T>(BehaviorContext<TState, T> context, Schedule<TState, T> schedule) where T : class
    {
        var token = schedule.GetTokenId(context.Saga);
        if (token == null || (context.TryGetPayload<ConsumeContext>(out var message) && message.GetSchedulingTokenId() is { } rung && rung != token))
            return;

        await context.Raise(schedule.Received, context.Message);
        if (schedule.GetTokenId(context.Saga) == token)
            schedule.SetTokenId(context.Saga, null);
    }
}

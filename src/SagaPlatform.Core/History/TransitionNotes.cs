using MassTransit;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.History;

/// <summary>What a machine says of the event it hears, the last word counting. Until it says anything, the event was ignored.</summary>
sealed class TransitionNotes : ITransitionNotes
{
    public HistoryKind Kind { get; private set; } = HistoryKind.Ignored;

    public string? Reason { get; private set; }

    public void Consumed() => Is(HistoryKind.Consumed, null);

    public void Ignored(string reason) => Is(HistoryKind.Ignored, reason);

    public void Stale(string reason) => Is(HistoryKind.Stale, reason);

    public void Refused(string reason) => Is(HistoryKind.Refused, reason);

    void Is(HistoryKind kind, string? reason) => (Kind, Reason) = (kind, reason);
}

/// <summary>An event that a plain During acts on was consumed, without the author having to say so.</summary>
sealed class PlainEventNotes<TState> : IEventObserver<TState> where TState : ProcessState
{
    /// <summary>A Schedule hears every ring by this event, and raises its own only for the ring that is still wanted.</summary>
    const string AnyRing = ".AnyReceived";

    public Task PreExecute(BehaviorContext<TState> context) => Heard(context, context.Event);

    public Task PreExecute<T>(BehaviorContext<TState, T> context) where T : class => Heard(context, context.Event);

    public Task PostExecute(BehaviorContext<TState> context) => Task.CompletedTask;

    public Task PostExecute<T>(BehaviorContext<TState, T> context) where T : class => Task.CompletedTask;

    public Task ExecuteFault(BehaviorContext<TState> context, Exception exception) => Task.CompletedTask;

    public Task ExecuteFault<T>(BehaviorContext<TState, T> context, Exception exception) where T : class => Task.CompletedTask;

    static Task Heard(PipeContext context, Event heard)
    {
        if (!context.TryGetPayload<ITransitionNotes>(out var notes))
            return Task.CompletedTask;

        if (heard.Name.EndsWith(AnyRing, StringComparison.Ordinal))
            notes.Stale("The timeout was cancelled or set again before it rang.");
        else
            notes.Consumed();
        return Task.CompletedTask;
    }
}

using FluentValidation;
using MassTransit;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Hosting;

public interface IErrandMessage
{
    Guid ErrandId { get; }
}

public sealed record StartErrand(Guid ErrandId) : IErrandMessage;

/// <summary>Lets the saga do what the test says: <see cref="ErrandScript"/>.</summary>
public sealed record Nudge(Guid ErrandId, int Nth = 1) : IErrandMessage;

public sealed record Remind(Guid ErrandId) : IErrandMessage;

public sealed record ForgetIt(Guid ErrandId) : IErrandMessage;

public sealed record RemindAndForget(Guid ErrandId) : IErrandMessage;

public sealed record Reminder(Guid ErrandId) : IErrandMessage;

public sealed record FinishErrand(Guid ErrandId) : IErrandMessage;

public sealed record AbandonErrand(Guid ErrandId) : IErrandMessage;

public sealed record ErrandWord(Guid ErrandId, string Text);

public sealed record ErrandFinished(Guid ErrandId);

public sealed record ErrandAbandoned(Guid ErrandId);

public sealed record ErrandAsks(Guid ErrandId, string Question);

public sealed class ErrandState : ProcessState
{
    public Guid? ReminderToken { get; set; }

    public int Nudges { get; set; }

    public int Reminders { get; set; }
}

/// <summary>What the saga and the consumer do next, and how often they ran.</summary>
public sealed class ErrandScript
{
    int _ran;

    public Func<BehaviorContext<ErrandState, Nudge>, Task> OnNudge { get; set; } = _ => Task.CompletedTask;

    public Func<ConsumeContext<Nudge>, IServiceProvider, Task> OnConsume { get; set; } = (_, _) => Task.CompletedTask;

    /// <summary>Runs at every attempt at a nudge, before the saga is read.</summary>
    public Action<Nudge> OnAttempt { get; set; } = _ => { };

    public int Ran => Volatile.Read(ref _ran);

    public void Runs() => Interlocked.Increment(ref _ran);
}

/// <summary>A saga of plain MassTransit means: During, When, Schedule and Unschedule, in one state of its own.</summary>
public sealed class Errand : ProcessStateMachine<ErrandState>
{
    public Errand(ErrandScript script, TimeProvider time) : base(time)
    {
        Correlates<IErrandMessage>(m => m.ErrandId);
        var (nudge, remind, forget, both) = (Hears<Nudge>(), Hears<Remind>(), Hears<ForgetIt>(), Hears<RemindAndForget>());
        var finish = Hears<FinishErrand>();

        StartedBy<StartErrand>((_, _) => { });

        var waiting = Pause("Waiting", rings: TimeSpan.FromDays(1));
        Schedule(() => Later, x => x.ReminderToken, x =>
        {
            x.Delay = TimeSpan.FromHours(1);
            x.Received = r => r.CorrelateById(m => m.Message.ErrandId);
        });
        During(waiting,
            When(nudge)
                .ThenAsync(x =>
                {
                    x.Saga.Nudges++;
                    script.Runs();
                    return script.OnNudge(x);
                }),
            When(remind)
                .Schedule(Later, x => new Reminder(x.Saga.CorrelationId), _ => InAnHour(time)),
            When(forget)
                .Unschedule(Later),
            When(both)
                .Schedule(Later, x => new Reminder(x.Saga.CorrelationId), _ => InAnHour(time))
                .Unschedule(Later),
            When(Later.Received)
                .Then(x => x.Saga.Reminders++),
            When(finish)
                .GoesOn(this),
            WhenItRings()
                .Then(_ => { }));

        CancellableBy<AbandonErrand>(_ => "Changed my mind.");
        Ends(completed: x => new ErrandFinished(x.CorrelationId),
            cancelled: (x, _) => new ErrandAbandoned(x.CorrelationId),
            needsAttention: (x, question) => new ErrandAsks(x.CorrelationId, question));
    }

    /// <summary>A plain delay would count from the system's clock, not from the machine's.</summary>
    static DateTime InAnHour(TimeProvider time) => time.GetUtcNow().UtcDateTime + TimeSpan.FromHours(1);

    public Schedule<ErrandState, Reminder> Later { get; private set; } = null!;
}

/// <summary>A nudge has a number above 0; the script is told of every attempt.</summary>
public sealed class NudgeRules : AbstractValidator<Nudge>
{
    public NudgeRules(ErrandScript script)
    {
        RuleFor(x => x.Nth).GreaterThan(0);
        RuleFor(x => x).Must(x =>
        {
            script.OnAttempt(x);
            return true;
        });
    }
}

/// <summary>A consumer that does what the test says.</summary>
public sealed class Porter(ErrandScript script, IServiceProvider services) : IConsumer<Nudge>
{
    public Task Consume(ConsumeContext<Nudge> context)
    {
        script.Runs();
        return script.OnConsume(context, services);
    }
}

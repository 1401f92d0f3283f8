using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Orders.Ride;

/// <summary>What a ride does while it is looked after.</summary>
static class RideVerbs
{
    static readonly Uri Monitoring = new($"queue:{Queues.RideMonitoring}");

    /// <summary>Asks the monitoring again; the answer comes back to the ride.</summary>
    public static EventActivityBinder<RideState, T> LooksAgain<T, TCommand>(this EventActivityBinder<RideState, T> when, Func<RideState, TCommand> command)
        where T : class where TCommand : class => when.ThenAsync(x => Send(x, command(x.Saga)));

    /// <summary>Keeps an alert and brings it before a person, once; the ride goes on.</summary>
    public static EventActivityBinder<RideState, T> Alarms<T>(this EventActivityBinder<RideState, T> when, Func<T, Guid> alertId, Func<T, string> what)
        where T : class => when.ThenAsync(x => Alarm(x, alertId(x.Message), what(x.Message)));

    /// <summary>Reminds people of every alert that nobody has looked at, with every so many looks at the ride.</summary>
    public static EventActivityBinder<RideState, T> RemindsOfAlerts<T>(this EventActivityBinder<RideState, T> when, int everyLooks)
        where T : class => when.ThenAsync(async x =>
        {
            foreach (var alert in x.Saga.LookedAt(everyLooks))
                await Send(x, Escalation(x.Saga, alert));
        });

    /// <summary>A ride that takes too long is an alert like any other.</summary>
    public static EventActivityBinder<RideState, T> AlarmsWhenOverdue<T>(this EventActivityBinder<RideState, T> when, string pause, int looksMax, TimeSpan limit)
        where T : class => when.ThenAsync(x => Looks(x.Saga, pause) < looksMax ? Task.CompletedTask
            : Alarm(x, MessageIds.Derive(x.Saga.CorrelationId, "overdue"), $"The ride has taken longer than {limit}."));

    /// <summary>How often the clock of a pause has rung.</summary>
    public static int Looks(RideState ride, string pause) => ride.Ledger.Line(pause)?.Attempts ?? 0;

    static Task Alarm<T>(BehaviorContext<RideState, T> x, Guid alertId, string what) where T : class =>
        x.Saga.IsAlarmed(alertId, what) ? Send(x, Escalation(x.Saga, x.Saga.Alerts[^1])) : Task.CompletedTask;

    static EscalateAlert Escalation(RideState ride, RideAlert alert) => new(ride.CorrelationId, alert.AlertId, ride.DriverId, alert.What);

    static async Task Send<T, TCommand>(BehaviorContext<RideState, T> x, TCommand command) where T : class where TCommand : class
    {
        var endpoint = await x.GetSendEndpoint(Monitoring);
        await endpoint.Send(command, Pipe.Execute<SendContext<TCommand>>(send =>
            (send.CorrelationId, send.ResponseAddress, send.FaultAddress) = (x.Saga.CorrelationId, x.ReceiveContext.InputAddress, x.ReceiveContext.InputAddress)));
    }
}

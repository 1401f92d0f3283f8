using MassTransit;

namespace SagaPlatform.Benchmarks.Workload;

/// <summary>What the yardstick keeps of an order, in memory.</summary>
public sealed class StockOrderState : SagaStateMachineInstance
{
    /// <inheritdoc/>
    public Guid CorrelationId { get; set; }

    /// <summary>The state's name.</summary>
    public string CurrentState { get; set; } = "";

    /// <summary>Whose order.</summary>
    public string CustomerId { get; set; } = "";

    /// <summary>What it costs, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>What was answered first.</summary>
    public string ReservationId { get; set; } = "";

    /// <summary>What was answered second.</summary>
    public string PaymentId { get; set; } = "";

    /// <summary>What was answered third.</summary>
    public string Tracking { get; set; } = "";
}

/// <summary>The yardstick's order: plain Automatonymous, as its users write it. No timeouts, nothing survives.</summary>
public sealed class StockOrderMachine : MassTransitStateMachine<StockOrderState>
{
    static readonly Uri Inventory = new($"queue:{OrderQueues.Inventory}");
    static readonly Uri Payments = new($"queue:{OrderQueues.Payments}");
    static readonly Uri Shipping = new($"queue:{OrderQueues.Shipping}");

    /// <summary>The process.</summary>
    public StockOrderMachine()
    {
        InstanceState(x => x.CurrentState);
        Event(() => Submitted, x => x.CorrelateById(m => m.Message.OrderId));
        Event(() => Reserved, x => x.CorrelateById(m => m.Message.OrderId));
        Event(() => Charged, x => x.CorrelateById(m => m.Message.OrderId));
        Event(() => Shipped, x => x.CorrelateById(m => m.Message.OrderId));

        Initially(When(Submitted)
            .Then(x => (x.Saga.CustomerId, x.Saga.AmountMinor) = (x.Message.CustomerId, x.Message.AmountMinor))
            .Send(Inventory, x => new ReserveInventory(x.Saga.CorrelationId, x.Message.Lines), (x, send) => send.ResponseAddress = x.ReceiveContext.InputAddress)
            .TransitionTo(Reserving));
        During(Reserving, When(Reserved)
            .Then(x => x.Saga.ReservationId = x.Message.ReservationId)
            .Send(Payments, x => new ChargePayment(x.Saga.CorrelationId, x.Saga.AmountMinor), (x, send) => send.ResponseAddress = x.ReceiveContext.InputAddress)
            .TransitionTo(Charging));
        During(Charging, When(Charged)
            .Then(x => x.Saga.PaymentId = x.Message.PaymentId)
            .Send(Shipping, x => new ShipOrder(x.Saga.CorrelationId, "1 Main Street"), (x, send) => send.ResponseAddress = x.ReceiveContext.InputAddress)
            .TransitionTo(AwaitingCarrier));
        During(AwaitingCarrier, When(Shipped)
            .Then(x => x.Saga.Tracking = x.Message.Tracking)
            .Publish(x => new OrderCompleted(x.Saga.CorrelationId))
            .TransitionTo(Completed));
    }

    /// <summary>After the first command.</summary>
    public State Reserving { get; private set; } = null!;

    /// <summary>After the second.</summary>
    public State Charging { get; private set; } = null!;

    /// <summary>After the third.</summary>
    public State AwaitingCarrier { get; private set; } = null!;

    /// <summary>The end.</summary>
    public State Completed { get; private set; } = null!;

    /// <summary>The start.</summary>
    public Event<SubmitOrder> Submitted { get; private set; } = null!;

    /// <summary>The first answer.</summary>
    public Event<InventoryReserved> Reserved { get; private set; } = null!;

    /// <summary>The second.</summary>
    public Event<PaymentCharged> Charged { get; private set; } = null!;

    /// <summary>The third.</summary>
    public Event<OrderShipped> Shipped { get; private set; } = null!;
}

/// <summary>The yardstick's participants.</summary>
public sealed class StockInventory : IConsumer<ReserveInventory>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ReserveInventory> context) => context.RespondAsync(new InventoryReserved(context.Message.OrderId, "r-1"));
}

/// <summary>The yardstick's participants.</summary>
public sealed class StockPayments : IConsumer<ChargePayment>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ChargePayment> context) => context.RespondAsync(new PaymentCharged(context.Message.OrderId, "p-1"));
}

/// <summary>The yardstick's participants.</summary>
public sealed class StockShipping : IConsumer<ShipOrder>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<ShipOrder> context) => context.RespondAsync(new OrderShipped(context.Message.OrderId, "t-1"));
}

/// <summary>Hears of the end.</summary>
public sealed class StockNotification : IConsumer<OrderCompleted>
{
    /// <inheritdoc/>
    public Task Consume(ConsumeContext<OrderCompleted> context) => Task.CompletedTask;
}

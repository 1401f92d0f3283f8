using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Benchmarks.Workload;

/// <summary>What the platform keeps of the same order.</summary>
public sealed class MeasuredOrderState : ProcessState
{
    /// <summary>Whose order.</summary>
    public string CustomerId { get; set; } = "";

    /// <summary>What it costs, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>What was ordered.</summary>
    public List<Line> Lines { get; set; } = [];

    /// <summary>What was answered first.</summary>
    public string ReservationId { get; set; } = "";

    /// <summary>What was answered second.</summary>
    public string PaymentId { get; set; } = "";

    /// <summary>What was answered third.</summary>
    public string Tracking { get; set; } = "";

    internal static void Map(ModelBuilder model)
    {
        var order = model.MapProcess<MeasuredOrderState>("measured_order");
        order.Property(x => x.CustomerId).HasMaxLength(64);
        order.Property(x => x.Lines).HasJsonConversion();
        order.Property(x => x.ReservationId).HasMaxLength(64);
        order.Property(x => x.PaymentId).HasMaxLength(64);
        order.Property(x => x.Tracking).HasMaxLength(64);
    }
}

/// <summary>The same order as the platform's users write it: with a limit on every step, a ledger and a history.</summary>
public sealed class MeasuredOrderMachine : ProcessStateMachine<MeasuredOrderState>
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(5);

    /// <summary>The process.</summary>
    public MeasuredOrderMachine(TimeProvider? time = null) : base(time)
    {
        Correlates<IOrderMessage>(m => m.OrderId);
        StartedBy<SubmitOrder>((order, m) => (order.CustomerId, order.AmountMinor, order.Lines) = (m.CustomerId, m.AmountMinor, [.. m.Lines]));

        Step("ReserveInventory", s => s
            .Asks(OrderQueues.Inventory, o => new ReserveInventory(o.CorrelationId, o.Lines))
            .AnsweredBy<InventoryReserved>((o, m) => o.ReservationId = m.ReservationId)
            .Within(Limit)
            .NothingToUndo());
        Step("ChargePayment", s => s
            .Asks(OrderQueues.Payments, o => new ChargePayment(o.CorrelationId, o.AmountMinor))
            .AnsweredBy<PaymentCharged>((o, m) => o.PaymentId = m.PaymentId)
            .Within(Limit)
            .NothingToUndo());
        Step("ShipOrder", s => s
            .Asks(OrderQueues.Shipping, o => new ShipOrder(o.CorrelationId, "1 Main Street"))
            .AnsweredBy<OrderShipped>((o, m) => o.Tracking = m.Tracking)
            .Within(Limit)
            .NothingToUndo());

        Ends(completed: o => new OrderCompleted(o.CorrelationId),
            cancelled: (o, why) => new OrderCancelled(o.CorrelationId, why),
            needsAttention: (o, question) => new OrderNeedsAttention(o.CorrelationId, question),
            askingAgainEvery: TimeSpan.FromHours(8));
    }
}

/// <summary>The platform's participants, with inbox and outbox.</summary>
public sealed class MeasuredParticipants :
    ICommandHandler<ReserveInventory>, ICommandHandler<ChargePayment>, ICommandHandler<ShipOrder>, ICommandHandler<OrderCompleted>
{
    /// <inheritdoc/>
    public Task<Answer> Handle(ReserveInventory command, CancellationToken cancellation) =>
        Task.FromResult(Answer.With(new InventoryReserved(command.OrderId, "r-1")));

    /// <inheritdoc/>
    public Task<Answer> Handle(ChargePayment command, CancellationToken cancellation) =>
        Task.FromResult(Answer.With(new PaymentCharged(command.OrderId, "p-1")));

    /// <inheritdoc/>
    public Task<Answer> Handle(ShipOrder command, CancellationToken cancellation) =>
        Task.FromResult(Answer.With(new OrderShipped(command.OrderId, "t-1")));

    /// <inheritdoc/>
    public Task<Answer> Handle(OrderCompleted command, CancellationToken cancellation) => Task.FromResult(Answer.None);
}

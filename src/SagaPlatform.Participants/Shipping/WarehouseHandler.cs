using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>Has the warehouse pack an order, and calls it off.</summary>
public sealed class WarehouseHandler(
    IRows rows, Engagements engagements, IOptions<ShippingOptions> options, TimeProvider clock) :
    ICommandHandler<NotifyWarehouse>,
    ICommandHandler<RecallWarehouse>
{
    /// <inheritdoc />
    public Task<Answer> Handle(NotifyWarehouse command, CancellationToken cancellation) => engagements.Do(
        Key(command.OrderId),
        () => Task.FromResult(Notify(command)),
        reason => new WarehouseRefused(command.OrderId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(RecallWarehouse command, CancellationToken cancellation) => engagements.Undo(
        Key(command.OrderId),
        () => Recall(command.OrderId),
        new WarehouseRecalled(command.OrderId));

    Outcome Notify(NotifyWarehouse command)
    {
        if (options.Value.Problem(command) is { } problem)
            return Outcome.Refused(new WarehouseRefused(command.OrderId, problem));
        if (command.Lines.FirstOrDefault(x => ShippingTestData.RefusesPacking(x.Sku)) is { } line)
            return Outcome.Refused(new WarehouseRefused(command.OrderId, $"{line.Sku} cannot be packed"));

        rows.Add(new WarehouseJob
        {
            OrderId = command.OrderId,
            Warehouse = command.Warehouse,
            Lines = [.. command.Lines],
            Status = WarehouseJobStatus.Packing,
            At = clock.GetUtcNow(),
        });
        return command.Lines.Any(x => ShippingTestData.LosesPackingAnswer(x.Sku))
            ? Outcome.DoneSilently
            : Outcome.Done(new WarehouseNotified(command.OrderId));
    }

    async Task Recall(Guid orderId)
    {
        var job = await rows.Find<WarehouseJob>(orderId)
            ?? throw new InvalidOperationException($"Order {orderId} is noted as packed, but has no warehouse job.");
        job.Recall(clock.GetUtcNow());
        rows.Change(job);
    }

    static string Key(Guid orderId) => Engagement.KeyOf(Queues.Shipping, "warehouse", orderId);
}

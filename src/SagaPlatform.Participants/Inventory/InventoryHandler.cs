using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Inventory;

/// <summary>Sets stock aside for an order, all lines or none; gives it back; lets it go when the order is completed.</summary>
/// <remarks>Rows are claimed in one order everywhere: the order's own first, then all its stock lines at once.</remarks>
public sealed class InventoryHandler(
    IRows rows, Engagements engagements, IOptions<InventoryOptions> options, TimeProvider clock) :
    ICommandHandler<ReserveInventory>,
    ICommandHandler<ReleaseInventory>,
    ICommandHandler<OrderCompleted>
{
    /// <summary>How many missing articles a refusal names; the rest is counted.</summary>
    const int MissingNamedMax = 5;

    /// <inheritdoc />
    public Task<Answer> Handle(ReserveInventory command, CancellationToken cancellation) => engagements.Do(
        Key(command.OrderId),
        () => Reserve(command),
        reason => new InventoryRefused(command.OrderId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReleaseInventory command, CancellationToken cancellation) => engagements.Undo(
        Key(command.OrderId),
        () => End(command.OrderId, ReservationStatus.Released, (line, pieces) => line.Release(pieces)),
        new InventoryReleased(command.OrderId));

    /// <summary>The parcel has left: what was reserved is shipped. Nobody waits for an answer.</summary>
    public async Task<Answer> Handle(OrderCompleted command, CancellationToken cancellation)
    {
        await End(command.OrderId, ReservationStatus.Shipped, (line, pieces) => line.Ship(pieces));
        return Answer.None;
    }

    async Task<Outcome> Reserve(ReserveInventory command)
    {
        var problem = FieldRules.Id("OrderId", command.OrderId) ?? options.Value.Problem(command.Lines);
        if (problem != null)
            return Refused(command, problem);

        var stock = await Stock(command.Lines);
        var missing = command.Lines.Select(line => Missing(line, stock)).OfType<string>().ToList();
        if (missing.Count > 0)
            return Refused(command, Sentence(missing));

        var reservation = new Reservation
        {
            OrderId = command.OrderId,
            Lines = [.. command.Lines],
            Status = ReservationStatus.Reserved,
            Warehouse = options.Value.Warehouse,
            At = clock.GetUtcNow(),
        };
        Move(reservation, stock, (line, pieces) => line.Reserve(pieces));
        rows.Add(reservation);
        return Outcome.Done(new InventoryReserved(command.OrderId, reservation.Warehouse));
    }

    async Task End(Guid orderId, ReservationStatus how, Action<StockLine, int> move)
    {
        var reservation = await rows.Find<Reservation>(orderId);
        if (reservation == null || !reservation.End(how, clock.GetUtcNow()))
            return;
        Move(reservation, await Stock(reservation.Lines), move);
        rows.Change(reservation);
    }

    void Move(Reservation reservation, Dictionary<string, StockLine> stock, Action<StockLine, int> move)
    {
        foreach (var line in reservation.Lines)
        {
            move(stock[line.Sku], line.Quantity);
            rows.Change(stock[line.Sku]);
        }
    }

    async Task<Dictionary<string, StockLine>> Stock(IEnumerable<OrderLine> lines) =>
        (await rows.FindAll<StockLine>(lines.Select(x => (object)x.Sku))).ToDictionary(x => x.Sku, StringComparer.Ordinal);

    static string? Missing(OrderLine line, Dictionary<string, StockLine> stock) =>
        !stock.TryGetValue(line.Sku, out var there) ? $"{line.Sku} is unknown"
        : there.Available < line.Quantity ? $"{line.Sku} is short: {line.Quantity} wanted, {there.Available} available"
        : null;

    static string Sentence(List<string> missing)
    {
        var named = string.Join("; ", missing.Take(MissingNamedMax));
        return missing.Count <= MissingNamedMax ? named : $"{named}; and {missing.Count - MissingNamedMax} more";
    }

    static Outcome Refused(ReserveInventory command, string reason) =>
        Outcome.Refused(new InventoryRefused(command.OrderId, reason));

    static string Key(Guid orderId) => Engagement.KeyOf(Queues.Inventory, "reservation", orderId);
}

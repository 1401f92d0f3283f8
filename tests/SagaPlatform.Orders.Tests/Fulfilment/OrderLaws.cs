using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Notification;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Participants.Shipping;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>
/// What is true of every order that the reference participants carry, whatever happened to it on its way: conservation, one
/// effect at most, complete compensation in reverse order, an end or a visible wait, and only declared transitions.
/// </summary>
static class OrderLaws
{
    static readonly string[] Skus = [.. StockSeed.Articles().Select(x => x.Sku)];

    /// <summary>Checks the laws of these orders, and of the stock that all orders of the platform share.</summary>
    public static async Task Hold(EmbeddedPlatform platform, params Guid[] orders)
    {
        foreach (var id in orders)
        {
            var told = $"order {id}\n{(await platform.History(id)).Told()}";
            var order = (await platform.Saga<OrderState>(id)).ShouldNotBeNull(told);
            await MoneyIsConserved(platform, order, told);
            await OneEffectAtMost(platform, order, told);
            await CompensationIsComplete(platform, order, told);
            await HoldOfItsCourse(platform, id);
        }

        await StockIsConserved(platform);
    }

    /// <summary>Checks the laws that hold whoever answers: it ended or visibly waits, and went only where its machine draws an arrow.</summary>
    public static async Task HoldOfItsCourse(EmbeddedPlatform platform, Guid id)
    {
        var history = await platform.History(id);
        await ItEndedOrVisiblyWaits(platform, (await platform.Saga<OrderState>(id))!, $"order {id}\n{history.Told()}");
        history.ShouldFollow(platform.Get<OrderStateMachine>());
    }

    static async Task MoneyIsConserved(EmbeddedPlatform platform, OrderState order, string told)
    {
        var charge = await Row<Charge>(platform, order);
        var entries = await Entries(platform, order);
        LedgerLaws.SumsToZero(entries).ShouldBeTrue(told);
        ChargeLaws.Agree(charge == null ? [] : [charge], entries).ShouldBeTrue(told);
        if (charge != null)
            (charge.AmountMinor, charge.Currency, charge.CustomerId).ShouldBe((order.TotalMinor, order.Currency, order.CustomerId), told);
    }

    static async Task StockIsConserved(EmbeddedPlatform platform)
    {
        var lines = await platform.Store.FindAll<StockLine>([.. Skus], CancellationToken.None);
        var reservations = await platform.Store.FindAll<Reservation>(await AllOrders(platform), CancellationToken.None);
        var seeded = StockSeed.Articles().ToDictionary(x => x.Sku, x => x.OnHand);

        lines.Count.ShouldBe(Skus.Length);
        lines.ShouldAllBe(x => x.OnHand + x.Shipped == seeded[x.Sku]);
        lines.ShouldAllBe(x => StockLaws.Holds(x));
        StockLaws.Agree([.. lines], [.. reservations]).ShouldBeTrue();
    }

    /// <summary>The tables allow a second charge or reservation only as a second row of the same key, so entries and words are counted.</summary>
    static async Task OneEffectAtMost(EmbeddedPlatform platform, OrderState order, string told)
    {
        var entries = await Entries(platform, order);
        entries.Count(x => x.Account == Accounts.MerchantClearing && x.AmountMinor > 0).ShouldBeLessThanOrEqualTo(1, told);
        entries.Count(x => x.Account == Accounts.MerchantClearing && x.AmountMinor < 0).ShouldBeLessThanOrEqualTo(1, told);

        var sent = (await platform.History(order.CorrelationId)).SelectMany(x => x.Sent).ToList();
        sent.Select(x => x.MessageId).Distinct().Count().ShouldBe(sent.Count, told);
        sent.Count(x => x.Type is nameof(OrderCompleted) or nameof(OrderCancelled) && x.To.Contains(':', StringComparison.Ordinal))
            .ShouldBeLessThanOrEqualTo(1, $"announced once, however often somebody who asked is told: {told}");
    }

    static async Task CompensationIsComplete(EmbeddedPlatform platform, OrderState order, string told)
    {
        var charge = (await Row<Charge>(platform, order))?.Status;
        var stock = (await Row<Reservation>(platform, order))?.Status;
        var label = (await Row<Label>(platform, order))?.Status;
        var job = (await Row<WarehouseJob>(platform, order))?.Status;
        var page = (await Row<TrackingPage>(platform, order))?.Status;
        var handOver = await Row<HandOver>(platform, order);
        switch (order.CurrentState)
        {
            case ProcessStates.Completed:
                (charge, stock, label, job, page).ShouldBe((ChargeStatus.Charged, ReservationStatus.Shipped,
                    LabelStatus.HandedOver, WarehouseJobStatus.HandedOver, TrackingPageStatus.Open), told);
                handOver.ShouldNotBeNull(told);
                break;
            case ProcessStates.Cancelled:
                (charge is null or ChargeStatus.Declined or ChargeStatus.Refunded).ShouldBeTrue($"charge {charge}, {told}");
                (stock is null or ReservationStatus.Released).ShouldBeTrue($"stock {stock}, {told}");
                (label is null or LabelStatus.Voided).ShouldBeTrue($"label {label}, {told}");
                (job is null or WarehouseJobStatus.Recalled).ShouldBeTrue($"warehouse {job}, {told}");
                (page is null or TrackingPageStatus.Closed).ShouldBeTrue($"tracking {page}, {told}");
                handOver.ShouldBeNull(told);
                (await Row<Letter>(platform, order)).ShouldBeNull(told);
                order.Ledger.Lines.ShouldAllBe(x => x.Status == LineStatus.Undone || x.Status == LineStatus.Refused, told);
                break;
        }

        await GivenBackInReverse(platform, order, told);
    }

    /// <summary>Nothing is given back for the first time before what was taken after it has been settled.</summary>
    static async Task GivenBackInReverse(EmbeddedPlatform platform, OrderState order, string told)
    {
        var undone = (await platform.History(order.CorrelationId)).SelectMany(x => x.Sent).Select(x => StageUndoneBy(x.Type))
            .Where(x => x > 0).Distinct().ToList();
        undone.ShouldBe([.. undone.OrderDescending()], told);
    }

    static int StageUndoneBy(string command) => command switch
    {
        nameof(VoidLabel) or nameof(RecallWarehouse) or nameof(CloseTracking) => 3,
        nameof(RefundPayment) => 2,
        nameof(ReleaseInventory) => 1,
        _ => 0,
    };

    static async Task ItEndedOrVisiblyWaits(EmbeddedPlatform platform, OrderState order, string told)
    {
        var timeouts = await platform.Timeouts(order.CorrelationId);
        if (ProcessStates.IsEnd(order.CurrentState))
        {
            timeouts.ShouldBeEmpty(told);
            order.EndedAt.ShouldNotBeNull(told);
            order.Question.ShouldBeNull(told);
            return;
        }

        timeouts.Single().Due.ShouldBe(order.Ledger.RingsAt!.Value, told);
        timeouts.Single().Token.ShouldBe(order.ClockToken!.Value, told);
        order.EndedAt.ShouldBeNull(told);
        (order.CurrentState == ProcessStates.NeedsAttention).ShouldBe(order.Question != null, told);
    }

    static async Task<List<object>> AllOrders(EmbeddedPlatform platform)
    {
        var all = new List<object>();
        string? next = null;
        do
        {
            var page = await platform.Queries.List(new SagaFilter(), next, 200, CancellationToken.None);
            all.AddRange(page.Items.Select(x => (object)x.Id));
            next = page.Next;
        }
        while (next != null);
        return all;
    }

    static Task<IReadOnlyList<LedgerEntry>> Entries(EmbeddedPlatform platform, OrderState order) =>
        platform.Store.FindAll<LedgerEntry>([.. Enumerable.Range(1, 8).Select(x => (object)$"{order.CorrelationId:D}/{x}")], CancellationToken.None);

    static Task<TRow?> Row<TRow>(EmbeddedPlatform platform, OrderState order) where TRow : class, IVersionedRow =>
        platform.Store.Find<TRow>(order.CorrelationId, null, CancellationToken.None);
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>One store's order, which the reference participants carry as far as they can without time passing.</summary>
sealed class ProcurementScenario : IAsyncDisposable
{
    ProcurementScenario(EmbeddedPlatform platform, StartProcurement order) => (Platform, Order) = (platform, order);

    public EmbeddedPlatform Platform { get; }

    public StartProcurement Order { get; }

    public Guid Id => Order.ProcurementId;

    public static async Task<ProcurementScenario> Of(StartProcurement order, Func<string, bool>? holding = null)
    {
        var scenario = new ProcurementScenario(await EmbeddedPlatform.Start(ProcurementFamilies.WithParticipants), order);
        if (holding != null)
            scenario.Platform.Post.Hold(x => holding(x.ShortType()));
        await scenario.Platform.Hears(Queues.Procurement, order);
        return scenario;
    }

    public async Task Cancels() => await Platform.Hears(Queues.Procurement, new CancelProcurement(Id, "Changed my mind."));

    public async Task<ProcurementState> State() => (await Platform.Saga<ProcurementState>(Id)).ShouldNotBeNull();

    /// <summary>What was asked of whom, in the order asked: <c>ART-1/SUP-A/5=Done</c>.</summary>
    public async Task<string> Purchases() => string.Join(", ", (await State()).Purchases.Select(x => $"{x.Item}={x.Status}{(x.ReplacedBy == null ? "" : $">{x.ReplacedBy}")}"));

    /// <summary>It is in this state, and no law is broken.</summary>
    public async Task IsIn(string state)
    {
        (await Platform.StateOf(Id)).ShouldBe(state, (await Platform.History(Id)).Told());
        await Lawful();
    }

    public async Task Lawful()
    {
        (await SupplyLaws.Broken(Platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();
        (await ProcurementLaws.Broken(Platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();
        foreach (var queue in ProcurementFamilies.WithParticipants.Queues)
            Platform.Errors(queue).ShouldBeEmpty();
    }

    /// <summary>Nothing is bought, and nothing is in the warehouse.</summary>
    public async Task OwesNothing()
    {
        await IsIn(ProcessStates.Cancelled);
        (await Rows<Purchase>()).ShouldAllBe(x => x.Status != PurchaseStatus.Confirmed);
        (await Rows<Participants.Receiving.GoodsReceipt>()).ShouldAllBe(x => x.Status == Participants.Receiving.ReceiptStatus.SentBack);
        Platform.Published<ProcurementCancelled>().Count.ShouldBe(1);
        Platform.Published<ProcurementClosed>().ShouldBeEmpty();
    }

    /// <summary>The store has its goods; and what they cost.</summary>
    public async Task<ProcurementCost> Closed()
    {
        await IsIn(ProcessStates.Completed);
        return Platform.Published<ProcurementClosed>().ShouldHaveSingleItem().As<ProcurementClosed>().Cost;
    }

    public Task<IReadOnlyList<TRow>> Rows<TRow>() where TRow : class, IVersionedRow =>
        Platform.Get<IRowQueries>().List<TRow, TRow>(x => x, CancellationToken.None);

    public async Task<int> Stock(string article, string supplier) =>
        (await Platform.Store.Find<SupplierOffer>(SupplierOffer.KeyOf(article, supplier), null, CancellationToken.None)).ShouldNotBeNull().Stock;

    /// <summary>A person decides about the only delivery whose count differs.</summary>
    public async Task Decides(WorkItemVerdict verdict, string? reason = null)
    {
        var item = (await Rows<WorkItem>()).Single(x => x.Status == WorkItemStatus.Open);
        (await Platform.Get<WorkItemDecisions>().Decide(item.Id, new DecideWorkItem(verdict, "wanda", reason), CancellationToken.None)).Conflict.ShouldBeNull();
        await Platform.Quiet();
    }

    public int Asked<T>() => Platform.Seen.Where(x => x.Type == typeof(T).Name && !x.Exchange.Contains(':')).Select(x => x.MessageId).Distinct().Count();

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

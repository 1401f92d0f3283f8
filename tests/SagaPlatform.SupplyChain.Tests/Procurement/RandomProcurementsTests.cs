using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Schedules that nobody thought of, with the reference participants: stock, counts and lines agree all the same.</summary>
public sealed class RandomProcurementsTests : RandomSchedules<ProcurementScript>
{
    static readonly string[] Articles =
    [
        "ART-PLENTY", "ART-SPLIT", "ART-REFUSED", "ART-SILENT", "ART-DEAF", "ART-RESPLIT", "ART-MORE-OF-ONE", "ART-NOBODY", "ART-SCARCE",
        "ART-LESS", "ART-MORE", "ART-NOSTORE", "ART-NONE",
    ];

    protected override EmbeddedFamily? WithParticipants => ProcurementFamilies.WithParticipants;

    protected override async Task Laws(EmbeddedPlatform platform, Guid id)
    {
        var rows = platform.Get<IRowQueries>();
        (await SupplyLaws.Broken(rows, CancellationToken.None)).ShouldBeEmpty();
        (await ProcurementLaws.Broken(rows, CancellationToken.None)).ShouldBeEmpty();
        var bought = await rows.List<Purchase, Purchase>(x => x.Where(p => p.ProcurementId == id && p.Status == PurchaseStatus.Confirmed), CancellationToken.None);
        var saga = (await platform.Saga<ProcurementState>(id))!;
        bought.Select(x => x.Item).ShouldBe(
            saga.CurrentState == ProcessStates.Completed ? saga.Bought.Except(saga.SentBack) : [], ignoreOrder: true, "what is bought is what the order pays");
    }

    /// <summary>One to three lines, most of them trouble, and mostly a store that takes them.</summary>
    protected override object Start(Random random, Guid id, string variant)
    {
        var policy = random.NextDouble() < 0.7 ? ShortagePolicy.ShortShip : ShortagePolicy.CancelOrder;
        var lines = Enumerable.Range(0, random.Next(1, 4)).Select(_ => Articles[random.Next(Articles.Length)]).Distinct()
            .Select(x => (x, random.Next(1, 120))).ToArray();
        var store = random.NextDouble() < 0.8 ? "ST-OPEN" : OneOf("ST-CLOSED", "ST-SILENT", "ST-TURNSAWAY", "ST-SILENTDELIVERY");
        return ExampleProcurement.Of(policy, lines) with { ProcurementId = id, StoreId = store };

        string OneOf(params string[] stores) => stores[random.Next(stores.Length)];
    }

    /// <summary>A person looks whether the store has its goods, or decides what nobody decided.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay)
    {
        if (line is { Step: "SettleDiscrepancy", Status: LineStatus.Asked })
            await Decide(platform, saga.CorrelationId, line.Item);
        if (line is not { Step: "DeliverToStore", Status: LineStatus.Asked })
            return Ruling.AskAgain;
        var shipment = await platform.Store.Find<StoreShipment>(saga.CorrelationId, null, CancellationToken.None);
        return shipment is { Status: StoreShipmentStatus.Delivered } ? Ruling.Done : isOnItsWay ? Ruling.AskAgain : Ruling.NotDone;
    }

    static Task Decide(EmbeddedPlatform platform, Guid id, string item)
    {
        var keeps = item.Length % 2 == 0;
        return platform.Get<WorkItemDecisions>().Decide(WorkItem.IdOf(ProcurementWork.Discrepancy, id, item),
            new DecideWorkItem(keeps ? WorkItemVerdict.Approve : WorkItemVerdict.Refuse, "wanda", keeps ? null : "broken"), CancellationToken.None);
    }
}

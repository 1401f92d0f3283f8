using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Procurements over real sockets, with the reference participants behind them.</summary>
public sealed class ProcurementEndpointsTests() : SagaEndpoints<StartProcurement>(ProcurementFamilies.WithHttp, "/procurements", Queues.Procurement)
{
    protected override IReadOnlyList<Word> Words { get; } = [Word.WithReason("cancel"), Word.Ruling("DeliverToStore")];

    protected override StartProcurement Good(Guid id) => ExampleProcurement.ShortShip(("ART-PLENTY", 10)) with { ProcurementId = id };

    protected override StartProcurement Other(StartProcurement start) => start with { StoreId = "ST-CLOSED" };

    protected override (StartProcurement Start, string[] Fields) Wrong(Guid id) => (
        new StartProcurement(id, "", [new ProcurementLine("ART/1", 0)], "usd", 25, (ShortagePolicy)9),
        ["storeId", "lines[0].article", "lines[0].quantity", "currency", "leadTimeHoursMax", "onShortage"]);

    [Fact]
    public async Task An_order_is_shown_with_its_purchases_and_closed_with_its_cost()
    {
        var order = await Started(ExampleProcurement.ShortShip(("ART-REFUSED", 10), ("ART-NOBODY", 1)));

        var view = await StatusIs(order, "Closed");

        view.GetProperty("purchases").EnumerateArray().Select(x => $"{x.GetProperty("item")} {x.GetProperty("status")}").ShouldBe(
            ["ART-REFUSED/SUP-REFUSES/10 Refused", "ART-NOBODY/SUP-REFUSES/1 Refused", "ART-REFUSED/SUP-ALPHA/10 Done"]);
        view.GetProperty("cost").GetProperty("cost").GetProperty("amountMinor").GetInt64().ShouldBe(1_000);
        view.GetProperty("dock").GetString().ShouldStartWith("ST-OPEN");
    }

    [Fact]
    public async Task An_order_can_be_cancelled_until_its_goods_leave()
    {
        var waiting = await Started(ExampleProcurement.ShortShip(("ART-SILENT", 10)));
        await StatusIs(waiting, "Purchasing");
        await Accepts(waiting, "cancel", new { reason = "Found it cheaper." });
        await StatusIs(waiting, "Cancelled");

        var leaving = await Started(Undelivered());
        await StatusIs(leaving, "Delivering");
        var late = await Conflicts(leaving, "cancel", new { reason = "Found it cheaper." });
        late.GetProperty("title").GetString().ShouldBe("Too late to cancel");
    }

    [Fact]
    public async Task A_question_is_answered_and_one_that_nobody_asked_is_a_conflict()
    {
        var order = await Started(Undelivered());
        var ruling = new { step = "DeliverToStore", item = "", ruling = "Done", decidedBy = "dispatcher" };
        await Conflicts(order, "rulings", ruling);

        await Platform.LetTimePass(TimeSpan.FromHours(5));
        (await Shown(order)).GetProperty("question").GetString().ShouldNotBeNull().ShouldContain("did it happen?");
        await Accepts(order, "rulings", ruling);

        await StatusIs(order, "Closed");
    }

    static StartProcurement Undelivered() => ExampleProcurement.ShortShip(("ART-PLENTY", 10)) with { StoreId = "ST-SILENTDELIVERY" };

    async Task<Guid> Started(StartProcurement order)
    {
        await Accepts(order);
        return order.ProcurementId;
    }
}

using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Procurements: split lines, suppliers who fail and are replaced, short-shipped and cancelled orders, counts that differ.</summary>
static class ProcurementDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        .. Enumerable.Range(1, 3).Select(x => Of($"nothing goes wrong ({x})", AllOrNothing(("ART-PLENTY", 100 * x)), "Closed")),
        Of("a line is split over two suppliers", AllOrNothing(("ART-SPLIT", 100)), "Closed"),
        Of("a supplier refuses and is replaced", AllOrNothing(("ART-REFUSED", 10), ("ART-PLENTY", 5)), "Closed"),
        Of("a supplier sells, then silence: voided, replaced", AllOrNothing(("ART-SILENT", 10), ("ART-PLENTY", 5)), "Closed"),
        Of("a supplier hears nothing and is replaced", AllOrNothing(("ART-DEAF", 10)), "Closed"),
        Of("a refused purchase is split again", AllOrNothing(("ART-RESPLIT", 100)), "Closed"),
        Of("nobody delivers a line: short-shipped", ShortShip(("ART-NOBODY", 10), ("ART-PLENTY", 5)), "Closed"),
        Of("nobody delivers a line: cancelled", AllOrNothing(("ART-NOBODY", 10), ("ART-PLENTY", 5)), "Cancelled"),
        Of("nobody has the article", ShortShip(("ART-NONE", 10)), "Cancelled"),
        Of("fewer pieces counted: accepted", AllOrNothing(("ART-LESS", 100)), "Closed") with
        {
            Meanwhile = [Decides("ART-LESS/SUP-LESS/100", WorkItemVerdict.Approve, null, "the warehouse keeps what came")],
        },
        Of("fewer pieces counted: sent back, short-shipped", ShortShip(("ART-LESS", 50), ("ART-PLENTY", 5)), "Closed") with
        {
            Meanwhile = [Decides("ART-LESS/SUP-LESS/50", WorkItemVerdict.Refuse, "half of it is broken", "the warehouse sends it back")],
        },
        Of("more pieces counted: sent back, cancelled", AllOrNothing(("ART-MORE", 10), ("ART-PLENTY", 5)), "Cancelled") with
        {
            Meanwhile = [Decides("ART-MORE/SUP-MORE/10", WorkItemVerdict.Refuse, "not what we bought", "the warehouse sends it back")],
        },
        Of("the warehouse does not take it in", AllOrNothing(("ART-NOSTORE", 10)), "Cancelled"),
        Of("the store is closed", AllOrNothing(("ART-PLENTY", 10)) with { StoreId = "ST-CLOSED" }, "Cancelled"),
        Of("the store's schedule is never answered", AllOrNothing(("ART-PLENTY", 10)) with { StoreId = "ST-SILENT" }, "Cancelled"),
        Of("the store turns the lorry away", AllOrNothing(("ART-PLENTY", 10)) with { StoreId = "ST-TURNSAWAY" }, "Cancelled"),
        Of("the store cancels while a supplier is silent", ShortShip(("ART-SILENT", 10)), "Cancelled") with
        {
            Meanwhile = [DemoAct.InState("Purchase", "cancel", new { reason = "Found it cheaper." }, "the store cancels")],
        },
    ];

    static DemoAct Decides(string item, WorkItemVerdict decision, string? reason, string says) => new(says, x => x.State == "SettleDiscrepancy",
        (http, demo) => http.Post($"/api/work-items/{WorkItem.IdOf(ProcurementWork.Discrepancy, demo.Id, item)}/decision", new { decision, decidedBy = "demo", reason }));

    static StartProcurement AllOrNothing(params (string Article, int Quantity)[] lines) => Order(ShortagePolicy.CancelOrder, lines);

    static StartProcurement ShortShip(params (string Article, int Quantity)[] lines) => Order(ShortagePolicy.ShortShip, lines);

    static StartProcurement Order(ShortagePolicy onShortage, (string Article, int Quantity)[] lines) => new(
        Guid.NewGuid(), "ST-OPEN", [.. lines.Select(x => new ProcurementLine(x.Article, x.Quantity))], "USD", 24, onShortage);

    static DemoCase Of(string name, StartProcurement order, string end) => new("procurement", name, "/procurements", order.ProcurementId, order, end);
}

using SagaPlatform.Contracts.SupplyChain;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Orders of stores.</summary>
static class ExampleProcurement
{
    public static StartProcurement Of(ShortagePolicy onShortage, params (string Article, int Quantity)[] lines) => new(
        Guid.NewGuid(), "ST-OPEN", [.. lines.Select(x => new ProcurementLine(x.Article, x.Quantity))], "USD", 24, onShortage);

    /// <summary>An order that takes less than it wants.</summary>
    public static StartProcurement ShortShip(params (string Article, int Quantity)[] lines) => Of(ShortagePolicy.ShortShip, lines);

    /// <summary>An order that wants everything or nothing.</summary>
    public static StartProcurement AllOrNothing(params (string Article, int Quantity)[] lines) => Of(ShortagePolicy.CancelOrder, lines);
}

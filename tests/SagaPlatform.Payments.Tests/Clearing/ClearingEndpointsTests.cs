using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Http;
using static SagaPlatform.Payments.Tests.Clearing.ExampleClearing;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>Clearings by HTTP; what becomes of them is in <see cref="WithSecuritiesTests"/>.</summary>
public sealed class ClearingEndpointsTests() : SagaEndpoints<StartClearing>(ClearingFamilies.WithSecurities, "/clearings", Queues.Clearing)
{
    protected override IReadOnlyList<Word> Words { get; } =
    [
        new("rulings", new { step = "Settle", instruction = "BRK-01/ACME/USD", ruling = "Done", decidedBy = "clearing clerk" }, "decidedBy", "instruction", "step"),
    ];

    protected override StartClearing Good(Guid id) => ExampleClearing.Good(id);

    protected override StartClearing Other(StartClearing start) => start with { TradingDay = "2026-11-21" };

    protected override (StartClearing Start, string[] Fields) Wrong(Guid id) => (
        new StartClearing(id, "yesterday", [Trade("BRK-01", "BRK-01", 0, 1_000)]), ["tradingDay", "trades[0].seller", "trades[0].quantity"]);
}

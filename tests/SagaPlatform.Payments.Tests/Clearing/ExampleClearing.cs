using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>Days to clear.</summary>
static class ExampleClearing
{
    public const string Day = "2026-11-20";

    public static StartClearing Of(params IEnumerable<Trade> trades) => new(Guid.NewGuid(), Day, [.. trades]);

    /// <summary>One trade: two instructions.</summary>
    public static StartClearing Good(Guid? id = null) =>
        new(id ?? Guid.NewGuid(), Day, [Trade("BRK-01", "BRK-02", 10, 1_000) with { TradeId = new("7ade0000-0000-8000-8000-000000000001") }]);

    public static Trade Trade(string buyer, string seller, long quantity, long priceMinor, string instrument = "ACME", string currency = "USD") =>
        new(Guid.NewGuid(), buyer, seller, instrument, quantity, new Money(priceMinor, currency));

    /// <summary>Trades between twenty accounts, by chance.</summary>
    public static IReadOnlyList<Trade> ByChance(Random random, int count) =>
    [
        .. Enumerable.Range(0, count).Select(_ =>
        {
            var (buyer, step) = (random.Next(20), random.Next(1, 20));
            return Trade($"BRK-{buyer + 1:00}", $"BRK-{((buyer + step) % 20) + 1:00}", random.Next(1, 1_000), random.Next(1, 100_000),
                OneOf(random, "ACME", "GLOBEX", "INITECH"), OneOf(random, "USD", "EUR"));
        }),
    ];

    public static SettleInstruction Instruction(Guid id, long quantity = 10, long cashMinor = -1_000) =>
        new(id, Guid.Parse("c1ea0000-0000-8000-8000-000000000001"), new SettlementInstruction("BRK-01/ACME/USD", "BRK-01", "ACME", "USD", quantity, cashMinor));

    static string OneOf(Random random, params string[] values) => values[random.Next(values.Length)];
}

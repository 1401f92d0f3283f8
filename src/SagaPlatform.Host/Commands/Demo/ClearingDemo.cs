using System.Globalization;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Clearings of a day: instructions that settle, and some that cannot, while the rest goes on.</summary>
static class ClearingDemo
{
    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("one trade", Trade("BRK-01", "BRK-02")),
        Of("two hundred trades of twenty accounts", [.. Enumerable.Range(0, 200).Select(x => Trade(Broker(x), Broker(x + 1 + (x % 7))))]),
        Of("a buyer without money, and the rest goes on", Trade("BRK-NOMONEY", "BRK-02"), Trade("BRK-03", "BRK-04")),
        Of("a seller without securities, and the rest goes on", Trade("BRK-01", "BRK-NOSECURITIES"), Trade("BRK-03", "BRK-04")),
        Of("a delivery that is never answered", Trade("BRK-DELIVERSILENT", "BRK-02")),
        Of("a payment that is never answered", Trade("BRK-PAYSILENT", "BRK-02")),
    ];

    static string Broker(int number) => string.Create(CultureInfo.InvariantCulture, $"BRK-{(number % 20) + 1:00}");

    static Trade Trade(string buyer, string seller) => new(Guid.NewGuid(), buyer, seller, "ACME", 10, new Money(1_000, "USD"));

    static DemoCase Of(string name, params IReadOnlyList<Trade> trades)
    {
        var day = new StartClearing(Guid.NewGuid(), "2026-11-20", trades);
        return new("clearing", name, "/clearings", day.ClearingId, day, "Completed");
    }
}

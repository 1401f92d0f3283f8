using SagaPlatform.Contracts.SupplyChain;

namespace SagaPlatform.Participants.Tests.Suppliers;

public sealed class SelectionHandlerTests : IAsyncLifetime
{
    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Each_line_gets_its_plan_in_the_order_of_the_lines()
    {
        var selected = (await Select(ShortagePolicy.CancelOrder, ("ART-SPLIT", 100), ("ART-PLENTY", 1))).ShouldBeOfType<SuppliersSelected>();

        selected.Plan.Select(x => x.Article).ShouldBe(["ART-SPLIT", "ART-PLENTY"]);
        selected.Plan[0].Chosen.ShouldBe([new SupplierShare("SUP-ALPHA", 60), new SupplierShare("SUP-BETA", 40)]);
        selected.Plan[0].Offers.Select(x => x.Supplier).ShouldBe(["SUP-ALPHA", "SUP-BETA", "SUP-GAMMA"]);
        selected.Plan[0].BestSingleUnitPriceMinor.ShouldBe(110);
    }

    [Theory]
    [InlineData("EUR", 24)]
    [InlineData("USD", 5)]
    public async Task Offers_in_another_currency_or_too_slow_are_none(string currency, int hours) =>
        (await _shop.Ask(new SelectSuppliers(Guid.NewGuid(), [new ProcurementLine("ART-PLENTY", 1)], currency, hours, ShortagePolicy.ShortShip)))
            .ShouldBeOfType<SuppliersNotFound>().Reason.ShouldBe("nobody has any of it in stock");

    [Fact]
    public async Task A_short_line_is_planned_as_far_as_it_goes_or_refused_as_the_order_says()
    {
        (await Select(ShortagePolicy.ShortShip, ("ART-SCARCE", 10))).ShouldBeOfType<SuppliersSelected>().Plan.Single().Chosen.Single().Quantity.ShouldBe(3);
        (await Select(ShortagePolicy.CancelOrder, ("ART-SCARCE", 10))).ShouldBeOfType<SuppliersNotFound>().Reason
            .ShouldBe("ART-SCARCE is short: 10 wanted, 3 in stock");
    }

    [Fact]
    public async Task What_is_wrong_with_a_foreign_programs_command_is_named()
    {
        (await Select(ShortagePolicy.ShortShip)).ShouldBeOfType<SuppliersNotFound>().Reason.ShouldBe("Lines is missing");
        (await Select(ShortagePolicy.ShortShip, ("ART-PLENTY", 0))).ShouldBeOfType<SuppliersNotFound>().Reason.ShouldStartWith("Lines[0].Quantity");
        (await Select(ShortagePolicy.ShortShip, (new string('a', 33), 1))).ShouldBeOfType<SuppliersNotFound>().Reason.ShouldStartWith("Lines[0].Article");
    }

    Task<object?> Select(ShortagePolicy onShortage, params (string Article, int Quantity)[] lines) => _shop.Ask(new SelectSuppliers(
        Guid.NewGuid(), [.. lines.Select(x => new ProcurementLine(x.Article, x.Quantity))], "USD", 24, onShortage));
}

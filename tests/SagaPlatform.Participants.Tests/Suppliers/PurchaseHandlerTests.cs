using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.Tests.Suppliers;

public sealed class PurchaseHandlerTests : IAsyncLifetime
{
    static readonly Guid Procurement = Guid.NewGuid();

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task A_purchase_takes_its_pieces_once_however_often_it_is_asked_for()
    {
        var first = await Buy("ART-SPLIT", "SUP-ALPHA", 50);
        (await Buy("ART-SPLIT", "SUP-ALPHA", 50)).ShouldBe(first);

        first.ShouldBeOfType<GoodsPurchased>().Item.ShouldBe("ART-SPLIT/SUP-ALPHA/50");
        await StockIs("ART-SPLIT", "SUP-ALPHA", 10);
    }

    [Fact]
    public async Task More_than_there_is_is_refused_and_nothing_is_taken()
    {
        (await Buy("ART-SPLIT", "SUP-ALPHA", 61)).ShouldBeOfType<PurchaseRefused>().Reason.ShouldBe("SUP-ALPHA has 60 of ART-SPLIT, 61 were wanted");
        await StockIs("ART-SPLIT", "SUP-ALPHA", 60);
    }

    [Theory]
    [InlineData("ART-SPLIT", "SUP-NONE", 100, "USD", "SUP-NONE does not sell ART-SPLIT")]
    [InlineData("ART-SPLIT", "SUP-ALPHA", 99, "USD", "SUP-ALPHA wants 100 USD a piece now")]
    [InlineData("ART-SPLIT", "SUP-ALPHA", 100, "EUR", "SUP-ALPHA wants 100 USD a piece now")]
    [InlineData("ART-REFUSED", "SUP-REFUSES", 100, "USD", "SUP-REFUSES does not deliver")]
    public async Task What_cannot_be_bought_is_refused_with_its_reason(string article, string supplier, long price, string currency, string reason) =>
        (await Buy(article, supplier, 1, new Money(price, currency))).ShouldBeOfType<PurchaseRefused>().Reason.ShouldBe(reason);

    [Fact]
    public async Task A_purchase_is_voided_once_and_its_pieces_are_in_stock_again()
    {
        await Buy("ART-SPLIT", "SUP-ALPHA", 50);

        (await Void("ART-SPLIT/SUP-ALPHA/50")).ShouldBeOfType<PurchaseVoided>();
        (await Void("ART-SPLIT/SUP-ALPHA/50")).ShouldBeOfType<PurchaseVoided>();

        await StockIs("ART-SPLIT", "SUP-ALPHA", 60);
        (await Buy("ART-SPLIT", "SUP-ALPHA", 50)).ShouldBeOfType<PurchaseRefused>().Reason.ShouldContain("undone");
    }

    [Fact]
    public async Task A_purchase_that_was_never_made_is_voided_all_the_same_and_not_made_any_more()
    {
        (await Void("ART-SPLIT/SUP-ALPHA/50")).ShouldBeOfType<PurchaseVoided>();
        (await Buy("ART-SPLIT", "SUP-ALPHA", 50)).ShouldBeOfType<PurchaseRefused>();
        await StockIs("ART-SPLIT", "SUP-ALPHA", 60);
    }

    [Theory]
    [InlineData("SUP-SILENT", "ART-SILENT", 999_999_990)]
    [InlineData("SUP-DEAF", "ART-DEAF", 1_000_000_000)]
    public async Task Silence_may_have_bought_something(string supplier, string article, int stock)
    {
        (await Buy(article, supplier, 10)).ShouldBeNull();
        await StockIs(article, supplier, stock);
        await Void($"{article}/{supplier}/10");
        await StockIs(article, supplier, 1_000_000_000);
    }

    [Fact]
    public async Task What_came_back_is_credited_once_and_voiding_it_afterwards_moves_nothing()
    {
        await Buy("ART-SPLIT", "SUP-ALPHA", 50);

        await _shop.Ask(new CreditReturn(Procurement, "ART-SPLIT/SUP-ALPHA/50"));
        await _shop.Ask(new CreditReturn(Procurement, "ART-SPLIT/SUP-ALPHA/50"));
        await Void("ART-SPLIT/SUP-ALPHA/50");

        await StockIs("ART-SPLIT", "SUP-ALPHA", 60);
        (await _shop.All<Purchase>()).Single().Status.ShouldBe(PurchaseStatus.Credited);
    }

    [Fact]
    public async Task Two_buyers_of_the_last_pieces_get_them_once()
    {
        using var mine = await _shop.Begin(Purchase("ART-SCARCE", "SUP-ALPHA", 2, Procurement));
        using var theirs = await _shop.Begin(Purchase("ART-SCARCE", "SUP-ALPHA", 2, Guid.NewGuid()));

        (await theirs.Commit()).ShouldBeTrue();
        (await mine.Commit()).ShouldBeFalse("the offer has changed meanwhile");

        (await Buy("ART-SCARCE", "SUP-ALPHA", 2)).ShouldBeOfType<PurchaseRefused>();
        await StockIs("ART-SCARCE", "SUP-ALPHA", 1);
    }

    [Fact]
    public async Task The_laws_name_an_offer_whose_stock_is_not_what_its_purchases_say()
    {
        await Buy("ART-SPLIT", "SUP-ALPHA", 50);
        (await Broken()).ShouldBeEmpty();

        var purchase = (await _shop.All<Purchase>()).Single();
        purchase.Quantity = 40;
        await Write(purchase);

        (await Broken()).ShouldBe(["Offer ART-SPLIT/SUP-ALPHA has 10 of 60 in stock, and 40 are bought."]);
        await Write(new SupplierOffer { OfferId = "ART-SPLIT/SUP-ALPHA", Article = "ART-SPLIT", SupplierId = "SUP-ALPHA", Currency = "USD", Initial = 60, Stock = 60, Version = 2 });
        (await Broken()).ShouldBe(["Offer ART-SPLIT/SUP-ALPHA is untouched, and 40 are bought from it."]);
    }

    [Fact]
    public async Task The_laws_name_a_count_whose_difference_nobody_recorded()
    {
        await _shop.Ask(new ReceiveGoods(Procurement, "ART-LESS/SUP-LESS/10", "SUP-LESS", "ART-LESS", 10));
        (await Broken()).ShouldBeEmpty();

        var receipt = (await _shop.All<Participants.Receiving.GoodsReceipt>()).Single();
        receipt.Counted = 5;
        await Write(receipt);
        (await Broken()).ShouldBe([$"Delivery {receipt.ReceiptId}: 10 were bought and 5 counted, -1 are recorded as the difference."]);

        (receipt.Counted, receipt.Version) = (10, 2);
        await Write(receipt);
        (await Broken()).ShouldBe([$"Delivery {receipt.ReceiptId} has a discrepancy of -1, and its count is right."]);
    }

    Task<IReadOnlyList<string>> Broken() => SupplyLaws.Broken((IRowQueries)_shop.Store, CancellationToken.None);

    async Task Write<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(row, row.Version));
        (await _shop.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    Task<object?> Buy(string article, string supplier, int quantity, Money? price = null) =>
        _shop.Ask(Purchase(article, supplier, quantity, Procurement) with { UnitPrice = price ?? new Money(1_000, "USD") });

    Task<object?> Void(string item) => _shop.Ask(new VoidPurchase(Procurement, item));

    async Task StockIs(string article, string supplier, int stock) =>
        (await _shop.Row<SupplierOffer>(SupplierOffer.KeyOf(article, supplier)))!.Stock.ShouldBe(stock);

    static PurchaseGoods Purchase(string article, string supplier, int quantity, Guid procurement) =>
        new(procurement, $"{article}/{supplier}/{quantity}", supplier, article, quantity, new Money(1_000, "USD"));
}

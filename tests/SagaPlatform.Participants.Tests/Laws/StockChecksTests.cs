using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Laws;

namespace SagaPlatform.Participants.Tests.Laws;

/// <summary>The stock is summed in as many passes as its articles need.</summary>
public sealed class StockChecksTests : IDisposable
{
    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData(100)]
    [InlineData(4)]
    [InlineData(1)]
    public async Task However_many_passes_it_takes_each_wrong_article_is_named_once(int articlesMax)
    {
        await _shop.Write(
        [
            .. Enumerable.Range(0, 9).Select(x => new StockLine { Sku = $"SKU-{x}", OnHand = 5, Reserved = x == 3 ? 2 : 1 }),
            .. Enumerable.Range(0, 10).Select(x => new Reservation { OrderId = Guid.NewGuid(), Status = ReservationStatus.Reserved, Lines = [new OrderLine($"SKU-{x}", 1)] }),
            new Reservation { OrderId = Guid.NewGuid(), Status = ReservationStatus.Shipped, Lines = [new OrderLine("SKU-4", 3)] },
        ]);

        var found = await StockChecks.Conserved((IRowQueries)_shop.Store, articlesMax, CancellationToken.None);

        found.Broken.Order(StringComparer.Ordinal).ShouldBe(
        [
            "SKU-3 has 2 pieces reserved, and reservations hold 1.",
            "SKU-4 has 0 pieces shipped, and reservations shipped 3.",
            "SKU-9 is reserved, and is not in stock.",
        ]);
        found.Rows.ShouldBe(20);
    }
}

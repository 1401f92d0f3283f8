using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants.Receiving;

namespace SagaPlatform.Participants.Tests.Receiving;

public sealed class ReceivingHandlerTests : IDisposable
{
    static readonly Guid Procurement = Guid.NewGuid();

    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Theory]
    [InlineData("SUP-ALPHA", 100, 100)]
    [InlineData("SUP-LESS", 100, 90)]
    [InlineData("SUP-LESS", 5, 4)]
    [InlineData("SUP-LESS", 1, 0)]
    [InlineData("SUP-MORE", 100, 101)]
    public async Task What_arrives_is_counted_once_and_a_difference_is_recorded(string supplier, int bought, int counted)
    {
        var first = await Receive(supplier, bought);
        (await Receive(supplier, bought)).ShouldBe(first);

        first.ShouldBeOfType<GoodsCounted>().Counted.ShouldBe(counted);
        (await _shop.All<GoodsReceipt>()).Single().Counted.ShouldBe(counted);
        (await _shop.All<Discrepancy>()).Select(x => x.Difference).ShouldBe(counted == bought ? [] : [counted - bought]);
    }

    [Fact]
    public async Task A_delivery_goes_back_once_and_one_that_never_came_is_not_taken_in_any_more()
    {
        await Receive("SUP-ALPHA", 10);
        (await Back("ART-1/SUP-ALPHA/10")).ShouldBeOfType<GoodsSentBack>();
        (await Back("ART-1/SUP-ALPHA/10")).ShouldBeOfType<GoodsSentBack>();
        (await _shop.All<GoodsReceipt>()).Single().Status.ShouldBe(ReceiptStatus.SentBack);

        (await Back("ART-1/SUP-BETA/10")).ShouldBeOfType<GoodsSentBack>();
        (await Receive("SUP-BETA", 10)).ShouldBeOfType<GoodsNotReceived>();
        (await _shop.All<GoodsReceipt>()).Count.ShouldBe(1);
    }

    [Fact]
    public async Task What_may_not_be_stored_is_refused() =>
        (await _shop.Ask(new ReceiveGoods(Procurement, "i", "SUP-ALPHA", "ART-NOSTORE", 1))).ShouldBeOfType<GoodsNotReceived>();

    Task<object?> Receive(string supplier, int bought) =>
        _shop.Ask(new ReceiveGoods(Procurement, $"ART-1/{supplier}/{bought}", supplier, "ART-1", bought));

    Task<object?> Back(string item) => _shop.Ask(new SendGoodsBack(Procurement, item));
}

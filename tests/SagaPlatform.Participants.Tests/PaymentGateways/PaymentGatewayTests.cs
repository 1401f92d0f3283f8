using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.PaymentGateways;

namespace SagaPlatform.Participants.Tests.PaymentGateways;

public sealed class PaymentGatewayTests
{
    [Theory]
    [InlineData(100_00, 120, 10, 130, "exact")]
    [InlineData(50, 100, 0, 0, "a half goes to the even 0")]
    [InlineData(150, 100, 0, 2, "one and a half goes to the even 2")]
    [InlineData(51, 100, 0, 1, "more than a half goes up")]
    [InlineData(long.MaxValue, 100, 0, 92_233_720_368_547_758, "no overflow on the way")]
    public void A_fee_is_basis_points_rounded_half_to_even_and_a_fixed_part(long minor, int basisPoints, long fixedMinor, long fee, string why) =>
        new PaymentGateway { FeeBasisPoints = basisPoints, FeeFixedMinor = fixedMinor }.FeeMinorFor(new Money(minor, "EUR")).ShouldBe(fee, why);

    [Fact]
    public void Every_seeded_gateway_has_a_number_of_its_own_and_another_reach()
    {
        var gateways = GatewaySeed.Gateways();

        gateways.Select(x => x.Number).Distinct().Count().ShouldBe(gateways.Count);
        gateways.ShouldAllBe(x => x.Number >= 1 && x.Number <= 99);
        gateways.Select(x => string.Join(",", x.Currencies)).Distinct().Count().ShouldBe(gateways.Count);
    }

    [Theory]
    [InlineData("atlantis", 100_00, "EUR", "there is no gateway atlantis")]
    [InlineData(GatewaySeed.Northbank, 100_00, "JPY", "northbank does not take 10000 JPY")]
    [InlineData(GatewaySeed.Northbank, 5_000_001, "EUR", "northbank does not take 5000001 EUR")]
    public async Task A_gateway_declines_what_it_does_not_take_whoever_asks(string gateway, long minor, string currency, string because)
    {
        using var shop = new Shop();
        await Seeded(shop);
        var payment = Guid.NewGuid();

        var answer = await shop.Ask(Capture(payment, gateway) with { Amount = new Money(minor, currency), Settlement = new Money(minor, currency) });

        answer.ShouldBe(new CaptureDeclined(payment, gateway, because));
    }

    [Fact]
    public async Task A_capture_that_its_void_has_overtaken_is_declined()
    {
        using var shop = new Shop();
        await Seeded(shop);
        var payment = Guid.NewGuid();

        (await shop.Ask(new VoidCapture(payment, GatewaySeed.Northbank))).ShouldBe(new CaptureVoided(payment, GatewaySeed.Northbank));
        (await shop.Ask(Capture(payment, GatewaySeed.Northbank))).ShouldBeOfType<CaptureDeclined>();

        (await shop.Row<GatewayCharge>(GatewayCharge.KeyOf(payment, GatewaySeed.Northbank))).ShouldBeNull();
    }

    [Fact]
    public async Task Asked_again_it_captures_once_and_says_the_same()
    {
        using var shop = new Shop();
        await Seeded(shop);
        var command = Capture(Guid.NewGuid(), GatewaySeed.Northbank);

        var first = await shop.Ask(command);
        var second = await shop.Ask(command);

        second.ShouldBe(first);
        (await shop.Row<GatewayCharge>(GatewayCharge.KeyOf(command.PaymentId, GatewaySeed.Northbank)))!.Version.ShouldBe(1);
    }

    internal static CapturePayment Capture(Guid payment, string gateway) =>
        new(payment, gateway, "tok_visa", "4242", "merchant-1", new Money(100_00, "EUR"), new Money(100_00, "EUR"));

    internal static async Task Seeded(Shop shop) =>
        await shop.Store.Commit(await new GatewaySeed().Missing(shop.Store, CancellationToken.None), CancellationToken.None);
}

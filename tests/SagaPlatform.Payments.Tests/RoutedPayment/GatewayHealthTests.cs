using SagaPlatform.Contracts.Payments;
using static SagaPlatform.Participants.PaymentGateways.GatewaySeed;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>A gateway that keeps failing is taken out of the choice for a while, and comes back by itself.</summary>
public sealed class GatewayHealthTests
{
    [Theory]
    [InlineData("tok_fails@northbank", 0)]
    [InlineData("tok_silent@northbank", 10)]
    [InlineData("tok_lost@northbank", 10)]
    [InlineData("tok_late@northbank", 10)]
    public async Task Five_failures_within_a_minute_take_a_gateway_out_for_two_minutes_and_time_alone_brings_it_back(string token, int patience)
    {
        await using var scene = await PaymentScenario.Begun();
        for (var i = 0; i < 5; i++)
        {
            scene.Asked(await scene.PaysWith(token)).ShouldBe(patience == 0 ? [Northbank, Atlantic] : [Northbank]);
            if (i < 4)
                await scene.Passes(1);
        }

        var meanwhile = await scene.Pays(ExamplePayment.Good());
        await scene.Passes(119);
        var justBefore = await scene.Pays(ExamplePayment.Good());
        await scene.Passes(1);
        var after = await scene.Pays(ExamplePayment.Good());

        scene.Asked(meanwhile).ShouldBe([Atlantic]);
        scene.Asked(justBefore).ShouldBe([Atlantic]);
        scene.Asked(after).ShouldBe([Northbank]);
        await scene.Lawful();
    }

    [Fact]
    public async Task Four_failures_are_not_enough_and_old_ones_do_not_count()
    {
        await using var scene = await PaymentScenario.Begun();
        for (var i = 0; i < 8; i++)
        {
            await scene.PaysWith("tok_fails@northbank");
            await scene.Passes(15);
        }

        scene.Asked(await scene.Pays(ExamplePayment.Good())).ShouldBe([Northbank], "never five within a minute");
    }

    [Fact]
    public async Task After_it_came_back_the_count_begins_anew()
    {
        await using var scene = await PaymentScenario.Begun();
        for (var i = 0; i < 5; i++)
            await scene.PaysWith("tok_fails@northbank");
        await scene.Passes(120);
        for (var i = 0; i < 4; i++)
            await scene.PaysWith("tok_fails@northbank");

        scene.Asked(await scene.Pays(ExamplePayment.Good())).ShouldBe([Northbank]);
    }

    [Fact]
    public async Task A_bank_that_declines_says_nothing_against_the_gateway()
    {
        await using var scene = await PaymentScenario.Begun();
        for (var i = 0; i < 10; i++)
            await scene.PaysWith("tok_declined");

        scene.Asked(await scene.Pays(ExamplePayment.Good())).ShouldBe([Northbank]);
    }

    [Fact]
    public async Task With_every_gateway_out_a_payment_is_refused_at_once_and_nobody_is_asked()
    {
        await using var scene = await PaymentScenario.Begun();
        for (var i = 0; i < 5; i++)
            await scene.PaysWith("tok_fails");

        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.IsIn(payment, "Cancelled");
        scene.Asked(payment).ShouldBeEmpty();
        scene.Platform.Published<PaymentCancelled>()[^1].As<PaymentCancelled>().Reason.ShouldContain("out of order for the moment");
    }
}

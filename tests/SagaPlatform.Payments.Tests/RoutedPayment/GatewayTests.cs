using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.PaymentGateways;
using static SagaPlatform.Participants.PaymentGateways.GatewaySeed;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Payments with the reference gateways behind them: whatever the gateways do, one capture stays or none.</summary>
public sealed class GatewayTests
{
    [Fact]
    public async Task A_payment_that_meets_no_trouble_is_captured_by_the_cheapest_gateway_without_time_passing()
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.IsCapturedBy(payment, Northbank);
        scene.Asked(payment).ShouldBe([Northbank]);
        scene.Passed.ShouldBe(TimeSpan.Zero);
        (await scene.Ledger(payment)).ShouldBe("Analyse=Done, Convert=Skipped, Capture(northbank)=Done, Confirm=Done");
        scene.Platform.Published<PaymentCompleted>()[0].As<PaymentCompleted>().ShouldBe(new PaymentCompleted(
            payment.PaymentId, Northbank, $"northbank-{payment.PaymentId:N}", payment.Amount, payment.Amount));
        (await scene.Balance(payment.PaymentId, "payee:merchant-1", "EUR")).ShouldBe(100_00);
        (await scene.Balance(payment.PaymentId, "gateway:northbank", "EUR")).ShouldBe(-100_00);
        (await scene.Balance(payment.PaymentId, "gateway:northbank:fees", "EUR")).ShouldBe(1_30);
        (await scene.Balance(payment.PaymentId, GatewayAccounts.FeesOfTheHouse, "EUR")).ShouldBe(-1_30);
    }

    [Theory]
    [InlineData("tok_declined@northbank")]
    [InlineData("tok_fails@northbank")]
    public async Task A_gateway_that_says_no_is_replaced_at_once_by_the_next_cheapest_and_nothing_is_to_be_voided(string token)
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.PaysWith(token);

        await scene.IsCapturedBy(payment, Atlantic);
        scene.Asked(payment).ShouldBe([Northbank, Atlantic]);
        scene.Voided(payment).ShouldBeEmpty();
        scene.Passed.ShouldBe(TimeSpan.Zero);
    }

    [Theory]
    [InlineData("tok_silent@northbank", GatewayChargeStatus.Unanswered)]
    [InlineData("tok_lost@northbank", GatewayChargeStatus.Voided)]
    public async Task A_silent_gateway_is_replaced_and_whatever_it_may_have_taken_is_voided(string token, GatewayChargeStatus left)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith(token);
        await scene.IsIn(payment, "Capture");
        scene.Asked(payment).ShouldBe([Northbank]);

        await scene.Passes(10);

        await scene.IsCapturedBy(payment, Atlantic);
        scene.Voided(payment).ShouldBe([Northbank]);
        (await scene.Charges(payment)).Single(x => x.Gateway == Northbank).Status.ShouldBe(left);
        (await scene.Balance(payment.PaymentId, "gateway:northbank", "EUR")).ShouldBe(0);
        (await scene.Balance(payment.PaymentId, "gateway:northbank:fees", "EUR")).ShouldBe(0);
        (await scene.Balance(payment.PaymentId, "payee:merchant-1", "EUR")).ShouldBe(100_00, "the payee is paid once");
    }

    [Fact]
    public async Task A_gateway_that_breaks_down_is_replaced_without_waiting_and_voided_for_nobody_knows()
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.PaysWith("tok_breaks@northbank");

        await scene.IsCapturedBy(payment, Atlantic);
        scene.Voided(payment).ShouldBe([Northbank]);
        scene.Passed.ShouldBe(TimeSpan.Zero);
    }

    [Fact]
    public async Task A_gateway_that_calls_back_when_it_was_replaced_is_voided_once_more_and_one_capture_stays()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_late@northbank");
        await scene.Passes(10);
        await scene.IsCapturedBy(payment, Atlantic);
        scene.Voided(payment).ShouldBe([Northbank]);

        await scene.Passes(15);

        scene.Platform.SentTo<PaymentCaptured>(Queues.RoutedPayment).Select(x => x.As<PaymentCaptured>().Gateway)
            .ShouldBe([Atlantic, Northbank], "the late one came in");
        await scene.IsCapturedBy(payment, Atlantic);
        scene.Voided(payment).ShouldBe([Northbank, Northbank]);
        (await scene.Of(payment)).EndedAt.ShouldNotBeNull("nothing is waited for any more");
    }

    [Fact]
    public async Task A_slow_gateway_is_waited_for_and_nobody_else_is_asked()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_slow");

        await scene.Passes(2.9);
        await scene.IsIn(payment, "Capture");
        await scene.Passes(0.1);

        await scene.IsCapturedBy(payment, Northbank);
        scene.Asked(payment).ShouldBe([Northbank]);
        scene.Voided(payment).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_gateway_that_calls_back_twice_has_captured_once()
    {
        await using var scene = await PaymentScenario.Begun();

        var payment = await scene.PaysWith("tok_twice");

        scene.Platform.SentTo<PaymentCaptured>(Queues.RoutedPayment).Select(x => x.MessageId).Distinct().Count().ShouldBe(2);
        await scene.IsCapturedBy(payment, Northbank);
        scene.Voided(payment).ShouldBeEmpty();
        (await scene.Platform.History(payment.PaymentId)).Count(x => x.Kind == HistoryKind.Ignored).ShouldBe(1);
    }

    [Theory]
    [InlineData("tok_declined", 0, "insufficient funds")]
    [InlineData("tok_fails", 0, "worldwide is out of order")]
    [InlineData("tok_breaks", 0, "could not be handled")]
    [InlineData("tok_silent", 30, "not answered in time")]
    [InlineData("tok_lost", 30, "not answered in time")]
    public async Task When_no_gateway_is_left_the_payment_is_declined_and_nobody_holds_anything(string token, int seconds, string because)
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith(token);

        await scene.Passes(seconds);

        await scene.IsCancelled(payment, because);
        scene.Platform.Published<PaymentCancelled>()[0].As<PaymentCancelled>().Reason.ShouldStartWith("Declined, no gateway is left: ");
        scene.Asked(payment).ShouldBe([Northbank, Atlantic, Worldwide]);
        (await scene.Balance(payment.PaymentId, "payee:merchant-1", "EUR")).ShouldBe(0);
        scene.Announced<PaymentNeedsAttention>().ShouldBe(0);
    }

    [Fact]
    public async Task Late_callbacks_of_every_gateway_after_the_decline_leave_nothing_held()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_late");

        await scene.Passes(60);

        await scene.IsCancelled(payment, "not answered in time");
        scene.Platform.SentTo<PaymentCaptured>(Queues.RoutedPayment).Count.ShouldBe(3);
    }

    [Fact]
    public async Task A_void_that_is_never_confirmed_is_found_out_by_a_person_and_only_then_is_the_payment_confirmed()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.PaysWith("tok_stuck@northbank");
        await scene.Passes(10 + 30);
        await scene.IsIn(payment, ProcessStates.NeedsAttention);
        scene.Announced<PaymentNeedsAttention>().ShouldBe(1);
        scene.Sent<ConfirmPayment>(Queues.CapturedPayments).ShouldBeEmpty();
        scene.Asked(payment).ShouldBe([Northbank, Atlantic]);

        await scene.Hears(new RulePayment(payment.PaymentId, "Capture", Ruling.NotDone, "treasurer", Northbank));

        await scene.IsCapturedBy(payment, Atlantic);
    }

    [Fact]
    public async Task Cancelled_while_a_capture_is_on_its_way_the_capture_finds_itself_called_off()
    {
        await using var scene = await PaymentScenario.Begun();
        scene.Platform.Post.Hold<CapturePayment>();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.Hears(new CancelPayment(payment.PaymentId, "Changed my mind."));
        await scene.IsCancelled(payment, "Changed my mind.");
        await scene.Platform.Post.Deliver(scene.Platform.Post.Held.Single());
        await scene.Platform.Quiet();

        await scene.IsCancelled(payment, "Changed my mind.");
        (await scene.Charges(payment)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Cancelled_while_the_capture_is_being_told_of_it_is_voided()
    {
        await using var scene = await PaymentScenario.Begun();
        scene.Platform.Post.Hold<PaymentCaptured>();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.Hears(new CancelPayment(payment.PaymentId, "Changed my mind."));
        await scene.Platform.Post.Deliver(scene.Platform.Post.Held.Single());
        await scene.Platform.Quiet();

        await scene.IsCancelled(payment, "Changed my mind.");
        (await scene.Charges(payment)).ShouldHaveSingleItem().Status.ShouldBe(GatewayChargeStatus.Voided);
    }

    [Fact]
    public async Task A_completed_payment_cannot_be_cancelled_any_more()
    {
        await using var scene = await PaymentScenario.Begun();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.Hears(new CancelPayment(payment.PaymentId, "Changed my mind."));

        await scene.IsCapturedBy(payment, Northbank);
        scene.Announced<PaymentCancellationRefused>().ShouldBe(1);
        scene.Voided(payment).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_confirmation_that_is_refused_gives_the_capture_back()
    {
        await using var scene = await PaymentScenario.Begun();
        scene.Platform.Post.Hold<ConfirmPayment>();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.Hears(new PaymentConfirmationRefused(payment.PaymentId, "the book is closed"));

        await scene.IsCancelled(payment, "the book is closed");
        scene.Voided(payment).ShouldBe([Northbank]);
    }

    [Fact]
    public async Task What_no_gateway_has_is_not_confirmed()
    {
        await using var scene = await PaymentScenario.Begun();
        scene.Platform.Post.Hold<AnalysePayment>();
        var payment = await scene.Pays(ExamplePayment.Good());

        await scene.Hears(new PaymentAnalysed(payment.PaymentId, []));

        await scene.IsCancelled(payment, "no gateway has the money");
    }

    [Fact]
    public async Task Fifty_payments_at_once_do_not_get_into_each_others_way()
    {
        await using var scene = await PaymentScenario.Begun();
        string[] tokens = ["tok_visa", "tok_declined", "tok_declined@northbank", "tok_twice", "tok_breaks@northbank"];
        var payments = Enumerable.Range(0, 50).Select(x => ExamplePayment.PaidWith(tokens[x % tokens.Length])).ToList();

        await Task.WhenAll(payments.Select(x => scene.Platform.Sends(Queues.RoutedPayment, x)));
        await scene.Platform.Quiet();

        foreach (var payment in payments)
            await scene.IsIn(payment, payment.PayerToken == "tok_declined" ? ProcessStates.Cancelled : ProcessStates.Completed);
        scene.Announced<PaymentCompleted>().ShouldBe(40);
    }
}

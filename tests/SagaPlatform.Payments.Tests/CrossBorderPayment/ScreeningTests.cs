using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Compliance;
using SagaPlatform.Payments.CrossBorderPayment;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>A name on the sanctions list: a person decides, or nobody does.</summary>
public sealed class ScreeningTests
{
    [Fact]
    public async Task A_payment_to_nobody_on_the_list_asks_no_person_and_leaves_evidence()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.Good());

        (await payment.WorkItem()).ShouldBeNull();
        (await payment.State()).Ledger.Line("ReviewHits")!.Status.ShouldBe(LineStatus.Skipped);
        var screening = (await payment.Rows<Screening>()).Single();
        (screening.PaymentId, screening.PayerName, screening.PayeeName).ShouldBe((payment.Id, "ADA PAYER", "BEA PAYEE"));
        screening.Hits.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_hit_waits_for_a_person_and_no_money_moves_meanwhile()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.ToSomebodyListed());

        await payment.IsIn("ReviewHits");
        var item = (await payment.WorkItem())!;
        (item.Status, item.ForGroup, item.SagaId, item.Step).ShouldBe((WorkItemStatus.Open, "compliance", payment.Id, "ReviewHits"));
        item.Details.ShouldContain("named like Jörg Beispiel-Müller, test list, entry 1");
        payment.Asked<RequestQuote>(Queues.Exchange, times: 0);
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);
    }

    [Fact]
    public async Task A_hit_that_a_person_clears_is_paid()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.ToSomebodyListed());

        (await payment.Decides(WorkItemVerdict.Approve, "another date of birth")).Conflict.ShouldBeNull();

        await payment.EndsSettled(10_850);
        (await payment.State()).ClearedBy.ShouldBe("Olga Officer");
    }

    [Fact]
    public async Task A_hit_that_a_person_confirms_is_cancelled_and_the_payer_does_not_learn_why()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.ToSomebodyListed());

        await payment.Decides(WorkItemVerdict.Refuse, "same passport");

        await payment.EndsWithNothingMoved();
        (await payment.State()).Ledger.Reason.ShouldBe(HitsReview.NotCleared);
        payment.Platform.Published<CrossBorderPaymentCancelled>().Single().Body.GetRawText().ShouldNotContain("passport");
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);
    }

    [Fact]
    public async Task Compliance_is_reminded_then_its_lead_then_an_operator_and_a_late_decision_still_counts()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.ToSomebodyListed());

        await payment.FallsSilent(times: 2);
        (await payment.WorkItem())!.ForGroup.ShouldBe("compliance-leads");
        await payment.IsIn("ReviewHits");
        payment.Announced<CrossBorderPaymentNeedsAttention>(times: 0);

        await payment.FallsSilent(times: 4);
        await payment.IsIn(ProcessStates.NeedsAttention);
        payment.Announced<CrossBorderPaymentNeedsAttention>();
        (await payment.WorkItem())!.Status.ShouldBe(WorkItemStatus.Open);
        payment.Asked<DebitPayer>(Queues.Ledger, times: 0);

        await payment.Decides(WorkItemVerdict.Approve);
        await payment.EndsSettled(10_850);
    }

    [Fact]
    public async Task When_the_payer_cancels_nobody_needs_to_decide_any_more()
    {
        await using var payment = await CrossBorderScenario.Of(ExamplePayment.ToSomebodyListed());

        await payment.Cancels();

        await payment.EndsWithNothingMoved();
        (await payment.WorkItem())!.Status.ShouldBe(WorkItemStatus.Withdrawn);
        (await payment.Decides(WorkItemVerdict.Approve)).Conflict.ShouldNotBeNull();
        await payment.EndsWithNothingMoved();
    }
}

using System.Net;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Who decides about a claim, and that it is paid once.</summary>
public sealed class DecisionsTests
{
    [Fact]
    public async Task A_small_claim_is_approved_by_nobody_and_paid()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Small());
        await claim.IsPaid();

        await claim.IsIn("Completed");
        claim.PaymentWasAskedFor();
        claim.Announced<ClaimPaid>();
        claim.Announced<ClaimRejected>(times: 0);
        var record = await claim.Record();
        (record.Outcome, record.PaidMinor, record.PaymentReference).ShouldBe((ClaimOutcome.Paid, 30_000, "PAY-1"));
        (await claim.View()).GetProperty("status").GetString().ShouldBe("Paid");
        await claim.Lawful();
    }

    [Fact]
    public async Task The_payment_is_a_routed_payment_of_its_own_and_each_has_its_own_history()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Small(), ClaimFamilies.WithPayments);

        await claim.IsIn("Completed");
        claim.Announced<PaymentCompleted>();
        claim.Announced<ClaimPaid>();
        (await claim.Record()).PaymentReference.ShouldNotBeEmpty();
        var payment = ClaimState.PaymentIdOf(claim.Id);
        payment.ShouldNotBe(claim.Id);
        ClaimState.PaymentIdOf(payment).ShouldBe(claim.Id, "the answer finds its claim");
        (await claim.Platform.StateOf(payment)).ShouldBe("Completed");
        (await claim.Platform.History(claim.Id)).ShouldFollow(claim.Platform.Get<ClaimStateMachine>());
    }

    [Fact]
    public async Task A_middling_claim_is_approved_by_one_person()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.IsIn("ApproveClaim");
        claim.PaymentWasAskedFor(times: 0);

        await claim.Decided(ClaimWork.Approval, "Approve", "Anna");
        await claim.IsPaid();

        await claim.IsIn("Completed");
        (await claim.Record()).DecidedBy.ShouldBe(["Anna"]);
        await claim.Lawful();
    }

    [Fact]
    public async Task A_large_claim_is_approved_by_two_different_people()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Large());

        await claim.Decided(ClaimWork.Approval, "Approve", "Anna");
        await claim.IsIn("ApproveClaim");
        await claim.Decided(ClaimWork.Approval, "Approve", " anna");
        await claim.IsIn("ApproveClaim");
        (await claim.Decides(ClaimWork.Approval, "Refuse", "ANNA")).Code.ShouldBe(HttpStatusCode.Conflict);
        claim.PaymentWasAskedFor(times: 0);

        await claim.Decided(ClaimWork.Approval, "Approve", "Bert");
        await claim.IsPaid();

        (await claim.Record()).DecidedBy.ShouldBe(["Anna", "Bert"]);
        await claim.Lawful();
    }

    [Fact]
    public async Task Whoever_filed_the_claim_does_not_approve_it()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());

        var (code, body) = await claim.Decides(ClaimWork.Approval, "Approve", ExampleClaim.Claimant.ToLowerInvariant());

        code.ShouldBe(HttpStatusCode.Conflict);
        body.GetProperty("detail").GetString()!.ShouldContain("may not decide");
        await claim.IsIn("ApproveClaim");
    }

    [Fact]
    public async Task When_nobody_approves_people_are_reminded_then_others_are_asked_and_in_the_end_an_operator()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        (await claim.Item(ClaimWork.Approval)).ForGroup.ShouldBe("claims-approvers");

        await claim.Platform.LetTimePass(TimeSpan.FromHours(9));
        var item = await claim.Item(ClaimWork.Approval);
        (item.Reminders, item.ForGroup, item.EscalatedFrom).ShouldBe((2, "claims-leads", "claims-approvers"));
        (await claim.Decides(ClaimWork.Approval, "Approve", "Anna")).Code.ShouldBe(HttpStatusCode.OK, "who is not said to be of another group may still decide");
        await claim.IsPaid();

        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    [Fact]
    public async Task An_approval_that_comes_after_the_operator_was_asked_still_counts()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.Platform.Until(claim.Id, "NeedsAttention");
        claim.Announced<ClaimNeedsAttention>();

        await claim.Decided(ClaimWork.Approval, "Approve", "Anna");

        await claim.IsPaid();
        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    [Fact]
    public async Task Ruling_an_approval_done_approves_nothing()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.Platform.Until(claim.Id, "NeedsAttention");

        await claim.Hears(new RuleClaim(claim.Id, "ApproveClaim", Contracts.Ruling.Done, "operator"));

        await claim.IsIn("AwaitAppeal");
        (await claim.Claim()).RejectedBecause.ShouldBe("Nobody decided about it.");
        claim.PaymentWasAskedFor(times: 0);
    }

    [Fact]
    public async Task A_suspicious_claim_that_the_investigator_clears_goes_on_and_the_investigator_does_not_approve_it()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Suspicious() with { Amount = new Contracts.Money(150_000, "EUR") });
        await claim.IsIn("InvestigateClaim");
        (await claim.Claim()).IsComplex.ShouldBeTrue();

        await claim.Decided(ClaimWork.Investigation, "Approve", "Ines");
        await claim.IsIn("ApproveClaim");
        (await claim.Decides(ClaimWork.Approval, "Approve", "Ines")).Code.ShouldBe(HttpStatusCode.Conflict);
        await claim.Decided(ClaimWork.Approval, "Approve", "Anna");
        await claim.IsPaid();

        (await claim.Record()).DecidedBy.ShouldBe(["Ines", "Anna"]);
        await claim.Lawful();
    }

    [Fact]
    public async Task A_fraud_that_the_investigator_confirms_is_rejected_and_never_paid()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Suspicious());

        await claim.Decided(ClaimWork.Investigation, "Refuse", "Ines", "the photo is from 2019");

        await claim.IsIn("AwaitAppeal");
        claim.Announced<ClaimRejected>();
        await claim.Platform.Until(claim.Id, "Completed");
        claim.PaymentWasAskedFor(times: 0);
        var record = await claim.Record();
        (record.Outcome, record.Reason).ShouldBe((ClaimOutcome.Rejected, "the photo is from 2019"));
        claim.Announced<ClaimRejectionUpheld>();
        claim.Announced<ClaimPaid>(times: 0);
        await claim.Lawful();
    }

    [Fact]
    public async Task A_fraud_score_above_the_limit_rejects_without_asking_anybody()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Fraud());

        await claim.IsIn("AwaitAppeal");
        (await claim.Claim()).RejectedBecause.ShouldBe("The fraud check gave 95 of 100.");
        (await claim.Platform.Store.Find<WorkItem>(WorkItem.IdOf(ClaimWork.Investigation, claim.Id), null, default)).ShouldBeNull();
    }

    [Theory]
    [InlineData("POL-EXPIRED", "glass", 40_000, "was not in force")]
    [InlineData("POL-1001", "flood", 40_000, "does not cover flood")]
    [InlineData("POL-9999", "glass", 40_000, "There is no policy POL-9999")]
    [InlineData("POL-1001", "glass", 10_000, "The deductible")]
    public async Task What_the_policy_does_not_pay_is_rejected_with_its_reason(string policy, string peril, long amount, string because)
    {
        await using var claim = await ClaimScenario.Of(
            ExampleClaim.Small() with { PolicyNumber = policy, Peril = peril, Amount = new Contracts.Money(amount, "EUR") });

        await claim.IsIn("AwaitAppeal");
        (await claim.View()).GetProperty("reason").GetString()!.ShouldContain(because);
    }

    [Fact]
    public async Task A_payment_that_fails_is_a_question_for_an_operator_and_the_claim_stays_approved()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Small());
        await claim.Hears(new PaymentCancelled(ClaimState.PaymentIdOf(claim.Id), "no gateway"));

        await claim.IsIn("NeedsAttention");
        (await claim.Claim()).Question!.ShouldContain("no gateway");
        await claim.Hears(new RuleClaim(claim.Id, "PayClaim", Contracts.Ruling.AskAgain, "operator"));
        await claim.IsPaid();

        await claim.IsIn("Completed");
        claim.PaymentWasAskedFor(times: 2);
        await claim.Lawful();
    }

    [Fact]
    public async Task An_office_that_keeps_silent_makes_an_operators_question_not_a_decision()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Small() with { PolicyNumber = "POL-SILENT" });

        await claim.Platform.Until(claim.Id, "NeedsAttention");

        claim.Announced<ClaimNeedsAttention>();
        claim.Announced<ClaimRejected>(times: 0);
    }

    [Fact]
    public async Task A_process_that_runs_no_participants_takes_decisions_too()
    {
        await using var platform = await EmbeddedPlatform.Start(ClaimFamilies.Scripted);

        var kinds = platform.Get<WorkItemKinds>();

        ((string[])[ClaimWork.Investigation, ClaimWork.Approval, ClaimWork.Appeal]).Select(x => kinds[x].Group)
            .ShouldBe(["claims-investigators", "claims-approvers", "appeals-board"]);
    }
}

using System.Net;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>A claimant who does not want the claim any more.</summary>
public sealed class WithdrawalTests
{
    [Theory]
    [InlineData("AwaitDocuments")]
    [InlineData("InvestigateClaim")]
    [InlineData("ApproveClaim")]
    [InlineData("AwaitAppeal")]
    [InlineData("ReviewAppeal")]
    [InlineData("NeedsAttention")]
    public async Task A_withdrawn_claim_is_recorded_and_nobody_works_on_it_any_more(string state)
    {
        await using var claim = await In(state);

        (await claim.Posts("withdraw", new { reason = "found it" })).Code.ShouldBe(HttpStatusCode.Accepted);

        await claim.IsIn("Cancelled");
        claim.Announced<ClaimWithdrawn>();
        claim.PaymentWasAskedFor(times: 0);
        var record = await claim.Record();
        (record.Outcome, record.Reason).ShouldBe((ClaimOutcome.Withdrawn, "found it"));
        (await claim.View()).GetProperty("status").GetString().ShouldBe("Withdrawn");
        await claim.Lawful();
    }

    [Fact]
    public async Task A_decision_that_comes_after_the_withdrawal_is_told_so()
    {
        await using var claim = await In("ApproveClaim");
        await claim.Hears(new WithdrawClaim(claim.Id, "found it"));

        var (code, body) = await claim.Decides(ClaimWork.Approval, "Approve", "Anna");

        code.ShouldBe(HttpStatusCode.Conflict);
        body.GetProperty("title").GetString().ShouldBe("Withdrawn");
        (await claim.Item(ClaimWork.Approval)).Status.ShouldBe(WorkItemStatus.Withdrawn);
    }

    [Fact]
    public async Task Once_it_is_being_paid_it_is_too_late()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Small());

        (await claim.Posts("withdraw", new { reason = "found it" })).Code.ShouldBe(HttpStatusCode.Conflict);
        await claim.Hears(new WithdrawClaim(claim.Id, "found it"));

        claim.Announced<ClaimWithdrawalRefused>();
        await claim.IsPaid();
        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    static async Task<ClaimScenario> In(string state)
    {
        var claim = await ClaimScenario.Of(state switch
        {
            "AwaitDocuments" => ExampleClaim.Incomplete(),
            "InvestigateClaim" => ExampleClaim.Suspicious(),
            "AwaitAppeal" or "ReviewAppeal" => ExampleClaim.Fraud(),
            _ => ExampleClaim.Middling(),
        });
        if (state == "ReviewAppeal")
            await claim.Hears(new AppealClaim(claim.Id, "I am honest."));
        await claim.Platform.Until(claim.Id, state);
        return claim;
    }
}

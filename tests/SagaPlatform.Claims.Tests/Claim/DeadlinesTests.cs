using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Simple claims within 24 hours, others within 7 days: a breach is visible before it happens.</summary>
public sealed class DeadlinesTests
{
    [Fact]
    public async Task An_undecided_claim_gives_warning_before_its_deadline_and_again_when_it_passes()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        var filed = (await claim.Claim()).StartedAt;
        (await Deadline(claim)).ShouldBe(("OnTime", filed.AddHours(24)));

        await claim.Platform.LetTimePass(TimeSpan.FromHours(17.9));
        claim.Announced<ClaimDeadlineNear>(times: 0);
        await claim.Platform.LetTimePass(TimeSpan.FromHours(0.2));
        claim.Announced<ClaimDeadlineNear>();
        claim.Announced<ClaimDeadlineBreached>(times: 0);
        (await Deadline(claim)).ShouldBe(("Near", filed.AddHours(24)));

        await claim.Platform.LetTimePass(TimeSpan.FromHours(6));
        claim.Announced<ClaimDeadlineBreached>();
        (await Deadline(claim)).Status.ShouldBe("Breached");
        await claim.Platform.LetTimePass(TimeSpan.FromDays(3));
        claim.Announced<ClaimDeadlineNear>();
        claim.Announced<ClaimDeadlineBreached>();
    }

    [Fact]
    public async Task Operators_see_the_deadline_and_its_warning()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.Platform.LetTimePass(TimeSpan.FromHours(19));

        var row = (await claim.OperatorsView()).GetProperty("row");

        row.GetProperty("deadline").GetString().ShouldBe("Near");
        row.GetProperty("deadlineAt").GetDateTimeOffset().ShouldBe((await claim.Claim()).DeadlineAt!.Value);
    }

    [Fact]
    public async Task A_claim_that_is_decided_in_time_gives_no_warning()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.Decided(ClaimWork.Approval, "Approve", "Anna");
        await claim.IsPaid();

        (await claim.Platform.Timeouts(claim.Id)).ShouldBeEmpty();
        (await claim.Claim()).Deadline.ShouldBe(DeadlineStatus.Met);
        claim.Announced<ClaimDeadlineNear>(times: 0);
    }

    [Fact]
    public async Task A_suspicious_claim_gets_seven_days_from_the_day_it_was_filed()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Suspicious());

        (await Deadline(claim)).ShouldBe(("OnTime", (await claim.Claim()).StartedAt.AddDays(7)));
    }

    [Fact]
    public async Task A_rejected_claim_has_no_deadline_until_it_is_appealed()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Fraud());
        (await claim.Claim()).DeadlineAt.ShouldBeNull();
        await claim.Platform.LetTimePass(TimeSpan.FromDays(20));
        claim.Announced<ClaimDeadlineNear>(times: 0);

        await claim.Hears(new AppealClaim(claim.Id, "I am honest."));
        (await claim.Claim()).DeadlineAt.ShouldBe(claim.Platform.Time.GetUtcNow().AddDays(7));
        await claim.Platform.LetTimePass(TimeSpan.FromDays(7));

        claim.Announced<ClaimDeadlineNear>();
        claim.Announced<ClaimDeadlineBreached>();
    }

    [Fact]
    public async Task A_withdrawn_claim_is_not_late()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());

        await claim.Hears(new WithdrawClaim(claim.Id, "found it"));
        await claim.Platform.LetTimePass(TimeSpan.FromDays(2));

        claim.Announced<ClaimDeadlineNear>(times: 0);
    }

    static async Task<(string Status, DateTimeOffset At)> Deadline(ClaimScenario claim)
    {
        var view = await claim.View();
        return (view.GetProperty("deadline").GetString()!, view.GetProperty("deadlineAt").GetDateTimeOffset());
    }
}

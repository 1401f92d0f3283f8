using System.Net;
using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>A rejection can be appealed once, within its period, and is reviewed by other people.</summary>
public sealed class AppealTests
{
    [Fact]
    public async Task A_granted_appeal_is_paid()
    {
        await using var claim = await Denied();

        (await claim.Posts("appeal", new { reason = "The invoice was attached." })).Code.ShouldBe(HttpStatusCode.Accepted);
        await claim.IsIn("ReviewAppeal");
        await claim.Decided(ClaimWork.Appeal, "Approve", "Rosa");
        await claim.IsPaid();

        await claim.IsIn("Completed");
        var record = await claim.Record();
        (record.Outcome, record.Reason).ShouldBe((ClaimOutcome.Paid, ""));
        record.DecidedBy.ShouldBe(["Anna", "Rosa"]);
        await claim.Lawful();
    }

    [Fact]
    public async Task Whoever_rejected_the_claim_does_not_review_the_appeal()
    {
        await using var claim = await Denied();
        await claim.Hears(new AppealClaim(claim.Id, "The invoice was attached."));

        (await claim.Decides(ClaimWork.Appeal, "Approve", "anna")).Code.ShouldBe(HttpStatusCode.Conflict);

        await claim.IsIn("ReviewAppeal");
    }

    [Fact]
    public async Task A_denied_appeal_lets_the_rejection_stand_and_nothing_is_paid()
    {
        await using var claim = await Denied();
        await claim.Hears(new AppealClaim(claim.Id, "The invoice was attached."));

        await claim.Decided(ClaimWork.Appeal, "Refuse", "Rosa", "the invoice is of another house");

        await claim.IsIn("Completed");
        claim.PaymentWasAskedFor(times: 0);
        (await claim.Record()).Reason.ShouldBe("the invoice is of another house");
        claim.Announced<ClaimRejectionUpheld>();
        await claim.Lawful();
    }

    [Fact]
    public async Task An_appeal_of_a_large_claim_needs_two_people_though_a_fraud_check_rejected_it()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Fraud() with { Amount = new Contracts.Money(2_000_000, "EUR") });
        await claim.Hears(new AppealClaim(claim.Id, "I am honest."));

        await claim.Decided(ClaimWork.Appeal, "Approve", "Rosa");
        await claim.IsIn("ReviewAppeal");
        await claim.Decided(ClaimWork.Appeal, "Approve", "Otto");
        await claim.IsPaid();

        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    [Fact]
    public async Task An_appeal_after_its_period_does_not_count()
    {
        await using var claim = await Denied();
        var until = (await claim.View()).GetProperty("appealUntil").GetDateTimeOffset();
        await claim.Platform.LetTimePass(TimeSpan.FromDays(31));
        claim.Platform.Time.GetUtcNow().ShouldBeGreaterThan(until);

        var (code, body) = await claim.Posts("appeal", new { reason = "Late." });
        await claim.Hears(new AppealClaim(claim.Id, "Late."));

        code.ShouldBe(HttpStatusCode.Conflict);
        body.GetProperty("title").GetString().ShouldBe("Too late to appeal");
        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    [Fact]
    public async Task A_second_appeal_does_not_count()
    {
        await using var claim = await Denied();
        await claim.Hears(new AppealClaim(claim.Id, "First."));

        var (code, body) = await claim.Posts("appeal", new { reason = "Second." });
        await claim.Hears(new AppealClaim(claim.Id, "Second."));
        await claim.Decided(ClaimWork.Appeal, "Refuse", "Rosa", "no");
        await claim.Hears(new AppealClaim(claim.Id, "Third."));

        code.ShouldBe(HttpStatusCode.Conflict);
        body.GetProperty("title").GetString().ShouldBe("Appealed already");
        (await claim.Claim()).AppealedBecause.ShouldBe("First.");
        await claim.IsIn("Completed");
        await claim.Lawful();
    }

    [Fact]
    public async Task What_is_not_rejected_cannot_be_appealed()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());

        (await claim.Posts("appeal", new { reason = "Hurry." })).Body.GetProperty("title").GetString().ShouldBe("Nothing to appeal");
    }

    /// <summary>A claim that Anna did not approve.</summary>
    static async Task<ClaimScenario> Denied()
    {
        var claim = await ClaimScenario.Of(ExampleClaim.Middling());
        await claim.Decided(ClaimWork.Approval, "Refuse", "Anna", "no invoice");
        await claim.IsIn("AwaitAppeal");
        return claim;
    }
}

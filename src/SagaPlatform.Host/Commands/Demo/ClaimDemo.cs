using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.ClaimsOffice;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>Claims: approved by nobody, by one and by two people; documents that are missing, fraud, rejection, appeal, withdrawal.</summary>
static class ClaimDemo
{
    static readonly DateTimeOffset Stormy = new(2025, 6, 1, 12, 0, 0, TimeSpan.Zero);

    public static IReadOnlyList<DemoCase> Cases() =>
    [
        Of("small: nobody needs to approve it", 40_000, "Paid"),
        Of("one person approves it", 150_000, "Paid") with
        {
            Meanwhile = [Decides("ApproveClaim", ClaimWork.Approval, "Approve", "Anna")],
        },
        Of("large: two different people approve it", 2_000_000, "Paid") with
        {
            Meanwhile = [Decides("ApproveClaim", ClaimWork.Approval, "Approve", "Anna"), Decides("ApproveClaim", ClaimWork.Approval, "Approve", "Bert")],
        },
        Of("a document is missing, and comes", 40_000, "Paid", PolicySeed.NeedsReport) with
        {
            Meanwhile = [DemoAct.InState("AwaitDocuments", "documents",
                new { documents = new[] { new ClaimDocument("police-report", "files/report-1") } }, "the police report comes in")],
        },
        Of("suspicious: an investigator clears it", 40_000, "Paid", PolicySeed.Suspicious) with
        {
            Meanwhile = [Decides("InvestigateClaim", ClaimWork.Investigation, "Approve", "Ines")],
        },
        Of("suspicious: an investigator finds a fraud", 40_000, "RejectionUpheld", PolicySeed.Suspicious) with
        {
            Meanwhile = [Decides("InvestigateClaim", ClaimWork.Investigation, "Refuse", "Ines"), Appeals, Decides("ReviewAppeal", ClaimWork.Appeal, "Refuse", "Rosa")],
        },
        Of("denied, and the appeal is granted", 150_000, "Paid") with
        {
            Meanwhile = [Decides("ApproveClaim", ClaimWork.Approval, "Refuse", "Anna"), Appeals, Decides("ReviewAppeal", ClaimWork.Appeal, "Approve", "Rosa")],
        },
        Of("the fraud check rejects it, the appeal is denied", 40_000, "RejectionUpheld", PolicySeed.Fraud) with
        {
            Meanwhile = [Appeals, Decides("ReviewAppeal", ClaimWork.Appeal, "Refuse", "Rosa")],
        },
        Of("the policy is not in force, the claimant gives up", 40_000, "Withdrawn", PolicySeed.Expired) with
        {
            Meanwhile = [DemoAct.InState("AwaitAppeal", "withdraw", new { reason = "Wrong policy." }, "the claimant withdraws the claim")],
        },
        Of("the claimant withdraws it while people decide", 150_000, "Withdrawn") with
        {
            Meanwhile = [DemoAct.InState("ApproveClaim", "withdraw", new { reason = "Found it." }, "the claimant withdraws the claim")],
        },
        Of("the office is silent: an operator finds out", 40_000, "Withdrawn", "POL-SILENT") with
        {
            Meanwhile = [DemoAct.Rules("ValidateClaim", "NotDone", "somebody looked: the office knows nothing of it")],
        },
    ];

    static DemoAct Appeals => DemoAct.InState("AwaitAppeal", "appeal", new { reason = "It was not my fault." }, "the claimant appeals");

    static DemoAct Decides(string state, string kind, string decision, string by) => new(
        $"{by} says {decision.ToUpperInvariant()} to {kind}", x => x.State == state,
        (http, demo) => http.Post($"/api/work-items/{WorkItem.IdOf(kind, demo.Id)}/decision", new { decision, decidedBy = by, reason = "looked into it" }));

    static DemoCase Of(string name, long amountMinor, string end, string policy = PolicySeed.Good)
    {
        var claim = new FileClaim(Guid.NewGuid(), "Clara Claimant", policy, "glass", Stormy, "A branch fell on the greenhouse.",
            new Money(amountMinor, "EUR"), "acc_clara", [new ClaimDocument("photo", "files/photo-1")]);
        return new DemoCase("claim", name, "/claims", claim.ClaimId, claim, end);
    }
}

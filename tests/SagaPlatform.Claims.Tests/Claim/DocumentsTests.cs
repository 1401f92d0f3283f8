using System.Net;
using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Documents that are missing.</summary>
public sealed class DocumentsTests
{
    [Fact]
    public async Task An_incomplete_claim_waits_reminds_and_goes_on_when_its_documents_arrive()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Incomplete());
        await claim.IsIn("AwaitDocuments");
        (await claim.View()).GetProperty("missingDocuments")[0].GetString().ShouldBe("police-report");
        await claim.Platform.LetTimePass(TimeSpan.FromDays(7));
        claim.Announced<ClaimDocumentsRequested>(times: 3);

        (await claim.Posts("documents", new { documents = new[] { ExampleClaim.Report } })).Code.ShouldBe(HttpStatusCode.Accepted);

        await claim.IsPaid();
        await claim.IsIn("Completed");
        (await claim.Claim()).Documents.ShouldBe([ExampleClaim.Photo, ExampleClaim.Report]);
        await claim.Lawful();
    }

    [Fact]
    public async Task A_document_that_was_not_asked_for_does_not_complete_the_claim()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Incomplete());

        await claim.Hears(new ProvideDocuments(claim.Id, [new ClaimDocument("invoice", "files/invoice")]));

        await claim.IsIn("AwaitDocuments");
    }

    [Fact]
    public async Task Documents_that_come_while_the_claim_is_validated_are_not_asked_for_again()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Incomplete() with { PolicyNumber = "POL-SILENT" });
        await claim.Hears(new ProvideDocuments(claim.Id, [ExampleClaim.Report]));

        await claim.Hears(new ClaimDocumentsMissing(claim.Id, ["police-report"]));

        (await claim.Platform.StateOf(claim.Id)).ShouldNotBe("AwaitDocuments");
        claim.Announced<ClaimDocumentsRequested>(times: 0);
    }

    [Fact]
    public async Task A_claim_whose_documents_never_come_is_rejected_and_may_be_appealed()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Incomplete());

        await claim.Platform.Until(claim.Id, "AwaitAppeal");

        claim.Announced<ClaimDocumentsRequested>(times: 5);
        (await claim.Claim()).RejectedBecause.ShouldBe("These documents never came: police-report.");
        await claim.Lawful();
    }

    [Fact]
    public async Task Documents_that_nobody_waits_for_are_refused_by_HTTP_and_change_nothing_by_message()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Middling());

        (await claim.Posts("documents", new { documents = new[] { ExampleClaim.Report } })).Code.ShouldBe(HttpStatusCode.Conflict);
        await claim.Hears(new ProvideDocuments(claim.Id, [ExampleClaim.Report]));

        (await claim.Claim()).Documents.ShouldBe([ExampleClaim.Photo]);
        await claim.Lawful();
    }

    [Fact]
    public async Task A_reminder_of_the_deadline_is_no_reminder_of_the_documents()
    {
        await using var claim = await ClaimScenario.Of(ExampleClaim.Incomplete());

        await claim.Platform.LetTimePass(TimeSpan.FromHours(25));

        claim.Announced<ClaimDeadlineBreached>();
        claim.Announced<ClaimDocumentsRequested>(times: 1);
        (await claim.Claim()).Ledger.Line("AwaitDocuments")!.Attempts.ShouldBe(0);
    }
}

using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Claims.Claim;

/// <summary>The body of documents that come in; the claim is in the path.</summary>
/// <param name="Documents">References to them; 1 to 50 documents.</param>
public sealed record ProvideDocumentsRequest(IReadOnlyList<ClaimDocument> Documents);

/// <summary>The body of an appeal; the claim is in the path.</summary>
/// <param name="Reason">1 to 512 characters.</param>
public sealed record AppealClaimRequest(string Reason);

/// <summary>Claims by HTTP.</summary>
public static class ClaimEndpoints
{
    /// <summary>Maps <c>/claims</c>.</summary>
    public static void MapClaims(this IEndpointRouteBuilder routes) => routes
        .MapSaga<ClaimState, ClaimView>("/claims", "claim", Queues.Claim, ClaimView.Of, ClaimView.Accepted)
        .Starts<FileClaim>(x => x.ClaimId, "Files a claim.")
        .Hears<ProvideDocuments, ProvideDocumentsRequest>("documents", (x, id) => x with { ClaimId = id },
            "Takes in documents of a claim, as references. They count until its completeness is decided.",
            (claim, _) => claim is null or { CurrentState: "ValidateClaim" or "AwaitDocuments" or ProcessStates.NeedsAttention } ? null
                : new Conflict("No documents are waited for", $"Claim {claim.CorrelationId} is {ClaimView.Of(claim).Status}."))
        .Hears<AppealClaim, AppealClaimRequest>("appeal", (x, id) => x with { ClaimId = id },
            "Appeals against a rejection: once, within its period.",
            (claim, _) => InTheWayOfAppeal(claim))
        .Hears<WithdrawClaim, CancelRequest>("withdraw", (x, id) => x with { ClaimId = id },
            "Withdraws a claim. It is withdrawn, unless it is paid or recorded first.",
            (claim, _) => claim is { CurrentState: ProcessStates.Completed } or { Ledger: { At: "PayClaim" or "RecordClaim", Reason: null } }
                ? new Conflict("Too late to withdraw", $"Claim {claim.CorrelationId} is {ClaimView.Of(claim).Status}.")
                : null)
        .Rules<RuleClaim>((x, id) => x with { ClaimId = id }, x => x.Step);

    static Conflict? InTheWayOfAppeal(ClaimState? claim) => claim switch
    {
        { CurrentState: "AwaitAppeal" } => null,
        { IsAppealed: true } => new Conflict("Appealed already", $"Claim {claim.CorrelationId} was appealed. A rejection can be appealed once."),
        { AppealUntil: { } until } => new Conflict("Too late to appeal", $"Claim {claim.CorrelationId} could be appealed until {until:u}."),
        _ => new Conflict("Nothing to appeal", "The claim is not rejected."),
    };
}

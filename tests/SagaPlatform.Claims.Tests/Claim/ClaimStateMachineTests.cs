using SagaPlatform.Claims.Claim;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class ClaimStateMachineTests() : WholeMachine<ClaimStateMachine, ClaimState>(new ClaimScript(), "a claim")
{
    protected override ClaimState Filled() => new()
    {
        FiledBy = "Clara", PolicyNumber = "POL-1", Peril = "glass", OccurredAt = VirtualTime.Dawn.AddDays(-1),
        ClaimedMinor = long.MaxValue, Currency = "EUR", PayoutAccount = "acc", Documents = [ExampleClaim.Photo], MissingDocuments = ["invoice"],
        FraudScore = 60, IsSuspicious = true, PayableMinor = 7, Risk = "high", DecidedBy = ["Anna", "Bert"], Approvals = 2,
        Decision = ClaimDecision.Rejected, RejectedBecause = "no", AppealUntil = VirtualTime.Dawn.AddDays(30), AppealedBecause = "yes", IsComplex = true,
        DeadlineAt = VirtualTime.Dawn.AddDays(7), WarnAt = VirtualTime.Dawn.AddDays(5), Deadline = DeadlineStatus.Near, PaymentReference = "PAY-1",
    };
}

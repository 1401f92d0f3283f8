using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ClaimsOffice;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of the claims office, told which claims were under way at the moment that is looked at.</summary>
sealed class ClaimsAreRecorded(ISagaQueries sagas, TimeProvider time) : IInvariant
{
    public string Name => "claims-are-recorded";

    public string Sentence => "A claim that is over has a compliance record and no open file; only what is recorded as paid has a payment.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation) => new(
        await rows.Count<ClaimFile>(cancellation), await ClaimFileLaws.Broken(rows, UnderWay.At(sagas, time.GetUtcNow()), cancellation));
}

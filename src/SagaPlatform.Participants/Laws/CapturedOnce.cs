using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of captures and refunds, told which payments were under way at the moment that is looked at.</summary>
sealed class CapturedOnce(ISagaQueries sagas, TimeProvider time) : IInvariant
{
    public string Name => "payments-are-captured-once";

    public string Sentence => "A payment is captured once, the payee has what was captured, and not more is refunded than that.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation) => new(
        await rows.Count<GatewayCharge>(cancellation), await PaymentLaws.Broken(rows, UnderWay.At(sagas, time.GetUtcNow()), cancellation));
}

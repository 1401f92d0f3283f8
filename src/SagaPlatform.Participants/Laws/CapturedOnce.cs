using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of captures and refunds, told which payments were under way at the moment that is looked at.</summary>
sealed class CapturedOnce(ISagaQueries sagas, TimeProvider time) : IInvariant
{
    /// <summary>Clocks of processes differ by less.</summary>
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    public string Name => "payments-are-captured-once";

    public string Sentence => "A payment is captured once, the payee has what was captured, and not more is refunded than that.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation)
    {
        var looked = time.GetUtcNow() - ClocksDiffer;
        return new InvariantFinding(await rows.Count<GatewayCharge>(cancellation), await PaymentLaws.Broken(rows, WasUnderWay, cancellation));

        // A payment that ended since then was under way in the rows we see.
        async Task<bool> WasUnderWay(Guid payment, CancellationToken c) =>
            await sagas.Find(payment, c) is { Summary: var saga } && (saga.EndedAt == null || saga.EndedAt > looked);
    }
}

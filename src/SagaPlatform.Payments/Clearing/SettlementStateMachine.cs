using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Clearing;

/// <summary>One instruction, delivery versus payment: both legs, or none.</summary>
/// <remarks>
/// The legs are moved at once, and what comes in is blocked, so that a leg can always be undone while its counterpart may
/// still fail. That the settlement is final is the point of no return: it unblocks both.
/// </remarks>
public sealed class SettlementStateMachine : ProcessStateMachine<SettlementState>
{
    /// <summary>The process.</summary>
    public SettlementStateMachine(IOptions<ClearingOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<ISettlementMessage>(m => m.SettlementId);

        StartedBy<SettleInstruction>((settlement, m) => settlement.Remember(m), key: m => m.Instruction.Name);

        Together("MoveBothLegs",
            Step("DeliverSecurities", s => s
                .OnlyIf(x => x.Quantity != 0)
                .Asks(Queues.Securities, x => x.Delivery)
                .AnsweredBy<SecuritiesDelivered>()
                .RefusedBy<DeliveryRefused>(m => m.Reason)
                .Within(limits.LegWithin, attempts: 2)
                .UndoneBy(x => new ReturnSecurities(x.CorrelationId))
                .ConfirmedBy<SecuritiesReturned>(within: limits.UndoWithin)),
            Step("PayFunds", s => s
                .OnlyIf(x => x.CashMinor != 0)
                .Asks(Queues.Securities, x => x.Payment)
                .AnsweredBy<FundsPaid>()
                .RefusedBy<FundsRefused>(m => m.Reason)
                .Within(limits.LegWithin, attempts: 2)
                .UndoneBy(x => new ReturnFunds(x.CorrelationId))
                .ConfirmedBy<FundsReturned>(within: limits.UndoWithin)));

        PointOfNoReturn("FinaliseSettlement", s => s
            .Asks(Queues.Securities, x => new FinaliseSettlement(x.CorrelationId))
            .AnsweredBy<SettlementFinalised>()
            .RefusedBy<FinalityRefused>(m => m.Reason)
            .Within(limits.FinalWithin, attempts: 2)
            .NothingToUndo());

        RuledBy<RuleSettlement>(m => m.Step, m => m.Ruling);

        Ends(completed: x => new InstructionSettled(x.CorrelationId, x.ClearingId, x.Instruction),
            cancelled: (x, why) => new InstructionFailed(x.CorrelationId, x.ClearingId, x.Instruction, why),
            needsAttention: (x, question) => new SettlementNeedsAttention(x.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}

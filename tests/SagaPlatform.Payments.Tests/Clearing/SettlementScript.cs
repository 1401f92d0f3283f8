using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>What custody says to a settlement, for the tests that every saga has.</summary>
public sealed class SettlementScript : SagaScript<SettlementStateMachine, SettlementState>
{
    public SettlementScript() : base(ClearingFamilies.SettlementAlone, Queues.Settlement)
    {
        StartedBy(id => ExampleClearing.Instruction(id));
        Variant("only money", id => ExampleClearing.Instruction(id, quantity: 0));
        Variant("only securities", id => ExampleClearing.Instruction(id, cashMinor: 0));

        When<DeliverSecurities>(yes: c => new SecuritiesDelivered(c.SettlementId), no: c => new DeliveryRefused(c.SettlementId, "too few"));
        WhenUndone<ReturnSecurities>(c => new SecuritiesReturned(c.SettlementId));
        When<PayFunds>(yes: c => new FundsPaid(c.SettlementId), no: c => new FundsRefused(c.SettlementId, "too little"));
        WhenUndone<ReturnFunds>(c => new FundsReturned(c.SettlementId));
        When<FinaliseSettlement>(yes: c => new SettlementFinalised(c.SettlementId), no: c => new FinalityRefused(c.SettlementId, "not there"));
        RuledBy((id, step, _, ruling) => new RuleSettlement(id, step, ruling, "clearing clerk"));
    }
}

public sealed class SettlementFaultsTests : EveryFault<SettlementScript>;

public sealed class SettlementUndosTests : EveryUndo<SettlementScript>;

public sealed class SettlementCancellationsTests : EveryCancellation<SettlementScript>;

public sealed class SettlementWalksTests : RandomWalks<SettlementScript>;

public sealed class SettlementSchedulesTests : RandomSchedules<SettlementScript>;

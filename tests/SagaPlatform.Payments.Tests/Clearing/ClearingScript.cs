using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>What settlements say to their clearing, for the tests that every saga has.</summary>
public sealed class ClearingScript : SagaScript<ClearingStateMachine, ClearingState>
{
    public ClearingScript() : base(ClearingFamilies.ClearingAlone, Queues.Clearing)
    {
        StartedBy(id => ExampleClearing.Good(id));
        Variant("settlements fail", id => ExampleClearing.Good(id),
            says => says.When<SettleInstruction>(yes: c => new InstructionFailed(c.SettlementId, c.ClearingId, c.Instruction.Name, "no money")));

        Expects("Settle", Trouble.Refused, ProcessStates.Completed); // a person found that it did not settle: the others go on
        When<SettleInstruction>(yes: c => new InstructionSettled(c.SettlementId, c.ClearingId, c.Instruction.Name));
        RuledBy((id, step, item, ruling) => new RuleClearing(id, step, item, ruling, "clearing clerk"));
    }
}

public sealed class ClearingFaultsTests : EveryFault<ClearingScript>;

public sealed class ClearingUndosTests : EveryUndo<ClearingScript>;

public sealed class ClearingCancellationsTests : EveryCancellation<ClearingScript>;

public sealed class ClearingWalksTests : RandomWalks<ClearingScript>;

public sealed class ClearingSchedulesTests : RandomSchedules<ClearingScript>;

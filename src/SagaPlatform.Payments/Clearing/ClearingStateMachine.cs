using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Clearing;

/// <summary>The trades of one day, netted, and each instruction settled by a process of its own.</summary>
/// <remarks>
/// A clearing takes nothing back: each settlement is whole or nothing by itself, and whatever comes of one, the others go on.
/// So both ends of a settlement are an answer. Its silence is a question for a person, and no reason to forget it.
/// </remarks>
public sealed class ClearingStateMachine : ProcessStateMachine<ClearingState>
{
    const int SettlementAttempts = 12;

    /// <summary>The process.</summary>
    public ClearingStateMachine(IOptions<ClearingOptions> options, TimeProvider? time = null) : base(time)
    {
        var limits = options.Value;
        Correlates<IClearingMessage>(m => m.ClearingId);
        Correlates<SettleInstruction>(m => m.ClearingId);
        Correlates<InstructionSettled>(m => m.ClearingId);
        Correlates<InstructionFailed>(m => m.ClearingId);

        StartedBy<StartClearing>((clearing, m) => clearing.Net(m), key: m => m.TradingDay);

        ForEach("Settle", c => c.Instructions.Select(x => x.Name), s => s
            .Asks(Queues.Settlement, (c, instruction) => c.Settle(instruction))
            .AnsweredBy<InstructionSettled>(m => m.Instruction)
            .AnsweredBy<InstructionFailed>(m => m.Instruction, (c, m) => c.Failures.Add(new UnsettledInstruction(m.Instruction, m.Reason)))
            .Within(limits.SettlementWithin, SettlementAttempts)
            .AsksAPersonWhenSilent()
            .OrWithout((_, _) => true)
            .NothingToUndo());

        RuledBy<RuleClearing>(m => m.Step, m => m.Ruling, m => m.Instruction);

        Ends(completed: c => new ClearingCompleted(c.CorrelationId, c.TradingDay, c.Settled, c.Unsettled),
            cancelled: (c, why) => new ClearingCancelled(c.CorrelationId, why),
            needsAttention: (c, question) => new ClearingNeedsAttention(c.CorrelationId, question),
            askingAgainEvery: limits.AskPersonAgainEvery);
    }
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Clearing;

/// <summary>The clearing of one day: what its trades net to, and what came of each instruction.</summary>
public sealed class ClearingState : ProcessState
{
    /// <summary>The day, ISO 8601.</summary>
    public string TradingDay { get; set; } = "";

    /// <summary>How many trades there were.</summary>
    public int TradeCount { get; set; }

    /// <summary>What they net to.</summary>
    public List<SettlementInstruction> Instructions { get; set; } = [];

    /// <summary>Instructions that failed, by the word of their settlements.</summary>
    public List<UnsettledInstruction> Failures { get; set; } = [];

    /// <summary>Nets the trades.</summary>
    internal void Net(StartClearing clearing)
    {
        (TradingDay, TradeCount) = (clearing.TradingDay, clearing.Trades.Count);
        Instructions = [.. Netting.Of(clearing.Trades)];
    }

    /// <summary>What starts the settlement of an instruction; its id follows from the clearing's and the instruction's name.</summary>
    internal SettleInstruction Settle(string instruction) => new(
        MessageIds.Derive(CorrelationId, $"settlement/{instruction}"), CorrelationId, Instructions.Single(x => x.Name == instruction));

    /// <summary>How many instructions were settled.</summary>
    internal int Settled => Ledger.Lines.Count(x => x.Status == LineStatus.Done) - Failures.Count;

    /// <summary>The instructions that did not settle: by the word of their settlement, or of a person.</summary>
    internal IReadOnlyList<UnsettledInstruction> Unsettled =>
    [
        .. Failures
            .Concat(Ledger.Lines.Where(x => x.Status == LineStatus.Refused).Select(x => new UnsettledInstruction(x.Item, "A person found that it did not settle.")))
            .OrderBy(x => x.Instruction, StringComparer.Ordinal),
    ];
}

/// <summary>The table <c>saga.clearing</c>.</summary>
public static class ClearingStateMapping
{
    /// <summary>Maps what a clearing has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var clearing = model.MapProcess<ClearingState>("clearing");
        clearing.Property(x => x.TradingDay).HasMaxLength(10);
        clearing.Property(x => x.Instructions).HasJsonConversion();
        clearing.Property(x => x.Failures).HasJsonConversion();
        clearing.Ignore(x => x.Settled);
        clearing.Ignore(x => x.Unsettled);
    }
}

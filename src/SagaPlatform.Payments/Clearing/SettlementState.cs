using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.Clearing;

/// <summary>The settlement of one instruction.</summary>
public sealed class SettlementState : ProcessState
{
    /// <summary>The clearing it belongs to.</summary>
    public Guid ClearingId { get; set; }

    /// <summary>The name of the instruction.</summary>
    public string Instruction { get; set; } = "";

    /// <summary>Whose.</summary>
    public string Account { get; set; } = "";

    /// <summary>Of what.</summary>
    public string Instrument { get; set; } = "";

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Pieces that the account gets; negative when it delivers.</summary>
    public long Quantity { get; set; }

    /// <summary>Minor units that the account gets; negative when it pays.</summary>
    public long CashMinor { get; set; }

    /// <summary>Keeps what is to be settled.</summary>
    internal void Remember(SettleInstruction m)
    {
        var instruction = m.Instruction;
        (ClearingId, Instruction, Account) = (m.ClearingId, instruction.Name, instruction.Account);
        (Instrument, Currency) = (instruction.Instrument, instruction.Currency);
        (Quantity, CashMinor) = (instruction.Quantity, instruction.CashMinor);
    }

    /// <summary>The leg of the securities.</summary>
    internal DeliverSecurities Delivery => new(CorrelationId, Giver(Quantity), Taker(Quantity), Instrument, Math.Abs(Quantity));

    /// <summary>The leg of the money.</summary>
    internal PayFunds Payment => new(CorrelationId, Giver(CashMinor), Taker(CashMinor), new Money(Math.Abs(CashMinor), Currency));

    string Giver(long what) => what > 0 ? ClearingHouse.Account : Account;

    string Taker(long what) => what > 0 ? Account : ClearingHouse.Account;
}

/// <summary>The table <c>saga.settlement</c>.</summary>
public static class SettlementStateMapping
{
    /// <summary>Maps what a settlement has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var settlement = model.MapProcess<SettlementState>("settlement");
        settlement.Property(x => x.Instruction).HasMaxLength(80);
        settlement.Property(x => x.Account).HasMaxLength(32);
        settlement.Property(x => x.Instrument).HasMaxLength(32);
        settlement.Property(x => x.Currency).HasMaxLength(3);
        settlement.Ignore(x => x.Delivery);
        settlement.Ignore(x => x.Payment);
    }
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>One transfer: from where, to where, how much, and at what fee.</summary>
public sealed class TransferState : ProcessState
{
    /// <summary>The account on the source chain.</summary>
    public string SourceAccount { get; set; } = "";

    /// <summary>The account on the target chain.</summary>
    public string TargetAccount { get; set; } = "";

    /// <summary>What leaves the source account, the fee included, in minor units of <see cref="Currency"/>.</summary>
    public long AmountMinor { get; set; }

    /// <summary>The asset's three-letter code.</summary>
    public string Currency { get; set; } = "";

    /// <summary>The part of the amount that is the fee, in minor units; 0 until the source chain said it.</summary>
    public long FeeMinor { get; set; }

    /// <summary>What leaves the source account.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>Keeps what was asked for.</summary>
    internal void Remember(InitiateTransfer transfer)
    {
        (SourceAccount, TargetAccount) = (transfer.SourceAccount, transfer.TargetAccount);
        (AmountMinor, Currency) = (transfer.Amount.AmountMinor, transfer.Amount.Currency);
    }
}

/// <summary>The table <c>saga.cross_chain_transfer</c>.</summary>
public static class TransferStateMapping
{
    /// <summary>Maps what a transfer has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var transfer = model.MapProcess<TransferState>("cross_chain_transfer");
        transfer.Property(x => x.SourceAccount).HasMaxLength(64);
        transfer.Property(x => x.TargetAccount).HasMaxLength(64);
        transfer.Property(x => x.Currency).HasMaxLength(3);
        transfer.Ignore(x => x.Amount);
    }
}

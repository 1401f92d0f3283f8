using System.Linq.Expressions;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>What became of locked funds.</summary>
public enum LockStatus
{
    /// <summary>They are locked.</summary>
    Locked,

    /// <summary>They went back to their account.</summary>
    Unlocked,

    /// <summary>They were paid out on the target chain.</summary>
    Released,
}

/// <summary>The one lock of a transfer. Its key is the transfer's, so that there is no second one.</summary>
public sealed class LockEvent : IVersionedRow
{
    /// <summary>The transfer.</summary>
    public Guid TransferId { get; set; }

    /// <summary>The address of the source account.</summary>
    public string Account { get; set; } = "";

    /// <summary>How much, in minor units; more than 0.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of what.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What became of it.</summary>
    public LockStatus Status { get; set; }

    /// <summary>When it was locked, in UTC.</summary>
    public DateTimeOffset LockedAt { get; set; }

    /// <summary>When it was unlocked or released, in UTC; null while it is locked.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Ends the lock.</summary>
    /// <exception cref="InvalidOperationException">It has ended in another way already.</exception>
    public void End(LockStatus how, DateTimeOffset at)
    {
        if (Status != LockStatus.Locked)
            throw new InvalidOperationException($"The funds of transfer {TransferId} are {Status} already: they cannot become {how}.");
        (Status, EndedAt) = (how, at);
    }
}

/// <summary>The one release of a transfer, to the target account and to the fees account.</summary>
/// <remarks>
/// The balance of the fees account is the sum of these fees: a row of its own would be written by every transfer at once.
/// </remarks>
public sealed class ChainRelease : IVersionedRow
{
    /// <summary>The transfer.</summary>
    public Guid TransferId { get; set; }

    /// <summary>The address of the target account.</summary>
    public string Account { get; set; } = "";

    /// <summary>What was locked, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>What the target account got of it.</summary>
    public long PaidMinor { get; set; }

    /// <summary>What the fees account got of it.</summary>
    public long FeeMinor { get; set; }

    /// <summary>Of what.</summary>
    public string Currency { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>A line of the compensation log: funds that were unlocked, and why. Written once per transfer at most.</summary>
public sealed class Compensation : IVersionedRow
{
    /// <summary>The transfer.</summary>
    public Guid TransferId { get; set; }

    /// <summary>The address of the source account.</summary>
    public string Account { get; set; } = "";

    /// <summary>How much was unlocked, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of what.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The record of a transfer that was carried out.</summary>
public sealed class ChainTransaction : IVersionedRow
{
    /// <summary>The transfer.</summary>
    public Guid TransferId { get; set; }

    /// <summary>From where.</summary>
    public string SourceAccount { get; set; } = "";

    /// <summary>To where.</summary>
    public string TargetAccount { get; set; } = "";

    /// <summary>What left the source account, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>The part of it that is the fee.</summary>
    public long FeeMinor { get; set; }

    /// <summary>Of what.</summary>
    public string Currency { get; set; } = "";

    /// <summary>When it was recorded, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>A transfer that the target chain looks out for, and when it confirms it.</summary>
public sealed class TransferWatch : IVersionedRow
{
    /// <summary>The transfer.</summary>
    public Guid TransferId { get; set; }

    /// <summary>The address of the target account.</summary>
    public string Account { get; set; } = "";

    /// <summary>When nobody waits for it any more, in UTC.</summary>
    public DateTimeOffset Until { get; set; }

    /// <summary>From when on it is confirmed, in UTC; null when it never is.</summary>
    public DateTimeOffset? ConfirmedAt { get; set; }

    /// <summary>Why it will never be confirmed; null when it may be.</summary>
    public string? Rejection { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="LockEvent"/>.</summary>
public sealed class LockEventMapping : IEntityTypeConfiguration<LockEvent>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<LockEvent> row)
    {
        row.OnePerTransfer("chain_lock_event", x => x.TransferId);
        row.Property(x => x.Status).HasConversion<string>();
    }
}

/// <summary>The table of <see cref="ChainRelease"/>.</summary>
public sealed class ChainReleaseMapping : IEntityTypeConfiguration<ChainRelease>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ChainRelease> row) => row.OnePerTransfer("chain_release", x => x.TransferId);
}

/// <summary>The table of <see cref="Compensation"/>.</summary>
public sealed class CompensationMapping : IEntityTypeConfiguration<Compensation>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Compensation> row) => row.OnePerTransfer("chain_compensation", x => x.TransferId);
}

/// <summary>The table of <see cref="ChainTransaction"/>.</summary>
public sealed class ChainTransactionMapping : IEntityTypeConfiguration<ChainTransaction>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ChainTransaction> row) => row.OnePerTransfer("chain_transaction", x => x.TransferId);
}

/// <summary>The table of <see cref="TransferWatch"/>.</summary>
public sealed class TransferWatchMapping : IEntityTypeConfiguration<TransferWatch>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<TransferWatch> row) => row.OnePerTransfer("chain_watch", x => x.TransferId);
}

static class TransferRowMapping
{
    /// <summary>A table whose key is the transfer, so that no transfer has two of its rows.</summary>
    public static void OnePerTransfer<TRow>(this EntityTypeBuilder<TRow> row, string table, Expression<Func<TRow, Guid>> transfer)
        where TRow : class, IVersionedRow
    {
        row.ToTable(table, "participants");
        var id = row.Property(transfer).ValueGeneratedNever();
        row.HasKey(id.Metadata.Name);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Banking;

/// <summary>What became of a held credit.</summary>
public enum HeldCreditStatus
{
    /// <summary>It is on the account, but cannot be spent.</summary>
    Held,

    /// <summary>It is the payee's for good.</summary>
    Settled,

    /// <summary>It was taken back.</summary>
    Reversed,
}

/// <summary>Money a payee was credited and cannot spend before it is settled: so it can always be taken back.</summary>
public sealed class HeldCredit : IVersionedRow
{
    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>Whose account it is on.</summary>
    public string Account { get; set; } = "";

    /// <summary>How much, in minor units of the account's currency; part of what the account has reserved while it is held.</summary>
    public long AmountMinor { get; set; }

    /// <summary>What became of it.</summary>
    public HeldCreditStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>It is let go of, one way or the other.</summary>
    /// <exception cref="InvalidOperationException">It is not held any more.</exception>
    public void End(HeldCreditStatus how, DateTimeOffset at)
    {
        if (Status != HeldCreditStatus.Held)
            throw new InvalidOperationException($"The credit of payment {PaymentId} is {Status}: it cannot be {how}.");
        (Status, At) = (how, at);
    }
}

/// <summary>The table of <see cref="HeldCredit"/>.</summary>
public sealed class HeldCreditMapping : IEntityTypeConfiguration<HeldCredit>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<HeldCredit> row)
    {
        row.ToTable("held_credit", "participants");
        row.HasKey(x => x.PaymentId);
        row.Property(x => x.PaymentId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

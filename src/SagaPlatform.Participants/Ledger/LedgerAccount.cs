using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Ledger;

/// <summary>An account with a balance, in one currency. Law: 0 ≤ reserved ≤ balance, after every step; so it is never overdrawn.</summary>
/// <remarks>Two movements that want the last of it meet at the row's version: one gets it, the other is tried again.</remarks>
public sealed class LedgerAccount : IVersionedRow
{
    /// <summary>The account's name; see <see cref="Accounts.Held"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Of which currency, ISO 4217: every entry of the account has it.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Minor units: the sum of its entries.</summary>
    public long BalanceMinor { get; set; }

    /// <summary>Minor units that are set aside for something under way; part of the balance.</summary>
    public long ReservedMinor { get; set; }

    /// <summary>Whether it takes no more money and gives none. What was taken from it may still be given back.</summary>
    public bool Closed { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Minor units that may still be taken or reserved.</summary>
    public long AvailableMinor => BalanceMinor - ReservedMinor;

    /// <summary>Sets money aside.</summary>
    /// <param name="amountMinor">More than 0.</param>
    /// <exception cref="OverdraftException">There is not so much available.</exception>
    public void Reserve(long amountMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountMinor);
        ReservedMinor = checked(ReservedMinor + amountMinor);
        Check();
    }

    /// <summary>Makes reserved money available again, also for the movement that takes it in the same unit of work.</summary>
    /// <param name="amountMinor">More than 0.</param>
    /// <exception cref="OverdraftException">Not so much is reserved.</exception>
    public void Release(long amountMinor)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(amountMinor);
        ReservedMinor -= amountMinor;
        Check();
    }

    /// <summary>Takes in or gives out what an entry of a movement says.</summary>
    /// <exception cref="OverdraftException">It gives more than is available.</exception>
    /// <exception cref="UnbalancedMovementException">The entry is of another currency.</exception>
    internal void Apply(Posting posting)
    {
        if (posting.Currency != Currency)
            throw new UnbalancedMovementException($"{Id} is an account in {Currency}: {posting.Currency} cannot be posted to it.");
        BalanceMinor = checked(BalanceMinor + posting.AmountMinor);
        Check();
    }

    void Check()
    {
        if (!LedgerLaws.Holds(this))
            throw new OverdraftException($"{Id} would break its law: balance {BalanceMinor}, reserved {ReservedMinor} {Currency}.");
    }
}

/// <summary>More was to be taken from an account than it has. Nothing is stored.</summary>
public sealed class OverdraftException(string message) : InvalidOperationException(message);

/// <summary>The table of <see cref="LedgerAccount"/>.</summary>
public sealed class LedgerAccountMapping : IEntityTypeConfiguration<LedgerAccount>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<LedgerAccount> row)
    {
        row.ToTable("ledger_account", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.AvailableMinor);
    }
}

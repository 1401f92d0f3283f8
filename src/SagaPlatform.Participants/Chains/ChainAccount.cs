using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>Which chain an account is on.</summary>
public enum Chain
{
    /// <summary>Where money leaves.</summary>
    Source,

    /// <summary>Where money comes to.</summary>
    Target,
}

/// <summary>One account of one chain. Law: neither its balance nor its locked funds are ever negative.</summary>
public sealed class ChainAccount : IVersionedRow
{
    /// <summary>Chain and address; see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Its chain.</summary>
    public Chain Chain { get; set; }

    /// <summary>Its name on the chain.</summary>
    public string Address { get; set; } = "";

    /// <summary>The three-letter code of what it holds.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What it held when it was opened, in minor units.</summary>
    public long OpeningMinor { get; set; }

    /// <summary>What may be spent, in minor units.</summary>
    public long BalanceMinor { get; set; }

    /// <summary>What is set aside for transfers, in minor units.</summary>
    public long LockedMinor { get; set; }

    /// <summary>Whether nothing may leave it.</summary>
    public bool Frozen { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of an account.</summary>
    public static string IdOf(Chain chain, string address) => $"{(chain == Chain.Source ? "source" : "target")}/{address}";

    /// <summary>A new account.</summary>
    /// <param name="chain">Its chain.</param>
    /// <param name="address">Its name there.</param>
    /// <param name="openingMinor">What it holds, in minor units.</param>
    /// <param name="currency">Of what.</param>
    public static ChainAccount Open(Chain chain, string address, long openingMinor, string currency) => new()
    {
        Id = IdOf(chain, address), Chain = chain, Address = address, Currency = currency, OpeningMinor = openingMinor, BalanceMinor = openingMinor,
    };

    /// <summary>Sets money aside.</summary>
    /// <exception cref="InvalidOperationException">There is not so much.</exception>
    public void Lock(long amountMinor) => Move(balance: -amountMinor, locked: amountMinor);

    /// <summary>Makes locked money available again.</summary>
    /// <exception cref="InvalidOperationException">Not so much is locked.</exception>
    public void Unlock(long amountMinor) => Move(balance: amountMinor, locked: -amountMinor);

    /// <summary>Locked money leaves for good.</summary>
    /// <exception cref="InvalidOperationException">Not so much is locked.</exception>
    public void Spend(long amountMinor) => Move(balance: 0, locked: -amountMinor);

    /// <summary>Money comes in.</summary>
    public void Receive(long amountMinor) => Move(balance: amountMinor, locked: 0);

    void Move(long balance, long locked)
    {
        checked
        {
            (BalanceMinor, LockedMinor) = (BalanceMinor + balance, LockedMinor + locked);
        }
        if (BalanceMinor < 0 || LockedMinor < 0)
            throw new InvalidOperationException($"Account {Id} would be overdrawn: balance {BalanceMinor}, locked {LockedMinor}.");
    }
}

/// <summary>The table of <see cref="ChainAccount"/>.</summary>
public sealed class ChainAccountMapping : IEntityTypeConfiguration<ChainAccount>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ChainAccount> row)
    {
        row.ToTable("chain_account", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Chain).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

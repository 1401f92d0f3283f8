using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Payments;

/// <summary>What became of a charge.</summary>
public enum ChargeStatus
{
    /// <summary>The money was taken.</summary>
    Charged,

    /// <summary>It was taken and given back.</summary>
    Refunded,

    /// <summary>It was never taken.</summary>
    Declined,
}

/// <summary>The one charge of an order: its order's id is the idempotency key. The money itself moves in <see cref="LedgerEntry"/> rows.</summary>
public sealed class Charge : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Who pays.</summary>
    public Guid CustomerId { get; set; }

    /// <summary>How much, in minor units; more than 0.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What became of it.</summary>
    public ChargeStatus Status { get; set; }

    /// <summary>What the customer is given; null when nothing was taken.</summary>
    public string? Receipt { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The money is taken: from the customer to the merchant.</summary>
    public Movement Take(DateTimeOffset at)
    {
        Status = ChargeStatus.Charged;
        // Made from the order's id: an attempt that runs twice gives the same receipt.
        Receipt = $"R-{OrderId:N}";
        At = at;
        return Movement.Transfer(OrderId, 1, Accounts.Customer(CustomerId), Accounts.MerchantClearing, Amount);
    }

    /// <summary>No money is taken.</summary>
    public void Decline(DateTimeOffset at)
    {
        Status = ChargeStatus.Declined;
        At = at;
    }

    /// <summary>The money goes back: from the merchant to the customer.</summary>
    /// <exception cref="InvalidOperationException">There is nothing to give back.</exception>
    public Movement Refund(DateTimeOffset at)
    {
        if (Status != ChargeStatus.Charged)
            throw new InvalidOperationException($"The charge of order {OrderId} is {Status}: there is nothing to give back.");
        Status = ChargeStatus.Refunded;
        At = at;
        return Movement.Transfer(OrderId, 3, Accounts.MerchantClearing, Accounts.Customer(CustomerId), Amount);
    }

    Money Amount => new(AmountMinor, Currency);
}

/// <summary>The table of <see cref="Charge"/>.</summary>
public sealed class ChargeMapping : IEntityTypeConfiguration<Charge>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Charge> row)
    {
        row.ToTable("charge", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

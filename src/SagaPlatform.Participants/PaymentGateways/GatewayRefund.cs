using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>Money that a gateway gave back to a payer. Written once, never changed.</summary>
public sealed class GatewayRefund : IVersionedRow
{
    /// <summary>The refund: its id is the idempotency key.</summary>
    public Guid RefundId { get; set; }

    /// <summary>The payment it is of.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>The gateway that captured it.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>What the payer got back, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What the payee gave back, in minor units.</summary>
    public long PayeeShareMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string PayeeCurrency { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The gateway's number for it.</summary>
    public string Reference => $"{Gateway}-R-{RefundId:N}";

    /// <summary>A refund as it is asked for.</summary>
    public static GatewayRefund Of(ExecuteRefund command, DateTimeOffset at) => new()
    {
        RefundId = command.RefundId,
        PaymentId = command.PaymentId,
        Gateway = command.Gateway,
        AmountMinor = command.Amount.AmountMinor,
        Currency = command.Amount.Currency,
        PayeeShareMinor = command.PayeeShare.AmountMinor,
        PayeeCurrency = command.PayeeShare.Currency,
        At = at,
    };

    /// <summary>From the payee to the payer's side of the gateway, over the currency position when they differ. The fee stays with the gateway.</summary>
    public Movement Movement(string payeeAccount)
    {
        var (from, to) = (GatewayAccounts.Payee(payeeAccount), GatewayAccounts.Clearing(Gateway));
        var (share, amount) = (new Money(PayeeShareMinor, PayeeCurrency), new Money(AmountMinor, Currency));
        return Currency == PayeeCurrency
            ? Ledger.Movement.Transfer(RefundId, 1, from, to, amount)
            : Ledger.Movement.Conversion(RefundId, 1, from, share, to, amount);
    }
}

/// <summary>The table of <see cref="GatewayRefund"/>.</summary>
public sealed class GatewayRefundMapping : IEntityTypeConfiguration<GatewayRefund>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<GatewayRefund> row)
    {
        row.ToTable("gateway_refund", "participants");
        row.HasKey(x => x.RefundId);
        row.Property(x => x.RefundId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Reference);
    }
}

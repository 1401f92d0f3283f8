using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>One order: what was ordered, and what came of it. No card data is ever here, only the provider's token.</summary>
public sealed class OrderState : ProcessState
{
    /// <summary>Whose order it is.</summary>
    public Guid CustomerId { get; set; }

    /// <summary>Where the confirmation goes.</summary>
    public string CustomerEmail { get; set; } = "";

    /// <summary>What was ordered.</summary>
    public List<OrderLine> Lines { get; set; } = [];

    /// <summary>What it costs, in minor units of <see cref="Currency"/>.</summary>
    public long TotalMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>The payment provider's token.</summary>
    public string PaymentToken { get; set; } = "";

    /// <summary>Where the parcel goes.</summary>
    public DeliveryAddress DeliverTo { get; set; } = new("", "", "", "", "");

    /// <summary>Where the goods are locked; empty until they are.</summary>
    public string Warehouse { get; set; } = "";

    /// <summary>The receipt of the charge; empty until it is taken.</summary>
    public string Receipt { get; set; } = "";

    /// <summary>The parcel's number; empty until there is a label.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Where the customer follows the parcel; empty until tracking is open.</summary>
    public string TrackingUrl { get; set; } = "";

    /// <summary>What is charged.</summary>
    public Money Total => new(TotalMinor, Currency);

    /// <summary>Keeps what the customer asked for.</summary>
    internal void Remember(PlaceOrder order)
    {
        (CustomerId, CustomerEmail) = (order.CustomerId, order.CustomerEmail);
        Lines = [.. order.Lines];
        (TotalMinor, Currency, PaymentToken) = (order.Total.AmountMinor, order.Total.Currency, order.PaymentToken);
        DeliverTo = order.DeliverTo;
    }
}

/// <summary>The table <c>saga.order_fulfilment</c>.</summary>
public sealed class OrderStateMapping : IEntityTypeConfiguration<OrderState>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<OrderState> builder)
    {
        builder.MapProcess("order_fulfilment");
        builder.Property(x => x.CustomerId).HasColumnName("customer_id");
        builder.Property(x => x.CustomerEmail).HasColumnName("customer_email").HasMaxLength(254);
        builder.Property(x => x.Lines).HasColumnName("lines").HasJsonConversion();
        builder.Property(x => x.TotalMinor).HasColumnName("total_minor");
        builder.Property(x => x.Currency).HasColumnName("currency").HasMaxLength(3);
        builder.Property(x => x.PaymentToken).HasColumnName("payment_token").HasMaxLength(128);
        builder.Property(x => x.DeliverTo).HasColumnName("deliver_to").HasJsonConversion();
        builder.Property(x => x.Warehouse).HasColumnName("warehouse").HasMaxLength(64);
        builder.Property(x => x.Receipt).HasColumnName("receipt").HasMaxLength(128);
        builder.Property(x => x.TrackingNumber).HasColumnName("tracking_number").HasMaxLength(64);
        builder.Property(x => x.TrackingUrl).HasColumnName("tracking_url").HasMaxLength(256);
        builder.Ignore(x => x.Total);
    }
}

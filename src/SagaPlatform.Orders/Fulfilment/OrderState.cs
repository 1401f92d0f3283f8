using Microsoft.EntityFrameworkCore;
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
public static class OrderStateMapping
{
    /// <summary>Maps what an order has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var order = model.MapProcess<OrderState>("order_fulfilment");
        order.Property(x => x.CustomerEmail).HasMaxLength(254);
        order.Property(x => x.Lines).HasJsonConversion();
        order.Property(x => x.Currency).HasMaxLength(3);
        order.Property(x => x.PaymentToken).HasMaxLength(128);
        order.Property(x => x.DeliverTo).HasJsonConversion();
        order.Property(x => x.Warehouse).HasMaxLength(64);
        order.Property(x => x.Receipt).HasMaxLength(128);
        order.Property(x => x.TrackingNumber).HasMaxLength(64);
        order.Property(x => x.TrackingUrl).HasMaxLength(256);
        order.Ignore(x => x.Total);
    }
}

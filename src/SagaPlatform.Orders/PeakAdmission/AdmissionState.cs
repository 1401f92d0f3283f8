using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>One admission: the order that was let in, and what came of it.</summary>
public sealed class AdmissionState : ProcessState
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>What is fulfilled when its turn comes. No card data is in it, only the provider's token.</summary>
    public PlaceOrder? Order { get; set; }

    /// <summary>Since when it is in the line.</summary>
    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>The parcel's number; empty until the order is fulfilled.</summary>
    public string TrackingNumber { get; set; } = "";

    const uint Mark = 0xAD31_5510;

    /// <summary>
    /// The saga of an order's admission; and of the saga's id, the order's. The two are not the same: the order has a saga of
    /// its own under its id, and operators find each, with its history, by its id alone.
    /// </summary>
    public static Guid SagaIdOf(Guid orderId) => PairedId.Of(orderId, Mark);

    /// <summary>Keeps what is to be fulfilled.</summary>
    internal void Remember(StartAdmission start) => (OrderId, Order, JoinedAt) = (start.OrderId, start.Order, start.JoinedAt);
}

/// <summary>The table <c>saga.peak_admission</c>.</summary>
public static class AdmissionStateMapping
{
    /// <summary>Maps what an admission has beside what every saga has, and the line.</summary>
    public static void Map(ModelBuilder model)
    {
        var admission = model.MapProcess<AdmissionState>("peak_admission");
        admission.Property(x => x.Order).HasJsonConversion();
        admission.Property(x => x.TrackingNumber).HasMaxLength(64);
        LineMapping.Map(model);
    }
}

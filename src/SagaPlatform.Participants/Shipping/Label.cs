using System.Security.Cryptography;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Shipping;

/// <summary>What became of a label.</summary>
public enum LabelStatus
{
    /// <summary>It exists; the parcel has not left.</summary>
    Created,

    /// <summary>It left with the parcel.</summary>
    HandedOver,

    /// <summary>The carrier will not move a parcel that bears it.</summary>
    Voided,
}

/// <summary>The label of an order's parcel.</summary>
public sealed class Label : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>What the carrier knows the parcel by.</summary>
    public string TrackingNumber { get; set; } = "";

    /// <summary>Where the parcel goes.</summary>
    public DeliveryAddress DeliverTo { get; set; } = new("", "", "", "", "");

    /// <summary>What became of it.</summary>
    public LabelStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The tracking number of an order: always the same, so that whatever runs twice does not make a second one.</summary>
    /// <returns><c>SP</c> and 16 hexadecimal digits, the first 64 bits of SHA-256 of the order's id.</returns>
    public static string TrackingNumberOf(Guid orderId) =>
        string.Concat("SP", Convert.ToHexString(SHA256.HashData(orderId.ToByteArray(bigEndian: true)).AsSpan(0, 8)));

    /// <summary>It leaves with the parcel.</summary>
    public void HandOver(DateTimeOffset at) => Become(LabelStatus.HandedOver, at);

    /// <summary>It is no longer good; a parcel that left with it is turned around by the carrier.</summary>
    public void Void(DateTimeOffset at) => Become(LabelStatus.Voided, at);

    void Become(LabelStatus status, DateTimeOffset at)
    {
        Status = status;
        At = at;
    }
}

/// <summary>The table of <see cref="Label"/>.</summary>
public sealed class LabelMapping : IEntityTypeConfiguration<Label>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Label> row)
    {
        row.ToTable("label", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.DeliverTo).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

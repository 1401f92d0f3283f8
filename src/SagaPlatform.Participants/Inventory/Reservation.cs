using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Inventory;

/// <summary>What became of the pieces set aside for an order.</summary>
public enum ReservationStatus
{
    /// <summary>They are set aside.</summary>
    Reserved,

    /// <summary>They were made available again.</summary>
    Released,

    /// <summary>They left with the parcel.</summary>
    Shipped,
}

/// <summary>The pieces set aside for one order.</summary>
public sealed class Reservation : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>What was set aside; kept as it was, whatever becomes of it.</summary>
    public List<OrderLine> Lines { get; set; } = [];

    /// <summary>What became of it.</summary>
    public ReservationStatus Status { get; set; }

    /// <summary>Where the pieces are.</summary>
    public string Warehouse { get; set; } = "";

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Ends it, and says whether its pieces are to be moved: only an open reservation holds any.</summary>
    public bool End(ReservationStatus how, DateTimeOffset at)
    {
        if (Status != ReservationStatus.Reserved)
            return false;
        Status = how;
        At = at;
        return true;
    }
}

/// <summary>The table of <see cref="Reservation"/>.</summary>
public sealed class ReservationMapping : IEntityTypeConfiguration<Reservation>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Reservation> row)
    {
        row.ToTable("reservation", "participants");
        row.HasKey(x => x.OrderId);
        row.Property(x => x.OrderId).ValueGeneratedNever();
        row.Property(x => x.Lines).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Where an order is between being let in and its end.</summary>
public enum PlaceStatus
{
    /// <summary>In the line.</summary>
    Waiting,

    /// <summary>Its turn came: it is being fulfilled.</summary>
    Called,

    /// <summary>It has no place any more.</summary>
    Left,
}

/// <summary>The place of one order in the line.</summary>
public sealed class LinePlace : IVersionedRow
{
    /// <summary>The order.</summary>
    public Guid OrderId { get; set; }

    /// <summary>Since when it is in the line, in whole microseconds: the line is in this order, then in that of the ids.</summary>
    public DateTimeOffset JoinedAt { get; set; }

    /// <summary>Where it is.</summary>
    public PlaceStatus Status { get; set; }

    /// <summary>What was asked for, as a fingerprint: tells a repeat from another order. Empty when the order was never let in.</summary>
    public string Fingerprint { get; set; } = "";

    /// <summary>When its turn came; null while it waits.</summary>
    public DateTimeOffset? CalledAt { get; set; }

    /// <summary>When it gave its place up; null before.</summary>
    public DateTimeOffset? LeftAt { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>A new place at the end of the line.</summary>
    public static LinePlace AtTheEnd(Guid orderId, string fingerprint, DateTimeOffset now) => new()
    {
        OrderId = orderId, Fingerprint = fingerprint, JoinedAt = Whole(now),
    };

    /// <summary>Stores keep whole microseconds; a place is compared with stored ones.</summary>
    internal static DateTimeOffset Whole(DateTimeOffset at) => at.AddTicks(-(at.Ticks % TimeSpan.TicksPerMicrosecond));

    internal void Call(DateTimeOffset now) => (Status, CalledAt) = (PlaceStatus.Called, now);

    internal void Leave(DateTimeOffset now) => (Status, LeftAt) = (PlaceStatus.Left, now);
}

/// <summary>The one row that is written whenever somebody is called: two who move the line at once conflict in it.</summary>
public sealed class Line : IVersionedRow
{
    /// <summary>The id of the only line there is.</summary>
    public const string OnlyOne = "fulfilment";

    /// <summary>Which line.</summary>
    public string Id { get; set; } = "";

    /// <summary>How many orders were ever called.</summary>
    public long Called { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The tables <c>saga.admission_place</c> and <c>saga.admission_line</c>.</summary>
static class LineMapping
{
    public static void Map(ModelBuilder model)
    {
        model.Entity<LinePlace>(place =>
        {
            place.ToTable("admission_place");
            place.HasKey(x => x.OrderId);
            place.Property(x => x.OrderId).ValueGeneratedNever();
            place.Property(x => x.Status).HasConversion<string>().HasMaxLength(16);
            place.Property(x => x.Fingerprint).HasMaxLength(64);
            place.Property(x => x.Version).IsConcurrencyToken();
            place.HasIndex(x => new { x.Status, x.JoinedAt, x.OrderId });
        });
        model.Entity<Line>(line =>
        {
            line.ToTable("admission_line");
            line.HasKey(x => x.Id);
            line.Property(x => x.Id).HasMaxLength(64);
            line.Property(x => x.Version).IsConcurrencyToken();
        });
    }
}

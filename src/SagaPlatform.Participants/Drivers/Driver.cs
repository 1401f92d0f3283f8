using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Drivers;

/// <summary>What a driver does.</summary>
public enum DriverStatus
{
    /// <summary>Waits for a ride.</summary>
    Free,

    /// <summary>Was offered a ride, and thinks about it.</summary>
    Offered,

    /// <summary>Has taken a ride.</summary>
    Taken,

    /// <summary>Is on the way to the rider, or rides.</summary>
    OnTheWay,
}

/// <summary>One driver. There is one row, so there is one ride at most: who is offered a second one has the first in it.</summary>
public sealed class Driver : IVersionedRow
{
    /// <summary>The driver.</summary>
    public string DriverId { get; set; } = "";

    /// <summary>Where they drive.</summary>
    public string Zone { get; set; } = "";

    /// <summary>Where they are: millionths of a degree north.</summary>
    public int LatitudeMicrodegrees { get; set; }

    /// <summary>Where they are: millionths of a degree east.</summary>
    public int LongitudeMicrodegrees { get; set; }

    /// <summary>What they do.</summary>
    public DriverStatus Status { get; set; }

    /// <summary>Whose ride they were offered or have; null while they are free.</summary>
    public Guid? RideId { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Where they are.</summary>
    public GeoPoint Position => new(LatitudeMicrodegrees, LongitudeMicrodegrees);

    /// <summary>Whether they have this ride, or were offered it.</summary>
    public bool IsWith(Guid ride) => RideId == ride;

    internal void Claim(Guid ride, DriverStatus status) => (RideId, Status) = (ride, status);

    internal void Free() => (RideId, Status) = (null, DriverStatus.Free);

    internal void MoveTo(GeoPoint place) => (LatitudeMicrodegrees, LongitudeMicrodegrees) = (place.LatitudeMicrodegrees, place.LongitudeMicrodegrees);
}

/// <summary>The table of <see cref="Driver"/>.</summary>
public sealed class DriverMapping : IEntityTypeConfiguration<Driver>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Driver> row)
    {
        row.ToTable("driver", "participants");
        row.HasKey(x => x.DriverId);
        row.Property(x => x.DriverId).HasMaxLength(64);
        row.Property(x => x.Zone).HasMaxLength(32);
        row.Property(x => x.Status).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => new { x.Zone, x.Status });
        row.HasIndex(x => x.RideId);
        row.Ignore(x => x.Position);
    }
}

/// <summary>What is true of the drivers at every commit.</summary>
public static class DriverLaws
{
    /// <summary>The laws that are broken, as sentences; at most <see cref="InvariantFinding.BrokenMax"/> of each.</summary>
    /// <param name="rows">Where to look.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<IReadOnlyList<string>> Broken(IRowQueries rows, CancellationToken cancellation)
    {
        var confused = await rows.List<Driver, Driver>(x => x
            .Where(d => (d.RideId == null) != (d.Status == DriverStatus.Free)).Take(InvariantFinding.BrokenMax), cancellation);
        var crowded = await rows.List<Driver, Crowd>(x => x
            .Where(d => d.Status == DriverStatus.Taken || d.Status == DriverStatus.OnTheWay)
            .GroupBy(d => d.RideId).Where(g => g.Count() > 1)
            .Select(g => new Crowd(g.Key, g.Count(), g.Min(d => d.DriverId), g.Max(d => d.DriverId)))
            .Take(InvariantFinding.BrokenMax), cancellation);
        return
        [
            .. confused.Select(x => $"{x.DriverId} is {x.Status} with ride '{x.RideId}'."),
            .. crowded.Select(x => $"Ride {x.Ride} has {x.Drivers} drivers, {x.One} and {x.Other} among them."),
        ];
    }

    sealed record Crowd(Guid? Ride, int Drivers, string? One, string? Other);
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.Access;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.FailedMessages;
using SagaPlatform.Core.Operations.Runs;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>A saga with every kind of column a row may have.</summary>
sealed class ParcelState : IVersionedRow
{
    public Guid Id { get; set; }
    public int Version { get; set; }
    public string State { get; set; } = "";
    public string BusinessKey { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Question { get; set; }
    public long AmountMinorUnits { get; set; }
    public int? Attempts { get; set; }
    public bool Fragile { get; set; }
    public ParcelSize Size { get; set; }
    public Guid? ClockToken { get; set; }
    public byte[]? Label { get; set; }
    public List<ParcelStop> Stops { get; set; } = [];
    public ParcelStop? LastStop { get; set; }
}

enum ParcelSize
{
    Letter,
    Crate,
}

sealed record ParcelStop(string Town, DateTimeOffset At);

/// <summary>A second saga type, so that lists span types.</summary>
sealed class VoyageState : IVersionedRow
{
    public Guid Id { get; set; }
    public int Version { get; set; }
    public string State { get; set; } = "";
    public string BusinessKey { get; set; } = "";
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset ChangedAt { get; set; }
    public DateTimeOffset? EndedAt { get; set; }
    public string? Question { get; set; }
}

/// <summary>A participant's row with a key that is no uuid.</summary>
sealed class ShelfRow : IVersionedRow
{
    public string Sku { get; set; } = "";
    public int Version { get; set; }
    public long Quantity { get; set; }
}

/// <summary>A participant's row with a unique index beside its key.</summary>
sealed class ReservationRow : IVersionedRow
{
    public Guid Id { get; set; }
    public int Version { get; set; }
    public string Sku { get; set; } = "";
    public string? IdempotencyKey { get; set; }
}

/// <summary>A process with nothing of its own.</summary>
sealed class SampleProcess : ProcessState;

sealed class ParcelMachine;

sealed class VoyageMachine;

static class TestRows
{
    internal static SagaCatalogue Catalogue { get; } = new(
    [
        new SagaType("parcel", typeof(ParcelState), typeof(ParcelMachine)),
        new SagaType("voyage", typeof(VoyageState), typeof(VoyageMachine)),
    ]);

    internal static RowModel Model { get; } = new([new RowModelContribution(Map)], Catalogue);

    internal static void Map(ModelBuilder model)
    {
        model.MapProcess<SampleProcess>("sample_process");
        model.ApplyConfiguration(new WorkItemMapping());
        model.ApplyConfiguration(new FailedMessageMapping());
        model.ApplyConfiguration(new ApiKeyMapping());
        model.ApplyConfiguration(new BulkRunMapping());
        model.Entity<ParcelState>(parcel =>
        {
            parcel.ToTable("parcel");
            parcel.HasKey(x => x.Id);
            parcel.Property(x => x.Version).IsConcurrencyToken();
            parcel.Property(x => x.State).HasMaxLength(64);
            parcel.Property(x => x.Size).HasConversion<string>().HasMaxLength(16);
            parcel.Property(x => x.Stops).HasJsonConversion();
            parcel.Property(x => x.LastStop).HasJsonConversion();
        });
        model.Entity<VoyageState>(voyage =>
        {
            voyage.ToTable("voyage");
            voyage.HasKey(x => x.Id);
            voyage.Property(x => x.Version).IsConcurrencyToken();
        });
        model.Entity<ShelfRow>(shelf =>
        {
            shelf.ToTable("shelf");
            shelf.HasKey(x => x.Sku);
            shelf.Property(x => x.Version).IsConcurrencyToken();
        });
        model.Entity<ReservationRow>(reservation =>
        {
            reservation.ToTable("reservation");
            reservation.HasKey(x => x.Id);
            reservation.Property(x => x.Version).IsConcurrencyToken();
            reservation.HasIndex(x => x.IdempotencyKey).IsUnique();
        });
    }
}

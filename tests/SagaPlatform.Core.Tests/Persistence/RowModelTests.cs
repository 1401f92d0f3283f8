using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

public sealed class RowModelTests
{
    [Fact]
    public void A_row_is_read_into_the_values_of_its_columns_and_made_again_from_them()
    {
        var mapping = TestRows.Model.Of<ParcelState>();
        var at = new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.FromHours(2)).AddTicks(7);
        var row = new ParcelState
        {
            Id = Guid.NewGuid(), State = "Moving", BusinessKey = "P-1", StartedAt = at, Size = ParcelSize.Crate,
            Attempts = 3, Label = [1, 2], Stops = [new("Lyon", at)],
        };

        var values = mapping.Read(row);
        var again = mapping.MakeRow(values);

        values[mapping.Find("size")!.Ordinal].ShouldBe("Crate");
        again.StartedAt.ShouldBe(at.AddTicks(-7));
        again.StartedAt.Offset.ShouldBe(TimeSpan.Zero);
        again.Size.ShouldBe(ParcelSize.Crate);
        again.Attempts.ShouldBe(3);
        again.EndedAt.ShouldBeNull();
        again.LastStop.ShouldBeNull();
        again.Stops.ShouldHaveSingleItem().Town.ShouldBe("Lyon");
        again.Label.ShouldBe([1, 2]);
        again.Label.ShouldNotBeSameAs(row.Label);
    }

    [Fact]
    public void Names_that_no_mapping_gives_are_snake_case_in_the_schema_saga()
    {
        var mapping = TestRows.Model.Of<ParcelState>();

        mapping.QuotedTable.ShouldBe("\"saga\".\"parcel\"");
        mapping.Find("amount_minor_units")!.StoreType.ShouldBe("bigint");
        mapping.Find("started_at")!.Kind.ShouldBe(ColumnKind.Timestamp);
        mapping.Find("stops")!.Kind.ShouldBe(ColumnKind.Json);
        mapping.Find("last_stop")!.Nullable.ShouldBeTrue();
    }

    [Fact]
    public void A_value_that_does_not_fit_its_column_is_refused_by_name()
    {
        var mapping = TestRows.Model.Of<ParcelState>();

        Should.Throw<RowValueException>(() => mapping.Read(new ParcelState { State = new string('x', 65) }))
            .Message.ShouldBe("parcel.state takes at most 64 characters; State has 65.");
        Should.Throw<RowValueException>(() => mapping.Read(new ParcelState { BusinessKey = null! }))
            .Message.ShouldContain("parcel.business_key must have a value");
    }

    [Fact]
    public void A_row_without_a_version_column_stops_the_start_and_is_told_how_to_map_it() =>
        Refused<ShelfRow>(x => x.HasKey(r => r.Sku)).ShouldContain("IsConcurrencyToken()");

    [Fact]
    public void A_row_whose_version_is_not_mapped_stops_the_start() =>
        Refused<ShelfRow>(x =>
        {
            x.HasKey(r => r.Sku);
            x.Ignore(r => r.Version);
        }).ShouldContain("has no version column");

    [Fact]
    public void A_row_with_a_key_of_two_columns_stops_the_start() =>
        Refused<ShelfRow>(x =>
        {
            x.HasKey(r => new { r.Sku, r.Quantity });
            x.Property(r => r.Version).IsConcurrencyToken();
        }).ShouldContain("a key of several columns");

    [Fact]
    public void A_column_of_a_type_that_is_not_kept_stops_the_start() =>
        Refused<PricedRow>(x => x.Property(r => r.Version).IsConcurrencyToken())
            .ShouldContain("PricedRow.Price is a Decimal stored as numeric");

    [Fact]
    public void An_object_inside_a_row_stops_the_start_and_is_told_to_become_json() =>
        Refused<BoxedRow>(x => x.Property(r => r.Version).IsConcurrencyToken()).ShouldContain("HasJsonConversion()");

    [Fact]
    public void A_saga_without_a_mapping_stops_the_start() =>
        Should.Throw<RowModelException>(() => new RowModel([], TestRows.Catalogue))
            .Message.ShouldContain("Saga parcel has no mapping");

    [Fact]
    public void A_saga_that_operators_could_not_find_stops_the_start()
    {
        var catalogue = new SagaCatalogue([new SagaType("shelf", typeof(ReservationRow), typeof(ParcelMachine))]);

        Should.Throw<RowModelException>(() => new RowModel([new RowModelContribution(TestRows.Map)], catalogue))
            .Message.ShouldContain("lacks the columns state, business_key");
    }

    [Fact]
    public void An_unmapped_row_is_refused_with_what_to_do() =>
        Should.Throw<RowModelException>(() => TestRows.Model.Of<PricedRow>()).Message.ShouldContain("services.AddRows");

    static string Refused<TRow>(Action<EntityTypeBuilder<TRow>> map) where TRow : class =>
        Should.Throw<RowModelException>(() => new RowModel([new RowModelContribution(model => model.Entity(map))], new SagaCatalogue([]))).Message;

    sealed class PricedRow : IVersionedRow
    {
        public Guid Id { get; set; }
        public int Version { get; set; }
        public decimal Price { get; set; }
    }

    sealed class BoxedRow : IVersionedRow
    {
        public Guid Id { get; set; }
        public int Version { get; set; }
        public Box? Content { get; set; }
    }

    sealed class Box
    {
        public Guid Id { get; set; }
    }
}

using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Testing.Persistence;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Core.Tests.Persistence;

public sealed class SchemaMigrationTests : IAsyncLifetime
{
    TestDatabase _database = null!;

    public async Task InitializeAsync() => _database = await TestDatabase.Create();

    public async Task DisposeAsync() => await _database.DisposeAsync();

    [Fact]
    public async Task A_migrated_database_equals_the_model()
    {
        await Migrate();

        (await SchemaComparison.Differences(TestRows.Model, _database.ConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_column_an_index_or_a_type_that_differs_is_told()
    {
        await Migrate();
        await _database.Execute("ALTER TABLE saga.parcel ALTER COLUMN attempts TYPE bigint, ALTER COLUMN question SET NOT NULL");
        await _database.Execute("DROP INDEX saga.ix_timeout_due_token");
        await _database.Execute("CREATE TABLE saga.unknown (id uuid)");

        var differences = await SchemaComparison.Differences(TestRows.Model, _database.ConnectionString);

        differences.ShouldContain("the model has, the database lacks: saga.parcel column attempts integer");
        differences.ShouldContain("the database has, the model lacks: saga.parcel column question text NOT NULL");
        differences.ShouldContain("the model has, the database lacks: saga.timeout index btree (due, token)");
        differences.ShouldContain("the database has, the model lacks: saga.unknown column id uuid");
    }

    [Fact]
    public async Task Eight_processes_that_start_together_migrate_once()
    {
        var applied = await Task.WhenAll(Enumerable.Range(0, 8).Select(_ => Migrate()));

        applied.Count(x => x > 0).ShouldBe(1);
        applied.Count(x => x == 0).ShouldBe(7);
        (await _database.Scalar<long>("SELECT count(*) FROM saga.schema_migration")).ShouldBe(applied.Max());
    }

    [Fact]
    public async Task A_file_that_was_applied_and_then_changed_stops_the_start()
    {
        await Migrate();
        await _database.Execute("UPDATE saga.schema_migration SET checksum = 'other' WHERE set_name = 'test-rows'");

        (await Should.ThrowAsync<SchemaMigrationException>(Migrate)).Message.ShouldContain("Migration test-rows 0001_test_rows was applied with other content");
    }

    [Fact]
    public async Task A_program_older_than_its_database_does_not_start()
    {
        await Migrate();
        await _database.Execute("INSERT INTO saga.schema_migration (set_name, number, name, checksum) VALUES ('platform', 9999, 'future', '')");

        (await Should.ThrowAsync<SchemaMigrationException>(Migrate)).Message.ShouldContain("older than the database");
    }

    [Fact]
    public void An_assembly_without_migrations_is_refused() =>
        Should.Throw<SchemaMigrationException>(() => new MigrationSet(typeof(SchemaComparison).Assembly, "none").Migrations())
            .Message.ShouldContain("embed files named Migrations/NNNN_name.sql");

    Task<int> Migrate() => new SchemaMigration([PostgreSqlFixture.Migrations]).Apply(_database.ConnectionString, default);
}

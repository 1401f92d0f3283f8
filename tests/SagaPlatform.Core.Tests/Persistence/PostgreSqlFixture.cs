using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>A migrated database of one test class.</summary>
public sealed class PostgreSqlFixture : IAsyncLifetime
{
    internal static MigrationSet Migrations { get; } = new(typeof(PostgreSqlFixture).Assembly, "test-rows");

    internal TestDatabase Database { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Database = await TestDatabase.Create();
        await new SchemaMigration([Migrations]).Apply(Database.ConnectionString, default);
    }

    public async Task DisposeAsync() => await Database.DisposeAsync();

    internal Task Empty() => Database.Execute(
        "TRUNCATE saga.inbox, saga.outbox, saga.timeout, saga.history, saga.parcel, saga.voyage, saga.shelf, saga.reservation, saga.sample_process, saga.work_item, "
        + "saga.failed_message, saga.api_key, saga.bulk_run; "
        // The audit lets nobody do this who does not own its table.
        + "ALTER TABLE saga.audit DISABLE TRIGGER USER; TRUNCATE saga.audit; ALTER TABLE saga.audit ENABLE TRIGGER USER; "
        + "UPDATE saga.audit_head SET number = 0, hash = ''");

    internal async Task<StoreUnderTest> Open(RetentionOptions? retention = null, Action<PostgreSqlStoreOptions>? limits = null)
    {
        var handedOver = new HandedOver();
        var options = new PostgreSqlStoreOptions { ConnectionString = Database.ConnectionString };
        limits?.Invoke(options);
        var store = new PostgreSqlStore(
            Options.Create(options), Options.Create(retention ?? new RetentionOptions()), TestRows.Model, TestRows.Catalogue,
            TimeProvider.System, NullLogger<PostgreSqlStore>.Instance, () => handedOver);
        await store.Start(default);
        return new StoreUnderTest(store, handedOver, store);
    }
}

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>The contract, over PostgreSQL.</summary>
public sealed class PostgreSqlStoreTests(PostgreSqlFixture postgres) : StoreContract, IClassFixture<PostgreSqlFixture>
{
    private protected override Task<StoreUnderTest> OpenStore() => postgres.Open(Retention);

    private protected override Task Age(TimeSpan by) =>
        postgres.Database.Execute($"UPDATE saga.inbox SET at = at - interval '{(long)by.TotalSeconds} seconds'; "
            + $"UPDATE saga.outbox SET created_at = created_at - interval '{(long)by.TotalSeconds} seconds'");

    public override async Task InitializeAsync()
    {
        await postgres.Empty();
        await base.InitializeAsync();
    }
}

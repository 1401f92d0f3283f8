namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>The contract, over PostgreSQL.</summary>
public sealed class PostgreSqlStoreTests(PostgreSqlFixture postgres) : StoreContract, IClassFixture<PostgreSqlFixture>
{
    private protected override Task<StoreUnderTest> OpenStore() => postgres.Open(Retention);

    private protected override Task Age(TimeSpan by) =>
        postgres.Database.Execute($"UPDATE saga.inbox SET at = at - interval '{(long)by.TotalSeconds} seconds'; "
            + $"UPDATE saga.outbox SET created_at = created_at - interval '{(long)by.TotalSeconds} seconds'");

    private protected override Task Tamper(AuditCrime crime, long number) => postgres.Database.Execute(
        "ALTER TABLE saga.audit DISABLE TRIGGER USER; "
        + crime switch
        {
            AuditCrime.Change => $"UPDATE saga.audit SET reason = 'another one' WHERE number = {number};",
            AuditCrime.Delete => $"DELETE FROM saga.audit WHERE number = {number};",
            _ => $"UPDATE saga.audit SET number = -1 WHERE number = {number}; UPDATE saga.audit SET number = {number} WHERE number = {number + 1}; "
                + $"UPDATE saga.audit SET number = {number + 1} WHERE number = -1;",
        }
        + " ALTER TABLE saga.audit ENABLE TRIGGER USER");

    [Theory]
    [InlineData("UPDATE saga.audit SET reason = 'x'")]
    [InlineData("DELETE FROM saga.audit")]
    [InlineData("TRUNCATE saga.audit")]
    [InlineData("DELETE FROM saga.audit_head")]
    public async Task The_database_itself_refuses_to_change_the_audit(string sql)
    {
        await Noted(1);

        (await Should.ThrowAsync<Npgsql.PostgresException>(() => postgres.Database.Execute(sql))).SqlState.ShouldBe("SP002");
    }

    public override async Task InitializeAsync()
    {
        await postgres.Empty();
        await base.InitializeAsync();
    }
}

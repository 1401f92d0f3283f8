using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests;

/// <summary>The laws of payments are checked on a running platform: their queries are what PostgreSQL can do.</summary>
public sealed class PaymentLawsOnPostgreSqlTests
{
    const string Payment = "11111111-2222-3333-4444-555555555555";

    [Fact]
    public async Task What_is_broken_in_the_tables_is_told_and_nothing_else()
    {
        await using var database = await TestDatabase.Create();
        await using var app = await Migrated(database);
        (await Broken(app)).ShouldBeEmpty();

        await Execute(database, $"""
            insert into participants.ledger_entry (id, movement_id, account, amount_minor, currency, at, version)
                values ('{Payment}/1', '{Payment}', 'payee:merchant-1', 7, 'EUR', now(), 1);
            insert into participants.captured_payment (payment_id, gateway, reference, payee_account, currency, captured_minor, frozen_minor, refunded_minor,
                settlement_currency, settlement_minor, frozen_share_minor, refunded_share_minor, at, version)
                values ('{Payment}', 'northbank', 'r', 'merchant-1', 'EUR', 7, 0, 0, 'EUR', 7, 0, 0, now(), 1);
            """);

        var broken = await Broken(app);
        broken.Count.ShouldBe(3);
        broken.ShouldContain(x => x.Contains("but the gateways have: ."));
        broken.ShouldContain(x => x.Contains("should have 0 EUR of it, and has 7"));
        broken.ShouldContain(x => x.Contains("sum to 7 EUR instead of 0"));
    }

    [Theory]
    [InlineData("refunded_minor = 8")]
    [InlineData("frozen_minor = 4, refunded_minor = 4")]
    [InlineData("frozen_share_minor = 8")]
    public async Task The_table_itself_refuses_more_refunded_than_captured(string change)
    {
        await using var database = await TestDatabase.Create();
        await using var app = await Migrated(database);
        await Execute(database, $"""
            insert into participants.captured_payment (payment_id, gateway, reference, payee_account, currency, captured_minor, frozen_minor, refunded_minor,
                settlement_currency, settlement_minor, frozen_share_minor, refunded_share_minor, at, version)
                values ('{Payment}', 'northbank', 'r', 'merchant-1', 'EUR', 7, 0, 0, 'EUR', 7, 0, 0, now(), 1)
            """);

        (await Should.ThrowAsync<PostgresException>(() => Execute(database, $"update participants.captured_payment set {change}")))
            .SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }

    static Task<IReadOnlyList<string>> Broken(WebApplication app) => PaymentLaws.Broken(
        app.Services.GetRequiredService<IRowQueries>(), (_, _) => Task.FromResult(false), CancellationToken.None);

    /// <summary>The whole platform, composed and not started: there is no broker.</summary>
    static async Task<WebApplication> Migrated(TestDatabase database)
    {
        var app = PlatformHost.Build(
        [
            "--SAGA_MODE=platform", $"--SAGA_POSTGRES={database.ConnectionString}", "--SAGA_RABBITMQ=amqp://nobody:none@127.0.0.1:1/none",
        ]);
        await app.Services.GetRequiredService<SchemaMigration>().Apply(database.ConnectionString, CancellationToken.None);
        return app;
    }

    static async Task Execute(TestDatabase database, string sql)
    {
        await using var connection = new NpgsqlConnection(database.ConnectionString);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }
}

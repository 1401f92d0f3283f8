using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Testing.Persistence;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests;

public sealed class MigratedDatabaseTests
{
    [Fact]
    public async Task The_database_of_the_whole_platform_equals_its_model()
    {
        await using var database = await TestDatabase.Create();
        await using var app = PlatformOn(database);

        var applied = await app.Services.GetRequiredService<SchemaMigration>().Apply(database.ConnectionString, CancellationToken.None);

        applied.ShouldBeGreaterThan(2);
        var model = app.Services.GetRequiredService<RowModel>();
        model.All.Count.ShouldBeGreaterThan(8);
        (await SchemaComparison.Differences(model, database.ConnectionString)).ShouldBeEmpty();
    }

    [Fact]
    public async Task Migrating_again_applies_nothing()
    {
        await using var database = await TestDatabase.Create();
        await using var app = PlatformOn(database);
        var migration = app.Services.GetRequiredService<SchemaMigration>();
        await migration.Apply(database.ConnectionString, CancellationToken.None);

        (await migration.Apply(database.ConnectionString, CancellationToken.None)).ShouldBe(0);
    }

    /// <summary>The whole platform, composed and not started: there is no broker.</summary>
    static WebApplication PlatformOn(TestDatabase database) => PlatformHost.Build(
    [
        "--SAGA_MODE=platform", $"--SAGA_POSTGRES={database.ConnectionString}", "--SAGA_RABBITMQ=amqp://nobody:none@127.0.0.1:1/none",
    ]);
}

using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests;

/// <summary>A platform on PostgreSQL where something of every law is broken, checked once for all tests.</summary>
public sealed class BrokenPlatform : IAsyncLifetime
{
    TestDatabase? _database;

    public IReadOnlyList<InvariantResult> Before { get; private set; } = [];

    public IReadOnlyList<InvariantResult> After { get; private set; } = [];

    public async Task Execute(string sql) => await _database!.Execute(sql);

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        await using var app = await Migrated(_database);
        var checks = app.Services.GetRequiredService<InvariantChecks>();
        Before = (await checks.Run(CancellationToken.None))!;
        var loader = app.Services.GetRequiredService<IRowLoader>();
        foreach (var rows in BrokenLaws.Rows.Concat(BrokenLaws.Sagas(app.Services.GetRequiredService<SagaCatalogue>())).GroupBy(x => x.GetType()))
            await Load(loader, rows);
        After = (await checks.Run(CancellationToken.None))!;
    }

    public async Task DisposeAsync()
    {
        if (_database != null)
            await _database.DisposeAsync();
    }

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

    static async Task Load(IRowLoader loader, IGrouping<Type, IVersionedRow> rows)
    {
        var typed = Array.CreateInstance(rows.Key, rows.Count());
        Array.Copy(rows.ToArray(), typed, typed.Length);
        var added = (Task<int>)typeof(IRowLoader).GetMethod(nameof(IRowLoader.AddMissing))!.MakeGenericMethod(rows.Key)
            .Invoke(loader, [typed, CancellationToken.None])!;
        (await added).ShouldBe(typed.Length, $"every {rows.Key.Name} has a key of its own");
    }
}

/// <summary>The laws are checked on a running platform: their queries are what PostgreSQL can do, and each finds the row that breaks it.</summary>
public sealed class InvariantsOnPostgreSqlTests(BrokenPlatform platform) : IClassFixture<BrokenPlatform>
{
    public static IEnumerable<object[]> Broken => BrokenLaws.Sentences.Select(x => (object[])[x.Law, x.Sentence]);

    [Fact]
    public void Every_law_can_be_checked_and_holds_where_nothing_happened_yet()
    {
        platform.Before.ShouldNotBeEmpty();
        platform.Before.Where(x => x.NotChecked != null).Select(x => $"{x.Name}: {x.NotChecked}").ShouldBeEmpty();
        platform.Before.SelectMany(x => x.Broken).ShouldBeEmpty();
    }

    [Theory]
    [MemberData(nameof(Broken))]
    public void What_breaks_a_law_is_told(string law, string sentence) => platform.After.Single(x => x.Name == law).Broken.ShouldContain(x => x.Contains(sentence));

    [Fact]
    public void No_law_is_left_out_here()
    {
        string[] sagas = ["sagas-wait-", "sagas-owe-nothing-"];
        var ofSagas = platform.After.Where(x => Array.Exists(sagas, x.Name.StartsWith)).ToList();

        ofSagas.Where(x => x.Broken.Count == 0).Select(x => x.Name).ShouldBeEmpty("each saga that is broken is told");
        ofSagas.Count.ShouldBeGreaterThan(15);
        platform.After.Except(ofSagas).Select(x => x.Name).ShouldBe(BrokenLaws.Sentences.Select(x => x.Law).Distinct().Order(StringComparer.Ordinal));
    }

    [Fact]
    public void Not_more_is_told_of_a_law_than_somebody_can_look_at() =>
        platform.After.ShouldAllBe(x => x.Broken.Count <= InvariantFinding.BrokenMax);

    [Theory]
    [InlineData("refunded_minor = 8")]
    [InlineData("frozen_minor = 4, refunded_minor = 4")]
    [InlineData("frozen_share_minor = 8")]
    public async Task The_table_itself_refuses_more_refunded_than_captured(string change)
    {
        var refused = await Should.ThrowAsync<PostgresException>(() =>
            platform.Execute($"update participants.captured_payment set {change} where payment_id = '{BrokenLaws.Unheard:D}'"));

        refused.SqlState.ShouldBe(PostgresErrorCodes.CheckViolation);
    }
}

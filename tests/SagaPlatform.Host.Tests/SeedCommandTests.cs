using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Host.Commands;
using SagaPlatform.Host.Settings;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.Participants.SupplyChainSeed;
using SagaPlatform.SupplyChain.Procurement;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests;

/// <summary>The command that loads suppliers, stores and stock, on a real PostgreSQL.</summary>
public sealed class SeedCommandTests
{
    const string Rows =
        "SELECT count(*) FILTER (WHERE t = 's') || ' ' || count(*) FILTER (WHERE t = 't') || ' ' || count(*) FILTER (WHERE t = 'o') || ' ' || md5(string_agg(r, '' ORDER BY t, r)) "
        + "FROM (SELECT 's' t, x::text || xmin r FROM participants.supplier x UNION ALL SELECT 't', x::text || xmin FROM participants.store x "
        + "UNION ALL SELECT 'o', x::text || xmin FROM participants.supplier_offer x) rows";

    [Fact]
    public async Task It_loads_ten_thousand_suppliers_and_stores_and_a_hundred_thousand_stock_lines_and_again_it_changes_nothing()
    {
        await using var database = await TestDatabase.Create();

        var first = await Seed(database.ConnectionString);
        var rows = await Scalar(database, Rows);
        var again = await Seed(database.ConnectionString);

        rows.ShouldStartWith("10000 10000 100000 ");
        first.ShouldContain("120,000 added, 0 were there.");
        again.ShouldContain("0 added, 120,000 were there.");
        (await Scalar(database, Rows)).ShouldBe(rows, "not even written again");
        (await Scalar(database, "SELECT count(*)::text FROM participants.supplier_offer o WHERE NOT EXISTS (SELECT FROM participants.supplier s WHERE s.supplier_id = o.supplier_id)")).ShouldBe("0");
    }

    [Fact]
    public async Task What_it_loads_breaks_no_law_and_suppliers_are_selected_from_it()
    {
        await using var database = await TestDatabase.Create();
        await Seed(database.ConnectionString, "--suppliers", "100", "--stores", "10", "--stock-lines", "1000");
        await using var platform = PlatformHost.Build(
        [
            "--SAGA_MODE=platform", $"--SAGA_POSTGRES={database.ConnectionString}", "--SAGA_RABBITMQ=amqp://nobody:none@127.0.0.1:1/none",
        ]);
        await platform.Services.GetRequiredService<SchemaMigration>().Apply(database.ConnectionString, CancellationToken.None);
        var rows = platform.Services.GetRequiredService<IRowQueries>();

        (await SupplyLaws.Broken(rows, CancellationToken.None)).ShouldBeEmpty();
        (await ProcurementLaws.Broken(rows, CancellationToken.None)).ShouldBeEmpty();
        var selected = await new SelectionHandler(rows, Options.Create(new SuppliersOptions())).Handle(new SelectSuppliers(
            Guid.NewGuid(), [new ProcurementLine("ART-00001", 50), new ProcurementLine("ART-00100", 1)], "USD", 24, ShortagePolicy.CancelOrder), CancellationToken.None);
        selected.Message.ShouldBeOfType<SuppliersSelected>().Plan.ShouldAllBe(x => x.Chosen.Count == 1 && x.Offers.Count == 6);

        await database.Execute("UPDATE participants.supplier_offer SET stock = stock - 1 WHERE offer_id = (SELECT min(offer_id) FROM participants.supplier_offer)");
        (await SupplyLaws.Broken(rows, CancellationToken.None)).ShouldHaveSingleItem().ShouldEndWith("and 0 are bought.");
    }

    [Fact]
    public async Task It_loads_as_many_as_it_is_told()
    {
        await using var database = await TestDatabase.Create();

        await Seed(database.ConnectionString, "--suppliers", "30", "--stores", "20", "--stock-lines", "100", "--seed", "7");

        (await Scalar(database, Rows)).ShouldStartWith("30 20 100 ");
    }

    [Theory]
    [InlineData("--suppliers", "many")]
    [InlineData("--suppliers", "-1")]
    [InlineData("--shops", "1")]
    [InlineData("--stores")]
    public async Task An_option_that_is_not_understood_is_named_and_nothing_is_loaded(params string[] args) =>
        (await Should.ThrowAsync<SettingsException>(() => Seed("Host=127.0.0.1;Port=1", args))).Message.ShouldStartWith($"'{string.Join(' ', args)}' is not understood. Usage: seed");

    [Fact]
    public async Task Without_a_database_it_says_what_is_missing() =>
        (await Should.ThrowAsync<SettingsException>(() => Seed(""))).Message.ShouldStartWith("seed needs SAGA_POSTGRES");

    [Fact]
    public void On_a_terminal_a_bar_is_drawn_over_and_ends_with_its_line()
    {
        using var output = new StringWriter();
        var bar = new ProgressBar(output, columns: 120);

        bar.Show(new SeedProgress("stores", 0, 10_000, 0));
        bar.Show(new SeedProgress("stores", 5_000, 10_000, 4_000));
        bar.Show(new SeedProgress("stores", 10_000, 10_000, 9_000));

        var drawn = output.ToString().Split('\r');
        drawn[2].ShouldStartWith($"[{new string('#', 15)}{new string('.', 15)}] stores           5,000 of    10,000");
        drawn[^1].ShouldStartWith($"[{new string('#', 30)}] stores          10,000 of    10,000");
        drawn[^1].ShouldEndWith($"9,000 added{Environment.NewLine}");
        output.ToString().Count(x => x == '\n').ShouldBe(1);
    }

    [Fact]
    public void Anywhere_else_there_is_one_plain_line_per_kind_of_rows()
    {
        using var output = new StringWriter();
        var bar = new ProgressBar(output, columns: null);

        bar.Show(new SeedProgress("stores", 0, 10_000, 0));
        bar.Show(new SeedProgress("stores", 5_000, 10_000, 4_000));
        output.ToString().ShouldBeEmpty();
        bar.Show(new SeedProgress("stores", 10_000, 10_000, 9_000));

        output.ToString().ShouldStartWith("stores          10,000 of    10,000");
        output.ToString().ShouldNotContain("\r[");
    }

    static async Task<string> Seed(string postgres, params string[] args)
    {
        await using var output = new StringWriter();
        var settings = new ConfigurationBuilder().AddInMemoryCollection([new("SAGA_POSTGRES", postgres)]);
        (await SeedCommand.Run(args, settings, output, columns: null)).ShouldBe(0);
        return output.ToString();
    }

    static async Task<string> Scalar(TestDatabase database, string sql)
    {
        await using var connection = await database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        return (string)(await command.ExecuteScalarAsync())!;
    }
}

using System.Text.RegularExpressions;
using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Testing.Participants;

namespace SagaPlatform.Participants.Tests;

public sealed partial class ReferenceParticipantsTests
{
    [Theory]
    [InlineData("Participants:Inventory:LinesMax", "0", "LinesMax")]
    [InlineData("Participants:Inventory:Warehouse", "", "Warehouse")]
    [InlineData("Participants:Payments:AmountMinorMax", "-1", "AmountMinorMax")]
    [InlineData("Participants:Shipping:TrackingUrl", "https://tracking.example/", "TrackingUrl")]
    [InlineData("Participants:Shipping:TrackingUrl", "no address", "TrackingUrl")]
    [InlineData("Participants:Notification:EmailCharactersMax", "1", "EmailCharactersMax")]
    public void A_limit_that_makes_no_sense_stops_the_start_by_name(string key, string value, string named)
    {
        using var shop = new Shop((key, value));

        Should.Throw<OptionsValidationException>(() => shop.Services.GetRequiredService<IStartupValidator>().Validate())
            .Message.ShouldContain(named);
    }

    [Fact]
    public void The_limits_as_they_come_let_it_start()
    {
        using var shop = new Shop();

        shop.Services.GetRequiredService<IStartupValidator>().Validate();
    }

    [Fact]
    public async Task Each_participant_hears_its_commands_on_its_queue()
    {
        await using var services = new ServiceCollection()
            .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
            .AddSingleton(new SagaCatalogue([]))
            .AddSingleton<IOutboxIntake>(_ => throw new InvalidOperationException("Nothing leaves by the outbox here."))
            .AddMemoryStore()
            .AddParticipants()
            .AddScoped<IRows, UnclaimedRows>()
            .AddMassTransitTestHarness(x =>
            {
                x.DisableUsageTelemetry();
                x.AddReferenceParticipants();
            })
            .BuildServiceProvider();
        var bus = services.GetRequiredService<ITestHarness>();
        await bus.Start();
        var order = Guid.NewGuid();

        (await Answer<ReleaseInventory, InventoryReleased>(bus, Queues.Inventory, new(order))).OrderId.ShouldBe(order);
        (await Answer<RefundPayment, PaymentRefunded>(bus, Queues.Payments, new(order))).OrderId.ShouldBe(order);
        (await Answer<OpenTracking, TrackingOpened>(bus, Queues.Shipping, new(order))).OrderId.ShouldBe(order);
        (await Answer<HandOverParcel, HandOverRefused>(bus, Queues.Shipping, new(order))).OrderId.ShouldBe(order);
        (await Answer<SendConfirmation, ConfirmationSent>(bus, Queues.Notification, new(order, "ada@shop.example", "SP1")))
            .OrderId.ShouldBe(order);
    }

    [Fact]
    public void The_migrations_make_exactly_the_mapped_tables()
    {
        using var shop = new Shop();
        var mapped = shop.Services.GetRequiredService<RowModel>().All
            .Where(x => x.Schema == "participants")
            .SelectMany(x => x.Columns.Select(column =>
                $"{x.Table}.{column.Name} {column.StoreType.Replace("timestamp with time zone", "timestamptz", StringComparison.Ordinal)}"
                + $"{(column.Nullable ? "" : " not null")}{(column == x.Key ? " key" : "")}"))
            .ToList();

        mapped.Count.ShouldBeGreaterThan(50);
        Columns(Migrations()).ShouldBe(mapped, ignoreOrder: true);
    }

    static async Task<TAnswer> Answer<TCommand, TAnswer>(ITestHarness bus, string queue, TCommand command)
        where TCommand : class where TAnswer : class =>
        (await bus.Bus.Request<TCommand, TAnswer>(new Uri($"queue:{queue}"), command)).Message;

    static string Migrations()
    {
        var assembly = typeof(ReferenceParticipants).Assembly;
        return string.Concat(assembly.GetManifestResourceNames()
            .Where(x => x.EndsWith(".sql", StringComparison.Ordinal))
            .Order(StringComparer.Ordinal)
            .Select(name =>
            {
                using var reader = new StreamReader(assembly.GetManifestResourceStream(name)!);
                return reader.ReadToEnd();
            }));
    }

    static IEnumerable<string> Columns(string sql)
    {
        var renamed = Renamed().Matches(sql).ToDictionary(
            x => $"{x.Groups["table"].Value}.{x.Groups["old"].Value}", x => $"{x.Groups["table"].Value}.{x.Groups["new"].Value}", StringComparer.Ordinal);
        foreach (var column in ColumnsAsCreated(sql).Concat(Added().Matches(sql).Select(x => $"{x.Groups["table"].Value}.{x.Groups["column"].Value}")))
        {
            var (name, rest) = (column[..column.IndexOf(' ', StringComparison.Ordinal)], column[column.IndexOf(' ', StringComparison.Ordinal)..]);
            yield return renamed.GetValueOrDefault(name, name) + rest;
        }
    }

    static IEnumerable<string> ColumnsAsCreated(string sql) =>
        from table in Table().Matches(sql)
        let lines = table.Groups["body"].Value.Split('\n').Select(x => Spaces().Replace(x.Trim().TrimEnd(','), " "))
        let key = PrimaryKey().Match(table.Value).Groups["column"].Value
        from line in lines
        where line.Length > 0 && !line.StartsWith("constraint", StringComparison.Ordinal) && !line.StartsWith("--", StringComparison.Ordinal)
            && !line.StartsWith("and ", StringComparison.Ordinal) // a constraint goes on
        select $"{table.Groups["name"].Value}.{line}{(line.StartsWith(key + " ", StringComparison.Ordinal) ? " key" : "")}";

    [GeneratedRegex(@"create table participants\.(?<name>\w+) \((?<body>.*?)\n\)[^;]*;", RegexOptions.Singleline | RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Table();

    [GeneratedRegex(@"alter table participants\.(?<table>\w+) rename column (?<old>\w+) to (?<new>\w+);", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Renamed();

    [GeneratedRegex(@"alter table participants\.(?<table>\w+) add column (?<column>[^;]+);", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex Added();

    [GeneratedRegex(" +", RegexOptions.None, 1_000)]
    private static partial Regex Spaces();

    [GeneratedRegex(@"primary key \((?<column>\w+)\)", RegexOptions.ExplicitCapture, 1_000)]
    private static partial Regex PrimaryKey();
}

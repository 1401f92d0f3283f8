using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Securities;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Http;
using static SagaPlatform.Payments.Tests.Clearing.ExampleClearing;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>A day's trades with custody behind them, by HTTP: each instruction settles whole or not at all, and the rest goes on.</summary>
public sealed class WithSecuritiesTests() : SagaHttp(ClearingFamilies.WithSecurities, "/clearings", Queues.Clearing)
{
    [Fact]
    public async Task One_trade_is_delivered_against_payment_and_reported_without_time_passing()
    {
        var clearing = await Cleared(Of(Trade("BRK-01", "BRK-02", 10, 1_000)));

        var report = Platform.Published<ClearingCompleted>().ShouldHaveSingleItem().As<ClearingCompleted>();
        (report.TradingDay, report.Settled, report.Unsettled.Count).ShouldBe((Day, 2, 0));
        (await Moved("BRK-01")).ShouldBe((10, -1_000));
        (await Moved("BRK-02")).ShouldBe((-10, 1_000));
        await HouseIsEven();
        await Is(clearing, "Completed", instructions: 2, settled: 2);
        Platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn, "nobody waited");
    }

    [Fact]
    public async Task A_day_of_two_hundred_trades_settles_every_instruction_and_leaves_the_clearing_house_with_nothing()
    {
        var day = Of(ByChance(new Random(11), 200));
        var net = Netting.Of(day.Trades);

        var clearing = await Cleared(day);

        await Is(clearing, "Completed", net.Count, settled: net.Count);
        await HouseIsEven();
        foreach (var account in net.GroupBy(x => x.Account))
            (await CashMoved(account.Key, "USD")).ShouldBe(account.Where(x => x.Currency == "USD").Sum(x => x.CashMinor));
    }

    public static TheoryData<string, Trade, string> Failing => new()
    {
        { "the buyer has no money", Trade("BRK-NOMONEY", "BRK-02", 10, 1_000), "BRK-NOMONEY" },
        { "the seller has no securities", Trade("BRK-01", "BRK-NOSECURITIES", 10, 1_000), "BRK-NOSECURITIES" },
        { "the account is unknown", Trade("BRK-01", "BRK-NONE", 10, 1_000), "BRK-NONE" },
        { "the instrument is unknown", Trade("BRK-01", "BRK-02", 10, 1_000, "NOBODYS"), "BRK-02" },
    };

    [Theory]
    [MemberData(nameof(Failing))]
    public async Task A_failed_leg_undoes_its_counterpart_and_the_rest_goes_on(string why, Trade failing, string account)
    {
        var clearing = await Cleared(Of(failing, Trade("BRK-05", "BRK-06", 7, 700)));

        var view = await Is(clearing, "Completed", instructions: 4, settled: 3);
        var unsettled = view.GetProperty("unsettled").EnumerateArray().ShouldHaveSingleItem();
        unsettled.GetProperty("instruction").GetString()!.ShouldStartWith($"{account}/", Case.Sensitive, why);
        unsettled.GetProperty("reason").GetString().ShouldNotBeNullOrEmpty();
        (await Moved(account, failing.Instrument)).ShouldBe((0, 0), why);
        (await Moved("BRK-05")).ShouldBe((7, -700));
        (await Moved("BRK-06")).ShouldBe((-7, 700));
        await Lawful();
    }

    public static TheoryData<string, int> Silent => new() { { "BRK-DELIVERSILENT", 20 }, { "BRK-DELIVERLOST", 20 }, { "BRK-PAYSILENT", 20 } };

    [Theory]
    [MemberData(nameof(Silent))]
    public async Task A_silent_leg_is_asked_twice_and_then_both_legs_go_back_even_what_nobody_heard_of(string account, int seconds)
    {
        var clearing = await Started(Of(Trade(account, "BRK-02", 10, 1_000)));
        await Is(clearing, "Settling", instructions: 2, settled: 1);
        await Lawful();

        await Platform.LetTimePass(TimeSpan.FromSeconds(seconds));

        await Is(clearing, "Completed", instructions: 2, settled: 1);
        (await Moved(account)).ShouldBe((0, 0));
        (await Moved("BRK-02")).ShouldBe((-10, 1_000), "the seller's instruction is not the buyer's");
        await Lawful();
    }

    [Fact]
    public async Task What_came_in_by_a_settlement_that_is_not_final_cannot_be_passed_on()
    {
        Platform.Post.Hold<FundsPaid>();
        await Started(Of(Trade("BRK-NOSECURITIES", "BRK-02", 10, 1_000)));
        Platform.Post.HoldNothing();

        var second = await Cleared(Of(Trade("BRK-03", "BRK-NOSECURITIES", 10, 1_000)));

        await Is(second, "Completed", instructions: 2, settled: 1);
        (await Position("BRK-NOSECURITIES")).ShouldBe((10, 10));
        await Lawful();
        await Platform.Release();
        (await Position("BRK-NOSECURITIES")).ShouldBe((10, 0));
        await Lawful();
    }

    [Fact]
    public async Task A_settlement_whose_finality_nobody_heard_of_asks_a_person_while_the_clearing_waits()
    {
        var clearing = await Started(Of(Trade("BRK-FINALSILENT", "BRK-02", 10, 1_000)));
        await Platform.LetTimePass(TimeSpan.FromSeconds(30));
        var settlement = Platform.Published<SettlementNeedsAttention>().ShouldHaveSingleItem().As<SettlementNeedsAttention>().SettlementId;
        await Is(clearing, "Settling", instructions: 2, settled: 1);

        using var answer = await Http.PostAsJsonAsync($"/settlements/{settlement}/rulings", new { step = "FinaliseSettlement", ruling = "Done", decidedBy = "clearing clerk" });
        await Platform.Quiet();

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Http.GetFromJsonAsync<JsonElement>($"/settlements/{settlement}")).GetProperty("status").GetString().ShouldBe("Settled");
        await Is(clearing, "Completed", instructions: 2, settled: 2);
        await HouseIsEven();
    }

    [Fact]
    public async Task A_settlement_that_never_ends_is_a_question_of_the_clearing_after_a_day_and_a_person_ends_it()
    {
        Platform.Post.Hold<InstructionSettled>();
        var clearing = await Started(Good());
        foreach (var announced in Platform.Post.Held)
            Platform.Post.Drop(announced);

        await Platform.LetTimePass(TimeSpan.FromHours(24));

        (await Shown(clearing.ClearingId)).GetProperty("question").GetString()!.ShouldContain("Settle");
        foreach (var name in new[] { "BRK-01/ACME/USD", "BRK-02/ACME/USD" })
        {
            await Accepts(clearing.ClearingId, "rulings",
                new { step = "Settle", instruction = name, ruling = name.StartsWith("BRK-01", StringComparison.Ordinal) ? "Done" : "NotDone", decidedBy = "clearing clerk" });
        }
        var view = await Is(clearing, "Completed", instructions: 2, settled: 1);
        view.GetProperty("unsettled")[0].GetProperty("reason").GetString()!.ShouldContain("person");
    }

    [Fact]
    public async Task Trades_that_net_to_nothing_are_cleared_at_once()
    {
        var clearing = await Cleared(Of(Trade("BRK-01", "BRK-02", 5, 500), Trade("BRK-02", "BRK-01", 5, 500)));

        await Is(clearing, "Completed", instructions: 0, settled: 0);
        Platform.SentTo<SettleInstruction>(Queues.Settlement).ShouldBeEmpty();
    }

    async Task<StartClearing> Started(StartClearing day)
    {
        await Accepts(day);
        return day;
    }

    async Task<StartClearing> Cleared(StartClearing day)
    {
        await Started(day);
        (await Platform.StateOf(day.ClearingId)).ShouldBe("Completed");
        await Lawful();
        return day;
    }

    async Task<JsonElement> Is(StartClearing clearing, string status, int instructions, int settled)
    {
        var view = await Shown(clearing.ClearingId);
        (view.GetProperty("status").GetString(), view.GetProperty("instructions").GetInt32(), view.GetProperty("settled").GetInt32())
            .ShouldBe((status, instructions, settled));
        var open = view.GetProperty("open").GetInt32();
        (open + settled + view.GetProperty("unsettled").GetArrayLength()).ShouldBe(instructions);
        (open == 0).ShouldBe(status == "Completed");
        return view;
    }

    async Task Lawful()
    {
        (await SettlementLaws.Broken(Platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();
        foreach (var law in Platform.Get<IEnumerable<IInvariant>>().Where(x => x.Name.StartsWith("ledger-", StringComparison.Ordinal)))
            (await law.Check(Platform.Get<IRowQueries>(), CancellationToken.None)).Broken.ShouldBeEmpty(law.Name);
    }

    /// <summary>All is final, and the clearing house has neither securities nor money left over.</summary>
    async Task HouseIsEven()
    {
        await Lawful();
        (await Rows<DeliveryLeg>()).ShouldAllBe(x => x.Status == LegStatus.Final);
        (await Rows<CashLeg>()).ShouldAllBe(x => x.Status == LegStatus.Final);
        (await Rows<SecurityEntry>()).Where(x => x.Account == ClearingHouse.Account).GroupBy(x => x.Instrument).ShouldAllBe(x => x.Sum(e => e.Quantity) == 0);
        (await Rows<LedgerEntry>()).Where(x => x.Account == "house:clearing").GroupBy(x => x.Currency).ShouldAllBe(x => x.Sum(e => e.AmountMinor) == 0);
    }

    Task<IReadOnlyList<TRow>> Rows<TRow>() where TRow : class, IVersionedRow =>
        Platform.Get<IRowQueries>().List<TRow, TRow>(x => x, CancellationToken.None);

    async Task<(long Quantity, long CashMinor)> Moved(string account, string instrument = "ACME")
    {
        var before = account is "BRK-NOSECURITIES" or "BRK-NONE" || !SecuritySeed.Instruments.Contains(instrument) ? 0 : SecuritySeed.PlentifulPieces;
        return ((await Position(account, instrument)).Quantity - before, await CashMoved(account, "USD"));
    }

    async Task<(long Quantity, long Blocked)> Position(string account, string instrument = "ACME") =>
        await Platform.Store.Find<SecurityPosition>(SecurityPosition.IdOf(account, instrument), null, CancellationToken.None) is { } x ? (x.Quantity, x.Blocked) : (0, 0);

    async Task<long> CashMoved(string account, string currency)
    {
        var row = await Platform.Store.Find<LedgerAccount>(Accounts.Held($"{account}/{currency}"), null, CancellationToken.None);
        return row == null ? 0 : row.BalanceMinor - (account == "BRK-NOMONEY" ? 0 : SecuritySeed.PlentifulMinor);
    }
}

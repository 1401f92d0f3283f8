using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>Initiating, following and cancelling a transfer by HTTP.</summary>
public sealed class TransferEndpointsTests : IAsyncLifetime
{
    EmbeddedPlatform Platform { get; set; } = null!;

    HttpClient Http { get; set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await EmbeddedPlatform.Start(TransferFamilies.WithHttp);
        Http = Platform.Http();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    [Fact]
    public async Task A_transfer_is_accepted_with_the_place_where_it_can_be_followed_to_its_end()
    {
        var transfer = ExampleTransfer.Good();

        using var answer = await Http.PostAsJsonAsync("/transfers", transfer);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/transfers/{transfer.TransferId}");
        (await Json(answer)).GetProperty("status").GetString().ShouldBe("Initiated");
        await Platform.Quiet();
        var view = await StatusIs(transfer, "Completed");
        (view.GetProperty("feeMinor").GetInt64(), view.GetProperty("sourceAccount").GetString(), view.GetProperty("targetAccount").GetString())
            .ShouldBe((ExampleTransfer.FeeMinor, "SRC-1001", "TGT-1001"));
        view.GetProperty("amount").GetProperty("amountMinor").GetInt64().ShouldBe(ExampleTransfer.AmountMinor);
    }

    public static TheoryData<Type, string> Statuses => new()
    {
        { typeof(SourceAccountValidated), "Running" }, { typeof(FundsLocked), "Running" }, { typeof(TransferMonitored), "Locked" },
        { typeof(TransferConfirmed), "Monitoring" }, { typeof(FundsReleased), "Confirmed" }, { typeof(TransferRecorded), "Confirmed" },
    };

    [Theory]
    [MemberData(nameof(Statuses))]
    public async Task The_status_tells_what_is_waited_for_in_words_of_the_business(Type answer, string status)
    {
        Platform.Post.Hold(x => x.ShortType() == answer.Name);
        var transfer = await Initiated(ExampleTransfer.Good());

        await StatusIs(transfer, status);
    }

    [Fact]
    public async Task A_transfer_that_failed_says_so_while_its_funds_are_unlocked_and_then_that_it_is_compensated()
    {
        Platform.Post.Hold<FundsUnlocked>();
        var transfer = await Initiated(ExampleTransfer.To("TGT-REJECTED"));
        (await StatusIs(transfer, "Failed")).GetProperty("reason").GetString()!.ShouldContain("rejects");

        await Platform.Post.Deliver(Platform.Post.Held.Single());
        await Platform.Quiet();

        await StatusIs(transfer, "Compensated");
    }

    [Fact]
    public async Task The_same_transfer_again_is_one_transfer_and_another_one_under_its_id_a_conflict()
    {
        var transfer = await Initiated(ExampleTransfer.To("TGT-NEVER"));

        using var again = await Http.PostAsJsonAsync("/transfers", transfer);
        using var other = await Http.PostAsJsonAsync("/transfers", transfer with { Amount = new Money(1, "BTC") });

        (again.StatusCode, other.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Conflict));
        await Platform.Quiet();
        Platform.SentTo<LockFunds>(Queues.SourceChain).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        var transfer = ExampleTransfer.Good() with { SourceAccount = "", Amount = new Money(0, "btc") };

        using var answer = await Http.PostAsJsonAsync("/transfers", transfer);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Json(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name)
            .ShouldBe(["sourceAccount", "amount.amountMinor", "amount.currency"], ignoreOrder: true);
        await Platform.Quiet();
        Platform.Seen.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_waiting_transfer_is_cancelled_and_a_finished_one_is_not()
    {
        var waiting = await Initiated(ExampleTransfer.To("TGT-NEVER"));
        var finished = await Initiated(ExampleTransfer.Good());

        using var cancelled = await Http.PostAsJsonAsync($"/transfers/{waiting.TransferId}/cancel", new { reason = "Changed my mind." });
        using var tooLate = await Http.PostAsJsonAsync($"/transfers/{finished.TransferId}/cancel", new { reason = "Changed my mind." });

        (cancelled.StatusCode, tooLate.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Conflict));
        await Platform.Quiet();
        await StatusIs(waiting, "Compensated");
        await StatusIs(finished, "Completed");
    }

    [Fact]
    public async Task A_person_rules_on_a_release_that_nobody_heard_of()
    {
        var transfer = await Initiated(ExampleTransfer.To("TGT-RELEASESILENT"));
        var ruling = new { step = "ReleaseFunds", ruling = "Done", decidedBy = "treasury clerk" };
        using var early = await Http.PostAsJsonAsync($"/transfers/{transfer.TransferId}/rulings", ruling);
        await Platform.LetTimePass(TimeSpan.FromSeconds(30));

        using var answer = await Http.PostAsJsonAsync($"/transfers/{transfer.TransferId}/rulings", ruling);

        (early.StatusCode, answer.StatusCode).ShouldBe((HttpStatusCode.Conflict, HttpStatusCode.Accepted));
        await Platform.Quiet();
        await StatusIs(transfer, "Completed");
    }

    [Fact]
    public async Task An_unknown_transfer_is_not_found()
    {
        using var answer = await Http.GetAsync($"/transfers/{Guid.NewGuid()}");

        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    async Task<InitiateTransfer> Initiated(InitiateTransfer transfer)
    {
        using var answer = await Http.PostAsJsonAsync("/transfers", transfer);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Platform.Quiet();
        return transfer;
    }

    async Task<JsonElement> StatusIs(InitiateTransfer transfer, string status)
    {
        var view = await Json(await Http.GetAsync($"/transfers/{transfer.TransferId}"));
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

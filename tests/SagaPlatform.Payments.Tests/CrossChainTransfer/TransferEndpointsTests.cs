using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>Initiating, following and cancelling a transfer by HTTP.</summary>
public sealed class TransferEndpointsTests() : SagaEndpoints<InitiateTransfer>(TransferFamilies.WithHttp, "/transfers", Queues.CrossChainTransfer)
{
    protected override IReadOnlyList<Word> Words { get; } = [Word.WithReason("cancel"), Word.Ruling("ReleaseFunds")];

    protected override InitiateTransfer Good(Guid id) => ExampleTransfer.Good(id);

    protected override InitiateTransfer Other(InitiateTransfer start) => start with { Amount = new Money(1, "BTC") };

    protected override (InitiateTransfer Start, string[] Fields) Wrong(Guid id) =>
        (new InitiateTransfer(id, "", "", new Money(0, "btc")), ["sourceAccount", "targetAccount", "amount.amountMinor", "amount.currency"]);

    [Fact]
    public async Task A_transfer_is_shown_as_initiated_and_followed_to_its_end()
    {
        var transfer = ExampleTransfer.Good();

        using var answer = await Post(transfer);

        (await Json(answer)).GetProperty("status").GetString().ShouldBe("Initiated");
        await Platform.Quiet();
        var view = await StatusIs(transfer.TransferId, "Completed");
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

        await StatusIs(transfer.TransferId, status);
    }

    [Fact]
    public async Task A_transfer_that_failed_says_so_while_its_funds_are_unlocked_and_then_that_it_is_compensated()
    {
        Platform.Post.Hold<FundsUnlocked>();
        var transfer = await Initiated(ExampleTransfer.To("TGT-REJECTED"));
        (await StatusIs(transfer.TransferId, "Failed")).GetProperty("reason").GetString()!.ShouldContain("rejects");

        await Platform.Post.Deliver(Platform.Post.Held.Single());
        await Platform.Quiet();

        await StatusIs(transfer.TransferId, "Compensated");
    }

    [Fact]
    public async Task A_waiting_transfer_is_cancelled_and_a_finished_one_is_not()
    {
        var waiting = await Initiated(ExampleTransfer.To("TGT-NEVER"));
        var finished = await Initiated(ExampleTransfer.Good());

        await Accepts(waiting.TransferId, "cancel", new { reason = "Changed my mind." });
        await Conflicts(finished.TransferId, "cancel", new { reason = "Changed my mind." });

        await Platform.Quiet();
        await StatusIs(waiting.TransferId, "Compensated");
        await StatusIs(finished.TransferId, "Completed");
    }

    [Fact]
    public async Task A_person_rules_on_a_release_that_nobody_heard_of()
    {
        var transfer = await Initiated(ExampleTransfer.To("TGT-RELEASESILENT"));
        var ruling = new { step = "ReleaseFunds", ruling = "Done", decidedBy = "treasury clerk" };
        await Conflicts(transfer.TransferId, "rulings", ruling);
        await Platform.LetTimePass(TimeSpan.FromSeconds(30));

        await Accepts(transfer.TransferId, "rulings", ruling);

        await StatusIs(transfer.TransferId, "Completed");
    }

    async Task<InitiateTransfer> Initiated(InitiateTransfer transfer)
    {
        await Accepts(transfer);
        return transfer;
    }
}

using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>A process that is a step of another one, on the embedded platform.</summary>
public sealed class ChildProcessTests : IAsyncLifetime
{
    const string Claims = SampleClaim.Queue;
    const string Transfers = SampleTransfer.Queue;

    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, _) => services.AddRows(model =>
        {
            model.MapProcess<SampleClaimState>("sample_claim").Ignore(x => x.TransferId);
            model.MapProcess<SampleTransferState>("sample_transfer");
        }),
        Bus = bus =>
        {
            bus.AddSaga<SampleClaim, SampleClaimState>(Claims);
            bus.AddSaga<SampleTransfer, SampleTransferState>(Transfers);
        },
        Queues = [Claims, Transfers],
    };

    readonly Guid _claim = NewId.NextGuid();
    EmbeddedPlatform _platform = null!;

    Guid Transfer => MessageIds.Derive(_claim, "transfer");

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(Family);
        await _platform.Hears(Claims, new StartClaim(_claim));
    }

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task The_end_of_a_child_answers_the_step_of_its_parent_and_is_announced_to_all()
    {
        await IsIn("PayOut", "SendMoney");
        (await _platform.Saga<SampleTransferState>(Transfer))!.Starter.ShouldEndWith($"/{Claims}");
        await BankSends();

        await IsIn("CloseFile", "Completed");
        (await Claim()).Receipt.ShouldBe("R-1");
        Told<TransferCompleted>().ShouldHaveSingleItem().MessageId.ShouldBe(MessageIds.Derive(Transfer, "starter/end"));
        _platform.Published<TransferCompleted>().ShouldHaveSingleItem();
        NothingWentWrong();
    }

    [Fact]
    public async Task Each_parent_hears_of_its_own_child_only()
    {
        var other = NewId.NextGuid();
        await _platform.Hears(Claims, new StartClaim(other));
        await BankSends();

        (await _platform.StateOf(other)).ShouldBe("PayOut");
        (await _platform.History(other)).Count.ShouldBe(1);
        Told<TransferCompleted>().ShouldHaveSingleItem();
        NothingWentWrong();
    }

    [Fact]
    public async Task A_child_that_nobody_waits_for_tells_nobody()
    {
        var alone = NewId.NextGuid();
        await _platform.Hears(Transfers, new StartTransfer(alone, _claim));
        await _platform.Hears(Transfers, new MoneySent(alone, "R-2"));
        await _platform.Hears(Transfers, new StartTransfer(alone, _claim));

        (await _platform.Saga<SampleTransferState>(alone))!.Starter.ShouldBeNull();
        _platform.Published<TransferCompleted>().ShouldHaveSingleItem();
        Told<TransferCompleted>().ShouldBeEmpty();
        await IsIn("PayOut", "SendMoney");
    }

    [Fact]
    public async Task A_parent_that_heard_nothing_and_asks_again_is_told_the_end_again()
    {
        _platform.Post.Hold(x => x.Is<TransferCompleted>() && x.Destination.EndsWith($"/{Claims}", StringComparison.Ordinal));
        await BankSends();
        _platform.Post.Drop(_platform.Post.Held.ShouldHaveSingleItem());
        await IsIn("PayOut", "Completed");
        _platform.Post.HoldNothing();

        await _platform.RingNext(); // an hour later it asks again

        await IsIn("CloseFile", "Completed");
        (await Claim()).Receipt.ShouldBe("R-1");
        Told<TransferCompleted>().ShouldHaveSingleItem().MessageId.ShouldNotBe(MessageIds.Derive(Transfer, "starter/end"));
        _platform.Published<TransferCompleted>().ShouldHaveSingleItem(); // announced once
        (await _platform.History(Transfer))[^1].Reason.ShouldBe("It was started by this message already, and has ended.");
        NothingWentWrong();
    }

    [Fact]
    public async Task A_parent_that_asks_twice_is_told_once_while_the_child_runs()
    {
        await _platform.RingNext();
        _platform.SentTo<StartTransfer>(Transfers).Count.ShouldBe(2);
        Told<TransferCompleted>().ShouldBeEmpty();
        await BankSends();

        Told<TransferCompleted>().ShouldHaveSingleItem();
        await IsIn("CloseFile", "Completed");
    }

    [Fact]
    public async Task Two_that_start_the_same_child_the_first_is_told()
    {
        await Starts(new Uri("queue:somebody"));
        await BankSends();

        Told<TransferCompleted>().ShouldHaveSingleItem();
        _platform.SentTo<TransferCompleted>("somebody").ShouldBeEmpty();
        await Starts(new Uri("queue:somebody")); // it has ended by now, and whoever asks is told
        _platform.SentTo<TransferCompleted>("somebody").ShouldHaveSingleItem();
        Told<TransferCompleted>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task A_child_that_fails_refuses_the_step_of_its_parent()
    {
        await _platform.Hears(Transfers, new MoneyRefused(Transfer, "Account closed."));

        await IsIn("Cancelled", "Cancelled");
        (await Claim()).Ledger.Reason.ShouldBe("Account closed.");
        (await Claim()).Ledger.Line("PayOut")!.Status.ShouldBe(LineStatus.Refused);
        _platform.SentTo<CancelTransfer>(Transfers).ShouldBeEmpty();
        _platform.Published<ClaimDropped>().ShouldHaveSingleItem();
        NothingWentWrong();
    }

    [Fact]
    public async Task A_parent_that_is_given_back_cancels_its_child_and_waits_until_that_holds_nothing()
    {
        await _platform.Hears(Claims, new CancelClaim(_claim));
        await IsIn("Unwinding", "Unwinding");
        _platform.Published<ClaimDropped>().ShouldBeEmpty();

        await _platform.Hears(Transfers, new MoneyRecalled(Transfer));
        await IsIn("Cancelled", "Cancelled");
        (await Claim()).Ledger.Line("PayOut")!.Status.ShouldBe(LineStatus.Undone);
        Told<TransferCancelled>().ShouldHaveSingleItem();
        NothingWentWrong();
    }

    [Fact]
    public async Task A_child_that_ended_by_itself_before_its_parent_cancels_it_confirms_that_it_holds_nothing()
    {
        _platform.Post.Hold(x => x.Is<TransferCancelled>() && x.Destination.EndsWith($"/{Claims}", StringComparison.Ordinal));
        await _platform.Hears(Transfers, new MoneyRefused(Transfer, "Account closed."));
        _platform.Post.Drop(_platform.Post.Held.ShouldHaveSingleItem());
        _platform.Post.HoldNothing();
        await IsIn("PayOut", "Cancelled");

        await _platform.Hears(Claims, new CancelClaim(_claim));
        await IsIn("Cancelled", "Cancelled");
        (await Claim()).Ledger.Line("PayOut")!.Status.ShouldBe(LineStatus.Undone);
        Told<TransferCancelled>().ShouldHaveSingleItem();
        _platform.Published<TransferCancelled>().ShouldHaveSingleItem();
        NothingWentWrong();
    }

    [Fact]
    public async Task A_completed_child_refuses_to_be_cancelled_and_its_parent_asks_a_person_at_once()
    {
        await BankSends();
        await _platform.Hears(Claims, new CancelClaim(_claim));

        await IsIn("NeedsAttention", "Completed");
        (await Claim()).Question.ShouldBe("PayOut cannot be undone: It is completed. Is it arranged otherwise?");
        Told<TransferCancellationRefused>().ShouldHaveSingleItem();
        _platform.SentTo<CancelTransfer>(Transfers).ShouldHaveSingleItem();

        await _platform.Hears(Claims, new RuleClaim(_claim, "PayOut", Ruling.NotDone));
        await IsIn("Cancelled", "Completed");
        NothingWentWrong();
    }

    [Fact]
    public async Task A_request_is_answered_under_its_own_id()
    {
        var (asked, alone) = (NewId.NextGuid(), NewId.NextGuid());
        await Starts(new Uri("queue:client"), asked, alone);
        (await _platform.Saga<SampleTransferState>(alone))!.Starter.ShouldEndWith($"#{asked:D}");
        await _platform.Hears(Transfers, new MoneySent(alone, "R-3"));

        _platform.SentTo<TransferCompleted>("client").ShouldHaveSingleItem().RequestId.ShouldBe(asked);
        Told<TransferCompleted>().ShouldBeEmpty();
    }

    async Task Starts(Uri answerTo, Guid? request = null, Guid? transfer = null)
    {
        var child = await _platform.Get<IBus>().GetSendEndpoint(new Uri($"queue:{Transfers}"));
        await child.Send(new StartTransfer(transfer ?? Transfer, _claim), x =>
        {
            x.ResponseAddress = new Uri(_platform.Get<IBus>().Address, answerTo.AbsolutePath);
            x.RequestId = request;
        });
        await _platform.Quiet();
    }

    Task BankSends() => _platform.Hears(Transfers, new MoneySent(Transfer, "R-1"));

    async Task<SampleClaimState> Claim() => (await _platform.Saga<SampleClaimState>(_claim)).ShouldNotBeNull();

    /// <summary>What came to the parents' queue.</summary>
    IReadOnlyList<SeenMessage> Told<T>() => _platform.SentTo<T>(Claims);

    async Task IsIn(string claim, string transfer)
    {
        (await _platform.StateOf(_claim)).ShouldBe(claim);
        (await _platform.StateOf(Transfer)).ShouldBe(transfer);
    }

    void NothingWentWrong()
    {
        foreach (var queue in (string[])[Claims, Transfers])
            _platform.Errors(queue).ShouldBeEmpty();
        _platform.Seen.ShouldNotContain(x => x.Exchange.EndsWith("_skipped", StringComparison.Ordinal));
    }
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.History;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>The transfer with both chains behind it: whatever they do, source + target + fee is the amount.</summary>
public sealed class WithChainsTests
{
    [Fact]
    public async Task A_transfer_that_meets_no_trouble_is_there_with_its_fee_taken_and_recorded_without_time_passing()
    {
        await using var transfer = await TransferScenario.Of();

        await transfer.Is("Completed");
        (await transfer.Moved()).ShouldBe((ExampleTransfer.AmountMinor, ExampleTransfer.AmountMinor - ExampleTransfer.FeeMinor, 0));
        var record = (await transfer.Row<ChainTransaction>(transfer.Id)).ShouldNotBeNull();
        (record.SourceAccount, record.TargetAccount, record.AmountMinor, record.FeeMinor)
            .ShouldBe(("SRC-1001", "TGT-1001", ExampleTransfer.AmountMinor, ExampleTransfer.FeeMinor));
        (await transfer.Row<Compensation>(transfer.Id)).ShouldBeNull();
        transfer.Platform.Published<TransferCompleted>().ShouldHaveSingleItem().As<TransferCompleted>().FeeMinor.ShouldBe(ExampleTransfer.FeeMinor);
        transfer.Platform.Time.GetUtcNow().ShouldBe(VirtualTime.Dawn, "nobody waited");
    }

    public static TheoryData<string, InitiateTransfer, bool> Refused => new()
    {
        { "source account unknown", ExampleTransfer.From("SRC-NONE"), false },
        { "source account frozen", ExampleTransfer.From("SRC-FROZEN"), false },
        { "more than there is", ExampleTransfer.From("SRC-SCARCE"), false },
        { "another currency", ExampleTransfer.Of(100_000, "ETH"), false },
        { "the fee is all", ExampleTransfer.Of(1), false },
        { "target account unknown", ExampleTransfer.To("TGT-NONE"), true },
        { "the target chain rejects it", ExampleTransfer.To("TGT-REJECTED"), true },
        { "the release is refused", ExampleTransfer.To("TGT-NORELEASE"), true },
    };

    [Theory]
    [MemberData(nameof(Refused))]
    public async Task A_chain_that_refuses_leaves_nothing_moved_and_what_was_locked_is_unlocked_once_and_logged(
        string why, InitiateTransfer initiated, bool wasLocked)
    {
        await using var transfer = await TransferScenario.Of(initiated);

        await transfer.Is("Compensated");
        if (initiated.SourceAccount != "SRC-NONE")
            await transfer.NothingMoved();
        transfer.Asked<UnlockFunds>(Queues.SourceChain, wasLocked ? 1 : 0);
        var logged = await transfer.Row<Compensation>(transfer.Id);
        logged?.AmountMinor.ShouldBe(initiated.Amount.AmountMinor, why);
        (logged != null).ShouldBe(wasLocked);
        logged?.Reason.ShouldBe((await transfer.View()).Reason);
        transfer.Platform.Published<TransferCompensated>().Count.ShouldBe(1);
        transfer.Platform.Published<TransferNeedsAttention>().ShouldBeEmpty();
    }

    [Theory]
    [InlineData("SRC-LOCKSILENT", true)]
    [InlineData("SRC-LOCKLOST", false)]
    public async Task A_lock_that_nobody_heard_of_is_asked_for_twice_and_then_unlocked_whether_it_was_made_or_not(string account, bool wasLocked)
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.From(account));
        await transfer.Is("Running");

        await transfer.Platform.LetTimePass(TimeSpan.FromSeconds(20));

        await transfer.Is("Compensated");
        transfer.Asked<LockFunds>(Queues.SourceChain, times: 2);
        ((await transfer.Row<Compensation>(transfer.Id)) != null).ShouldBe(wasLocked);
        await transfer.NothingMoved();
    }

    [Fact]
    public async Task A_transfer_that_is_compensated_stays_so_when_its_lock_arrives_afterwards()
    {
        await using var transfer = await TransferScenario.Of(holding: typeof(LockFunds));
        await transfer.Hears(new CancelTransfer(transfer.Id, "Changed my mind."));
        await transfer.Is("Compensated");

        await transfer.Platform.Post.Deliver(transfer.Platform.Post.Held.Single());
        await transfer.Platform.Quiet();

        await transfer.Is("Compensated");
        await transfer.NothingMoved();
        (await transfer.Row<LockEvent>(transfer.Id)).ShouldBeNull("what was undone before it arrived is not done");
        (await transfer.Platform.History(transfer.Id))[^1].Kind.ShouldBe(HistoryKind.Ignored);
    }

    [Fact]
    public async Task Two_unlocks_of_one_transfer_unlock_once_and_log_once()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-NEVER"), holding: typeof(FundsUnlocked));
        await transfer.Hears(new CancelTransfer(transfer.Id, "Changed my mind."));
        await transfer.Is("Failed");
        var logged = (await transfer.Row<Compensation>(transfer.Id)).ShouldNotBeNull();
        transfer.Platform.Post.HoldNothing();

        await transfer.Platform.LetTimePass(TimeSpan.FromSeconds(10));

        await transfer.Is("Compensated");
        transfer.Asked<UnlockFunds>(Queues.SourceChain, times: 2);
        (await transfer.Row<Compensation>(transfer.Id))!.Version.ShouldBe(logged.Version);
        await transfer.NothingMoved();
    }

    [Theory]
    [InlineData("TGT-RELEASESILENT", Ruling.Done, "Completed")]
    [InlineData("TGT-RELEASELOST", Ruling.NotDone, "Compensated")]
    public async Task A_release_that_nobody_heard_of_is_found_out_by_a_person(string account, Ruling found, string end)
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To(account));
        await transfer.Platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await transfer.View()).State.ShouldBe("NeedsAttention");
        transfer.Platform.Published<TransferNeedsAttention>().Count.ShouldBe(1);

        await transfer.Rules("ReleaseFunds", found);

        await transfer.Is(end);
    }

    [Fact]
    public async Task A_person_who_is_wrong_about_a_release_cannot_unlock_what_was_paid_out()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-RELEASESILENT"));
        await transfer.Platform.LetTimePass(TimeSpan.FromSeconds(30));

        await transfer.Rules("ReleaseFunds", Ruling.NotDone);

        await transfer.Is("Failed");
        (await transfer.View()).Question.ShouldNotBeNull().ShouldContain("LockFunds");
        transfer.Platform.Errors(Queues.SourceChain).ShouldAllBe(x => x.Reason.Contains("Released already"));
        (await transfer.Moved()).ShouldBe((ExampleTransfer.AmountMinor, ExampleTransfer.AmountMinor - ExampleTransfer.FeeMinor, 0));
        (await transfer.Row<Compensation>(transfer.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_record_that_is_refused_asks_a_person_and_never_takes_the_money_back()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.From("SRC-NORECORD"));

        (await transfer.View()).State.ShouldBe("NeedsAttention");
        await transfer.Is("Confirmed");
        transfer.Asked<UnlockFunds>(Queues.SourceChain, times: 0);

        await transfer.Rules("RecordTransfer", Ruling.Done);
        await transfer.Is("Completed");
    }

    [Fact]
    public async Task Past_the_release_nobody_can_cancel()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-RELEASESILENT"));

        await transfer.Hears(new CancelTransfer(transfer.Id, "Changed my mind."));

        await transfer.Is("Confirmed");
        transfer.Platform.Published<TransferCancellationRefused>().Count.ShouldBe(1);
        transfer.Asked<UnlockFunds>(Queues.SourceChain, times: 0);
    }

    [Fact]
    public async Task Two_transfers_that_want_the_last_money_of_an_account_share_it_by_who_comes_first()
    {
        await using var first = await TransferScenario.Of(ExampleTransfer.From("SRC-SCARCE") with { Amount = new Money(600, "BTC") });
        var second = first.Initiated with { TransferId = Guid.NewGuid() };

        await first.Hears(second);

        await first.Is("Completed");
        (await first.Platform.StateOf(second.TransferId)).ShouldBe("Cancelled");
        (await first.Moved()).Left.ShouldBe(600);
    }

    [Fact]
    public async Task Forty_transfers_at_once_from_one_account_move_exactly_what_they_say()
    {
        await using var first = await TransferScenario.Of(ExampleTransfer.From("SRC-SCARCE") with { Amount = new Money(30, "BTC") });
        var others = Enumerable.Range(0, 39).Select(_ => first.Initiated with { TransferId = Guid.NewGuid() }).ToList();

        await Task.WhenAll(others.Select(x => first.Platform.Sends(Queues.CrossChainTransfer, x)));
        await first.Platform.Quiet();

        var ends = await Task.WhenAll(others.Select(x => first.Platform.StateOf(x.TransferId)));
        ends.Count(x => x == "Completed").ShouldBe((int)(ChainSeed.ScarceMinor / 30) - 1);
        ends.Count(x => x == "Cancelled").ShouldBe(40 - (int)(ChainSeed.ScarceMinor / 30));
        await first.Lawful();
    }
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.History;
using SagaPlatform.Participants.Chains;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>The wait for the target chain: at most a day, by the saga's clock alone.</summary>
public sealed class ConfirmationTests
{
    [Fact]
    public async Task While_a_transfer_waits_for_its_confirmation_nothing_waits_but_one_row_of_the_clock()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-NEVER"));

        await transfer.Is("Monitoring");
        (await transfer.Platform.Timeouts(transfer.Id)).ShouldHaveSingleItem().Due.ShouldBe(transfer.Platform.Time.GetUtcNow() + TimeSpan.FromMinutes(15));
        transfer.Platform.Post.Held.ShouldBeEmpty();
        (await transfer.Moved()).ShouldBe((ExampleTransfer.AmountMinor, 0, ExampleTransfer.AmountMinor));
    }

    [Fact]
    public async Task A_confirmation_that_never_comes_unlocks_the_funds_after_a_day_exactly_once()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-NEVER"));

        await transfer.Platform.LetTimePass(TimeSpan.FromHours(24) - TimeSpan.FromSeconds(1));
        await transfer.Is("Monitoring");
        transfer.Asked<UnlockFunds>(Queues.SourceChain, times: 0);
        await transfer.Platform.LetTimePass(TimeSpan.FromSeconds(1));

        await transfer.Is("Compensated");
        transfer.Asked<AskConfirmation>(Queues.TargetChain, times: 96);
        transfer.Asked<UnlockFunds>(Queues.SourceChain);
        transfer.Asked<ReleaseFunds>(Queues.TargetChain, times: 0);
        (await transfer.Row<Compensation>(transfer.Id)).ShouldNotBeNull().Reason.ShouldBe("AwaitConfirmation was not answered in time.");
        await transfer.NothingMoved();
    }

    [Fact]
    public async Task A_late_confirmation_is_found_by_the_next_asking()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-LATE"));

        await transfer.Platform.LetTimePass(TimeSpan.FromMinutes(15));
        await transfer.Is("Monitoring");
        await transfer.Platform.LetTimePass(TimeSpan.FromMinutes(15));

        await transfer.Is("Completed");
        transfer.Asked<AskConfirmation>(Queues.TargetChain, times: 3);
    }

    [Fact]
    public async Task A_confirmation_that_comes_after_the_unlock_changes_nothing()
    {
        await using var transfer = await TransferScenario.Of(holding: typeof(TransferConfirmed));
        await transfer.Platform.LetTimePass(TimeSpan.FromHours(24));
        await transfer.Is("Compensated");

        foreach (var late in transfer.Platform.Post.Held)
            await transfer.Platform.Post.Deliver(late);
        await transfer.Platform.Quiet();

        await transfer.Is("Compensated");
        transfer.Asked<ReleaseFunds>(Queues.TargetChain, times: 0);
        transfer.Asked<UnlockFunds>(Queues.SourceChain);
        (await transfer.Platform.History(transfer.Id)).Count(x => x is { Kind: HistoryKind.Ignored, Event: nameof(TransferConfirmed) }).ShouldBe(96);
        await transfer.NothingMoved();
    }

    [Fact]
    public async Task A_transfer_that_waits_can_be_cancelled_and_has_its_funds_back_at_once()
    {
        await using var transfer = await TransferScenario.Of(ExampleTransfer.To("TGT-NEVER"));
        await transfer.Platform.LetTimePass(TimeSpan.FromHours(5));

        await transfer.Hears(new CancelTransfer(transfer.Id, "Changed my mind."));

        await transfer.Is("Compensated");
        (await transfer.Platform.Timeouts(transfer.Id)).ShouldBeEmpty();
        await transfer.NothingMoved();
    }
}

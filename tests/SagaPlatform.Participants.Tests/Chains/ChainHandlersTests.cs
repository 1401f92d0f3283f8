using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.Chains;

namespace SagaPlatform.Participants.Tests.Chains;

/// <summary>Each chain's commands: once, however often they come, and never after their undo.</summary>
public sealed class ChainHandlersTests : IAsyncLifetime
{
    const long Amount = 600;

    readonly Shop _shop = new();
    readonly Guid _id = Guid.NewGuid();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync()
    {
        _shop.Dispose();
        return Task.CompletedTask;
    }

    [Fact]
    public async Task Validating_says_the_fee_and_holds_nothing()
    {
        (await _shop.Ask(new ValidateSourceAccount(_id, "SRC-SCARCE", Money()))).ShouldBe(new SourceAccountValidated(_id, 2));

        (await Source()).LockedMinor.ShouldBe(0);
    }

    [Theory]
    [InlineData("SRC-NONE", Amount, "BTC", "unknown")]
    [InlineData("SRC-FROZEN", Amount, "BTC", "frozen")]
    [InlineData("SRC-SCARCE", 1_001, "BTC", "too little")]
    [InlineData("SRC-SCARCE", 1, "BTC", "fee")]
    [InlineData("SRC-SCARCE", Amount, "ETH", "holds BTC")]
    [InlineData("", Amount, "BTC", "SourceAccount is missing")]
    [InlineData("SRC-SCARCE", 0, "BTC", "Amount.AmountMinor is 0")]
    [InlineData("SRC-SCARCE", Amount, "", "Amount.Currency is missing")]
    public async Task What_cannot_be_transferred_is_neither_validated_nor_locked_and_the_reason_is_said(string account, long amountMinor, string currency, string reason)
    {
        var amount = new Money(amountMinor, currency);

        var validated = await _shop.Ask(new ValidateSourceAccount(_id, account, amount));
        var locked = await _shop.Ask(new LockFunds(_id, account, amount));

        validated.ShouldBeOfType<SourceAccountRefused>().Reason.ShouldContain(reason);
        locked.ShouldBeOfType<LockRefused>().Reason.ShouldContain(reason);
        (await _shop.Row<LockEvent>(_id)).ShouldBeNull();
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Locking_twice_locks_once_and_unlocking_twice_unlocks_and_logs_once()
    {
        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new LockFunds(_id, "SRC-SCARCE", Money()))).ShouldBe(new FundsLocked(_id));
        ((await Source()).BalanceMinor, (await Source()).LockedMinor).ShouldBe((400, 600));

        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new UnlockFunds(_id, "because"))).ShouldBe(new FundsUnlocked(_id));

        ((await Source()).BalanceMinor, (await Source()).LockedMinor).ShouldBe((1_000, 0));
        var logged = (await _shop.Row<Compensation>(_id))!;
        (logged.AmountMinor, logged.Reason, logged.Version).ShouldBe((Amount, "because", 1));
        (await _shop.Ask(new LockFunds(_id, "SRC-SCARCE", Money()))).ShouldBeOfType<LockRefused>();
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task An_unlock_of_what_was_never_locked_is_answered_and_not_logged_and_the_lock_then_refused()
    {
        (await _shop.Ask(new UnlockFunds(_id, "because"))).ShouldBe(new FundsUnlocked(_id));

        (await _shop.Ask(new LockFunds(_id, "SRC-SCARCE", Money()))).ShouldBeOfType<LockRefused>();
        (await _shop.Row<Compensation>(_id)).ShouldBeNull();
        (await Broken()).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("TGT-1001", true)]
    [InlineData("TGT-NEVER", null)]
    [InlineData("TGT-LATE", null)]
    [InlineData("TGT-REJECTED", false)]
    public async Task A_monitored_transfer_is_confirmed_rejected_or_not_spoken_of_yet(string account, bool? confirmed)
    {
        (await _shop.Ask(new MonitorTransfer(_id, account, Money(), DateTimeOffset.MaxValue))).ShouldBe(new TransferMonitored(_id));

        var said = await _shop.Ask(new AskConfirmation(_id));

        said?.GetType().ShouldBe(confirmed == true ? typeof(TransferConfirmed) : typeof(TransferRejected));
        (said == null).ShouldBe(confirmed == null);
    }

    [Fact]
    public async Task A_transfer_nobody_monitors_or_nobody_waits_for_any_more_is_rejected()
    {
        var over = Guid.NewGuid();
        await _shop.Ask(new MonitorTransfer(over, "TGT-NEVER", Money(), DateTimeOffset.UnixEpoch));

        (await _shop.Ask(new AskConfirmation(_id))).ShouldBeOfType<TransferRejected>().Reason.ShouldContain("not monitored");
        (await _shop.Ask(new AskConfirmation(over))).ShouldBeOfType<TransferRejected>().Reason.ShouldContain("over");
    }

    [Fact]
    public async Task A_release_pays_the_target_and_the_fee_once_and_can_then_not_be_unlocked()
    {
        await _shop.Ask(new LockFunds(_id, "SRC-SCARCE", Money()));
        for (var i = 0; i < 2; i++)
            (await _shop.Ask(new ReleaseFunds(_id, "TGT-1001", Money(), 2))).ShouldBe(new FundsReleased(_id));

        ((await Source()).BalanceMinor, (await Source()).LockedMinor).ShouldBe((400, 0));
        (await _shop.Row<ChainAccount>(ChainAccount.IdOf(Chain.Target, "TGT-1001")))!.BalanceMinor.ShouldBe(Amount - 2);
        (await _shop.Row<ChainRelease>(_id))!.FeeMinor.ShouldBe(2);
        (await Should.ThrowAsync<InvalidOperationException>(() => _shop.Ask(new UnlockFunds(_id, "a wrong ruling")))).Message.ShouldContain("Released already");
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Nothing_is_released_that_is_not_locked_or_locked_for_another_amount()
    {
        (await _shop.Ask(new ReleaseFunds(_id, "TGT-1001", Money(), 2))).ShouldBeOfType<ReleaseRefused>().Reason.ShouldContain("not locked");
        var unlocked = await Locked();
        await _shop.Ask(new UnlockFunds(unlocked, "because"));
        (await _shop.Ask(new ReleaseFunds(unlocked, "TGT-1001", Money(), 2))).ShouldBeOfType<ReleaseRefused>().Reason.ShouldContain("not locked");
        (await _shop.Ask(new ReleaseFunds(await Locked(), "TGT-1001", new Money(Amount + 1, "BTC"), 2))).ShouldBeOfType<ReleaseRefused>().Reason.ShouldContain("another amount");
        (await _shop.Ask(new ReleaseFunds(await Locked(), "TGT-1001", Money(), Amount))).ShouldBeOfType<ReleaseRefused>().Reason.ShouldContain("FeeMinor");
        (await _shop.Ask(new ReleaseFunds(await Locked(), "TGT-NONE", Money(), 2))).ShouldBeOfType<ReleaseRefused>().Reason.ShouldContain("unknown");
        (await Broken()).ShouldBeEmpty();

        async Task<Guid> Locked()
        {
            var id = Guid.NewGuid();
            (await _shop.Ask(new LockFunds(id, "SRC-1001", Money()))).ShouldBe(new FundsLocked(id));
            return id;
        }
    }

    [Fact]
    public async Task Only_what_was_released_is_recorded()
    {
        await _shop.Ask(new LockFunds(_id, "SRC-SCARCE", Money()));
        (await _shop.Ask(new RecordTransfer(_id, "SRC-SCARCE", "TGT-1001", Money(), 2))).ShouldBeOfType<RecordRefused>();

        var other = Guid.NewGuid();
        await _shop.Ask(new LockFunds(other, "SRC-1001", Money()));
        await _shop.Ask(new ReleaseFunds(other, "TGT-1001", Money(), 2));
        (await _shop.Ask(new RecordTransfer(other, "SRC-1001", "TGT-1001", Money(), 2))).ShouldBe(new TransferRecorded(other));
        (await Broken()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_processes_that_lock_at_once_cannot_both_have_the_last_money()
    {
        var other = Guid.NewGuid();
        using var first = await _shop.Begin(new LockFunds(_id, "SRC-SCARCE", Money()));
        using var second = await _shop.Begin(new LockFunds(other, "SRC-SCARCE", Money()));

        (await first.Commit()).ShouldBeTrue();
        (await second.Commit()).ShouldBeFalse("it read what the first one changed, and begins again");

        (await _shop.Ask(new LockFunds(other, "SRC-SCARCE", Money()))).ShouldBeOfType<LockRefused>().Reason.ShouldContain("too little");
        (await Broken()).ShouldBeEmpty();
    }

    static Money Money() => new(Amount, "BTC");

    async Task<ChainAccount> Source() => (await _shop.Row<ChainAccount>(ChainAccount.IdOf(Chain.Source, "SRC-SCARCE")))!;

    Task<IReadOnlyList<string>> Broken() => ChainLaws.Broken((Core.Persistence.IRowQueries)_shop.Store, CancellationToken.None);
}

using SagaPlatform.Participants.Chains;

namespace SagaPlatform.Participants.Tests.Chains;

/// <summary>Each law, broken once: the books say in words what is wrong.</summary>
public sealed class ChainLawsTests
{
    static readonly Guid Open = Guid.NewGuid();
    static readonly Guid Paid = Guid.NewGuid();
    static readonly Guid Back = Guid.NewGuid();

    [Fact]
    public void Books_in_order_break_nothing() => ChainLaws.Broken(Books()).ShouldBeEmpty();

    [Fact]
    public void Money_that_comes_from_nowhere_is_seen() => Breaks(x => x.Accounts[1].BalanceMinor += 1, "The accounts held 1000 BTC at first, and with the fees hold 1001 now.");

    [Fact]
    public void An_overdrawn_account_is_seen() => Breaks(
        x => (x.Accounts[0].BalanceMinor, x.Accounts[1].BalanceMinor) = (-1, x.Accounts[1].BalanceMinor + x.Accounts[0].BalanceMinor + 1), "overdrawn");

    [Fact]
    public void Locked_funds_of_no_transfer_are_seen() => Breaks(
        x => (x.Accounts[0].LockedMinor, x.Accounts[0].BalanceMinor) = (x.Accounts[0].LockedMinor + 5, x.Accounts[0].BalanceMinor - 5), "its open transfers lock 100");

    [Fact]
    public void A_transfer_that_is_paid_out_and_still_locked_is_seen() => Breaks(x => x.Locks[1].Status = LockStatus.Locked, $"Transfer {Paid} of 200 is Locked, with 198 paid");

    [Fact]
    public void A_fee_that_does_not_add_up_is_seen() => Breaks(x => x.Releases[0].FeeMinor = 3, $"Transfer {Paid} of 200");

    [Fact]
    public void An_unlock_that_nobody_logged_is_seen() => Breaks(x => x.Compensations[0].AmountMinor = 1, $"Transfer {Back} is Unlocked");

    [Fact]
    public void An_unlock_of_what_was_never_locked_is_seen() => Breaks(x => x.Compensations[0].TransferId = Guid.NewGuid(), "was never locked");

    [Fact]
    public void A_record_of_another_payment_is_seen() => Breaks(x => x.Transactions[0].FeeMinor = 1, "recorded otherwise");

    static void Breaks(Action<ChainBooks> spoil, string sentence)
    {
        var books = Books();
        spoil(books);
        ChainLaws.Broken(books).ShouldContain(x => x.Contains(sentence));
    }

    /// <summary>Of 1,000 at first, 100 are locked, 200 were paid out with a fee of 2, and 50 came back.</summary>
    static ChainBooks Books()
    {
        var (source, target) = (ChainAccount.Open(Chain.Source, "S", 1_000, "BTC"), ChainAccount.Open(Chain.Target, "T", 0, "BTC"));
        (source.BalanceMinor, source.LockedMinor, target.BalanceMinor) = (700, 100, 198);
        return new ChainBooks(
            [source, target],
            [Lock(Open, 100, LockStatus.Locked), Lock(Paid, 200, LockStatus.Released), Lock(Back, 50, LockStatus.Unlocked)],
            [new ChainRelease { TransferId = Paid, Account = "T", AmountMinor = 200, PaidMinor = 198, FeeMinor = 2, Currency = "BTC" }],
            [new Compensation { TransferId = Back, Account = "S", AmountMinor = 50, Currency = "BTC" }],
            [new ChainTransaction { TransferId = Paid, SourceAccount = "S", TargetAccount = "T", AmountMinor = 200, FeeMinor = 2, Currency = "BTC" }]);
    }

    static LockEvent Lock(Guid transfer, long amount, LockStatus status) => new() { TransferId = transfer, Account = "S", AmountMinor = amount, Currency = "BTC", Status = status };
}

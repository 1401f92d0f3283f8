using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Chains;

namespace SagaPlatform.Participants.Tests.Chains;

/// <summary>Each law, broken once: the books say in words what is wrong.</summary>
public sealed class ChainLawsTests
{
    static readonly Guid Open = Guid.NewGuid();
    static readonly Guid Paid = Guid.NewGuid();
    static readonly Guid Back = Guid.NewGuid();

    [Fact]
    public async Task Books_in_order_break_nothing() => (await Broken(NewBooks())).ShouldBeEmpty();

    [Fact]
    public Task Money_that_comes_from_nowhere_is_seen() => Breaks(x => x.Accounts[1].BalanceMinor += 1, "The accounts held 1000 BTC at first, and with the fees hold 1001 now.");

    [Fact]
    public Task An_overdrawn_account_is_seen() => Breaks(
        x => (x.Accounts[0].BalanceMinor, x.Accounts[1].BalanceMinor) = (-1, x.Accounts[1].BalanceMinor + x.Accounts[0].BalanceMinor + 1), "overdrawn");

    [Fact]
    public Task Locked_funds_of_no_transfer_are_seen() => Breaks(
        x => (x.Accounts[0].LockedMinor, x.Accounts[0].BalanceMinor) = (x.Accounts[0].LockedMinor + 5, x.Accounts[0].BalanceMinor - 5), "its open transfers lock 100");

    [Fact]
    public Task A_transfer_that_is_paid_out_and_still_locked_is_seen() => Breaks(x => x.Locks[1].Status = LockStatus.Locked, $"Transfer {Paid} of 200 is Locked, with 198 paid");

    [Fact]
    public Task A_fee_that_does_not_add_up_is_seen() => Breaks(x => x.Releases[0].FeeMinor = 3, $"Transfer {Paid} of 200");

    [Fact]
    public Task An_unlock_that_nobody_logged_is_seen() => Breaks(x => x.Compensations[0].AmountMinor = 1, $"Transfer {Back} is Unlocked");

    [Fact]
    public Task An_unlock_of_what_was_never_locked_is_seen() => Breaks(x => x.Compensations[0].TransferId = Guid.NewGuid(), "was never locked");

    [Fact]
    public Task A_record_of_another_payment_is_seen() => Breaks(x => x.Transactions[0].FeeMinor = 1, "recorded otherwise");

    [Fact]
    public async Task A_lock_of_an_account_that_does_not_exist_is_seen()
    {
        var books = NewBooks();
        books.Locks[0].Account = "Nobody";

        (await Broken(books)).ShouldContain("Account source/Nobody has open transfers and does not exist.");
    }

    [Fact]
    public async Task Not_more_is_named_of_a_law_than_somebody_can_look_at()
    {
        var books = NewBooks();
        books = books with { Releases = [.. books.Releases, .. Enumerable.Range(0, 30).Select(_ => new ChainRelease { TransferId = Guid.NewGuid(), Currency = "BTC" })] };

        (await Broken(books)).Count(x => x.Contains("was never locked")).ShouldBe(InvariantFinding.BrokenMax);
    }

    static async Task Breaks(Action<Books> spoil, string sentence)
    {
        var books = NewBooks();
        spoil(books);
        (await Broken(books)).ShouldContain(x => x.Contains(sentence));
    }

    static async Task<IReadOnlyList<string>> Broken(Books books)
    {
        using var shop = new Shop();
        await shop.Write([.. books.Accounts, .. books.Locks, .. books.Releases, .. books.Compensations, .. books.Transactions]);
        return await ChainLaws.Broken((IRowQueries)shop.Store, CancellationToken.None);
    }

    /// <summary>Of 1,000 at first, 100 are locked, 200 were paid out with a fee of 2, and 50 came back.</summary>
    static Books NewBooks()
    {
        var (source, target) = (ChainAccount.Open(Chain.Source, "S", 1_000, "BTC"), ChainAccount.Open(Chain.Target, "T", 0, "BTC"));
        (source.BalanceMinor, source.LockedMinor, target.BalanceMinor) = (700, 100, 198);
        return new Books(
            [source, target],
            [Lock(Open, 100, LockStatus.Locked), Lock(Paid, 200, LockStatus.Released), Lock(Back, 50, LockStatus.Unlocked)],
            [new ChainRelease { TransferId = Paid, Account = "T", AmountMinor = 200, PaidMinor = 198, FeeMinor = 2, Currency = "BTC" }],
            [new Compensation { TransferId = Back, Account = "S", AmountMinor = 50, Currency = "BTC" }],
            [new ChainTransaction { TransferId = Paid, SourceAccount = "S", TargetAccount = "T", AmountMinor = 200, FeeMinor = 2, Currency = "BTC" }]);
    }

    static LockEvent Lock(Guid transfer, long amount, LockStatus status) => new() { TransferId = transfer, Account = "S", AmountMinor = amount, Currency = "BTC", Status = status };

    sealed record Books(
        IReadOnlyList<ChainAccount> Accounts, IReadOnlyList<LockEvent> Locks, IReadOnlyList<ChainRelease> Releases,
        IReadOnlyList<Compensation> Compensations, IReadOnlyList<ChainTransaction> Transactions);
}

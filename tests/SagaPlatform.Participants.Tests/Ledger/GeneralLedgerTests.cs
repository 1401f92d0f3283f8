using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Testing.Participants;

namespace SagaPlatform.Participants.Tests.Ledger;

public sealed class GeneralLedgerTests : IDisposable
{
    static readonly string Ann = Accounts.Held("ann");
    static readonly string Bob = Accounts.Held("bob");

    readonly Guid _movement = Guid.NewGuid();
    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_movement_changes_both_balances_and_writes_both_sides()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "EUR", 0);

        await Post(Movement.Transfer(_movement, 1, Ann, Bob, new Money(400, "EUR")));

        (await Balances()).ShouldBe([(Ann, 600), (Bob, 400)]);
        await TheLawsHold();
    }

    [Fact]
    public async Task A_conversion_conserves_each_currency_through_its_position()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "JPY", 0);

        await Post(Movement.Conversion(_movement, 1, Ann, new Money(1_000, "EUR"), Bob, new Money(1_625, "JPY")));

        (await Entries(_movement)).Select(x => (x.Account, x.AmountMinor, x.Currency)).ShouldBe(
            [(Ann, -1_000, "EUR"), ("position:EUR", 1_000, "EUR"), ("position:JPY", -1_625, "JPY"), (Bob, 1_625, "JPY")], ignoreOrder: true);
        (await Balances()).ShouldBe([(Ann, 0), (Bob, 1_625)]);
        await TheLawsHold();
    }

    [Fact]
    public async Task What_is_reversed_leaves_every_balance_as_it_was()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "JPY", 0);
        var movement = Movement.Conversion(_movement, 1, Ann, new Money(1_000, "EUR"), Bob, new Money(1_625, "JPY"));

        await Post(movement);
        await Post(movement.Reversed(first: 5));

        (await Balances()).ShouldBe([(Ann, 1_000), (Bob, 0)]);
        (await Entries(_movement)).GroupBy(x => x.Account).ShouldAllBe(x => x.Sum(entry => entry.AmountMinor) == 0);
        await TheLawsHold();
    }

    [Fact]
    public async Task More_than_there_is_cannot_be_taken_and_nothing_is_stored()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "EUR", 0);

        await Should.ThrowAsync<OverdraftException>(() => Post(Movement.Transfer(_movement, 1, Ann, Bob, new Money(1_001, "EUR"))));

        (await Balances()).ShouldBe([(Ann, 1_000), (Bob, 0)]);
        (await Entries(_movement)).ShouldBeEmpty();
    }

    [Fact]
    public async Task What_is_reserved_cannot_be_taken_until_it_is_released()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "EUR", 0);
        await InOneUnit(async ledger =>
        {
            var ann = (await ledger.Account(Ann))!;
            ann.Reserve(700);
            ledger.Change(ann);
        });

        await Should.ThrowAsync<OverdraftException>(() => Post(Movement.Transfer(_movement, 1, Ann, Bob, new Money(301, "EUR"))));
        await InOneUnit(async ledger =>
        {
            (await ledger.Account(Ann))!.Release(700);
            await ledger.Post(Movement.Transfer(_movement, 1, Ann, Bob, new Money(700, "EUR")));
        });

        (await Balances()).ShouldBe([(Ann, 300), (Bob, 700)]);
        await TheLawsHold();
    }

    [Fact]
    public async Task Two_processes_that_want_the_last_of_it_do_not_both_get_it()
    {
        await Open(Ann, "EUR", 1_000);
        await Open(Bob, "EUR", 0);

        using var one = await Begin(Movement.Transfer(_movement, 1, Ann, Bob, new Money(1_000, "EUR")));
        using var other = await Begin(Movement.Transfer(Guid.NewGuid(), 1, Ann, Bob, new Money(1_000, "EUR")));

        (await Commit(one)).ShouldBe(CommitOutcome.Committed);
        (await Commit(other)).ShouldBe(CommitOutcome.Conflict);
        await Should.ThrowAsync<OverdraftException>(() => Begin(Movement.Transfer(Guid.NewGuid(), 1, Ann, Bob, new Money(1_000, "EUR"))));
        (await Balances()).ShouldBe([(Ann, 0), (Bob, 1_000)]);
    }

    [Fact]
    public async Task The_same_movement_cannot_be_stored_twice()
    {
        var movement = Movement.Transfer(_movement, 1, Accounts.Outside, Accounts.MerchantClearing, new Money(1, "EUR"));
        await Post(movement);

        using var again = await Begin(movement);
        (await Commit(again)).ShouldBe(CommitOutcome.Conflict);
        (await Entries(_movement)).Count.ShouldBe(2);
    }

    [Fact]
    public async Task Money_of_another_currency_or_for_an_unknown_account_is_not_posted()
    {
        await Open(Ann, "EUR", 1_000);

        await Should.ThrowAsync<UnbalancedMovementException>(() => Post(Movement.Transfer(_movement, 1, Accounts.Outside, Ann, new Money(1, "USD"))));
        await Should.ThrowAsync<UnbalancedMovementException>(() => Post(Movement.Transfer(_movement, 1, Ann, Bob, new Money(1, "EUR"))));
        (await Balances()).ShouldBe([(Ann, 1_000)]);
    }

    [Fact]
    public void What_does_not_sum_to_zero_in_each_currency_is_no_movement()
    {
        Should.Throw<UnbalancedMovementException>(() => Movement.Of(_movement, 1, new Posting("a", -1, "EUR"), new Posting("b", 2, "EUR")))
            .Message.ShouldContain("does not sum to zero in EUR, but to 1");
        Should.Throw<UnbalancedMovementException>(() => Movement.Of(_movement, 1, new Posting("a", -1, "EUR"), new Posting("b", 1, "USD")));
        Should.Throw<UnbalancedMovementException>(() => Movement.Of(_movement, 1, new Posting("a", 0, "EUR"), new Posting("b", 0, "EUR")));
        Should.Throw<UnbalancedMovementException>(() => Movement.Of(Guid.Empty, 1, new Posting("a", -1, "EUR"), new Posting("b", 1, "EUR")));
        // The sum of such amounts is 0 for a computer that counts in 64 bits.
        Should.Throw<UnbalancedMovementException>(() => Movement.Of(_movement, 1,
            new Posting("a", long.MinValue, "EUR"), new Posting("b", long.MinValue, "EUR")));
    }

    [Fact]
    public void The_laws_see_a_broken_row()
    {
        var account = new LedgerAccount { Id = Ann, Currency = "EUR", BalanceMinor = 100 };
        var entries = Movement.Transfer(_movement, 1, Accounts.Outside, Ann, new Money(100, "EUR")).Entries(DateTimeOffset.UnixEpoch);
        LedgerLaws.BalancesEqualEntries([account], entries).ShouldBeTrue();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();

        LedgerLaws.BalancesEqualEntries([], entries).ShouldBeFalse();
        LedgerLaws.BalancesEqualEntries([account], []).ShouldBeFalse();
        LedgerLaws.SumsToZero(entries.Take(1)).ShouldBeFalse();
        account.ReservedMinor = 101;
        LedgerLaws.BalancesEqualEntries([account], entries).ShouldBeFalse();
    }

    Task Open(string id, string currency, long balance) => InOneUnit(ledger =>
    {
        ledger.Open(id, currency);
        return balance == 0 ? Task.CompletedTask
            : ledger.Post(Movement.Transfer(Guid.NewGuid(), 1, Accounts.Outside, id, new Money(balance, currency)));
    });

    Task Post(Movement movement) => InOneUnit(ledger => ledger.Post(movement));

    async Task InOneUnit(Func<GeneralLedger, Task> act)
    {
        using var scope = _shop.Services.CreateScope();
        await act(scope.ServiceProvider.GetRequiredService<GeneralLedger>());
        (await Commit(scope)).ShouldBe(CommitOutcome.Committed);
    }

    async Task<IServiceScope> Begin(Movement movement)
    {
        var scope = _shop.Services.CreateScope();
        await scope.ServiceProvider.GetRequiredService<GeneralLedger>().Post(movement);
        return scope;
    }

    static Task<CommitOutcome> Commit(IServiceScope scope) => scope.ServiceProvider.GetRequiredService<UnclaimedRows>().Commit();

    async Task<List<(string, long)>> Balances() =>
        [.. (await _shop.All<LedgerAccount>()).OrderBy(x => x.Id, StringComparer.Ordinal).Select(x => (x.Id, x.BalanceMinor))];

    async Task<List<LedgerEntry>> Entries(Guid movement) => [.. (await _shop.All<LedgerEntry>()).Where(x => x.MovementId == movement)];

    async Task TheLawsHold()
    {
        var entries = await _shop.All<LedgerEntry>();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        LedgerLaws.BalancesEqualEntries([.. await _shop.All<LedgerAccount>()], entries).ShouldBeTrue();
    }
}

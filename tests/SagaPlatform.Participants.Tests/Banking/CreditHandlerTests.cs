using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Tests.Banking;

/// <summary>A credit is held until it is settled, so that it can always be taken back.</summary>
public sealed class CreditHandlerTests : IAsyncLifetime, IDisposable
{
    static readonly Guid Payment = Guid.NewGuid();

    readonly Shop _shop = new();

    public Task InitializeAsync() => _shop.SeedTestData();

    public Task DisposeAsync() => Task.CompletedTask;

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task What_is_held_cannot_be_spent_and_what_is_settled_can()
    {
        (await Credit("EUR-POOR", 5_000)).ShouldBe(new PayeeCredited(Payment));
        (await Spend("EUR-POOR", 10_001)).ShouldBeOfType<PayerDebitRefused>().Reason.ShouldBe("insufficient funds");

        (await _shop.Ask(new SettleCrossBorderPayment(Payment))).ShouldBe(new CrossBorderPaymentSettled(Payment));
        (await Spend("EUR-POOR", 10_001)).ShouldBeOfType<PayerDebited>();
        await TheLawsHold();
    }

    [Fact]
    public async Task What_is_held_can_be_taken_back_once_and_then_not_be_settled()
    {
        await Credit("EUR-POOR", 5_000);

        (await _shop.Ask(new ReversePayeeCredit(Payment))).ShouldBe(new PayeeCreditReversed(Payment));
        (await _shop.Ask(new ReversePayeeCredit(Payment))).ShouldBe(new PayeeCreditReversed(Payment));
        (await _shop.Ask(new SettleCrossBorderPayment(Payment))).ShouldBeOfType<CrossBorderSettlementRefused>();
        (await Credit("EUR-POOR", 5_000)).ShouldBeOfType<PayeeCreditRefused>();

        var account = (await _shop.Row<LedgerAccount>(Accounts.Held("EUR-POOR")))!;
        (account.BalanceMinor, account.ReservedMinor).ShouldBe((AccountSeed.LittleMinor, 0));
        await TheLawsHold();
    }

    [Fact]
    public async Task What_is_settled_cannot_be_taken_back()
    {
        await Credit("EUR-POOR", 5_000);
        await _shop.Ask(new SettleCrossBorderPayment(Payment));

        await Should.ThrowAsync<InvalidOperationException>(() => _shop.Ask(new ReversePayeeCredit(Payment)));
        (await _shop.Row<LedgerAccount>(Accounts.Held("EUR-POOR")))!.BalanceMinor.ShouldBe(AccountSeed.LittleMinor + 5_000);
        await TheLawsHold();
    }

    [Fact]
    public async Task A_taking_back_that_comes_first_is_answered_and_the_late_credit_refused()
    {
        (await _shop.Ask(new ReversePayeeCredit(Payment))).ShouldBe(new PayeeCreditReversed(Payment));
        (await Credit("EUR-POOR", 5_000)).ShouldBe(new PayeeCreditRefused(Payment, "was undone before it arrived"));
        await TheLawsHold();
    }

    [Fact]
    public async Task A_debit_that_is_reversed_gives_back_all_once_also_to_an_account_that_was_closed_meanwhile()
    {
        await _shop.Ask(new DebitPayer(Payment, "EUR-POOR", new Money(10_000, "EUR")));
        await Close("EUR-POOR");

        await _shop.Ask(new ReversePayerDebit(Payment));
        await _shop.Ask(new ReversePayerDebit(Payment));

        (await _shop.Row<LedgerAccount>(Accounts.Held("EUR-POOR")))!.BalanceMinor.ShouldBe(AccountSeed.LittleMinor);
        await TheLawsHold();
    }

    [Fact]
    public async Task Two_processes_that_take_the_last_of_an_account_do_not_both_get_it()
    {
        using var one = await _shop.Begin(new DebitPayer(Payment, "EUR-POOR", new Money(10_000, "EUR")));
        using var other = await _shop.Begin(new DebitPayer(Guid.NewGuid(), "EUR-POOR", new Money(10_000, "EUR")));

        (await one.Commit()).ShouldBeTrue();
        (await other.Commit()).ShouldBeFalse();
        (await Spend("EUR-POOR", 1)).ShouldBeOfType<PayerDebitRefused>();
        await TheLawsHold();
    }

    [Fact]
    public async Task Money_that_is_not_on_its_way_is_not_converted()
    {
        await _shop.Ask(new RequestQuote(Payment, new Money(1_000, "EUR"), "USD"));
        (await _shop.Ask(new ConvertFunds(Payment))).ShouldBeOfType<FundsConversionRefused>().Reason.ShouldBe("no quote was accepted");

        var other = Guid.NewGuid();
        await _shop.Ask(new RequestQuote(other, new Money(1_000, "EUR"), "USD"));
        await _shop.Ask(new AcceptQuote(other, 1));
        (await _shop.Ask(new ConvertFunds(other))).ShouldBeOfType<FundsConversionRefused>().Reason.ShouldBe("no money is on its way");
        await TheLawsHold();
    }

    Task<object?> Credit(string account, long amount) => _shop.Ask(new CreditPayee(Payment, account, new Money(amount, "EUR")));

    Task<object?> Spend(string account, long amount) => _shop.Ask(new DebitPayer(Guid.NewGuid(), account, new Money(amount, "EUR")));

    async Task Close(string number)
    {
        var account = (await _shop.Row<LedgerAccount>(Accounts.Held(number)))!;
        account.Closed = true;
        var unit = new Core.Persistence.UnitOfWork();
        unit.Rows.Add(new Core.Persistence.RowChange(account, account.Version));
        await _shop.Store.Commit(unit, CancellationToken.None);
    }

    async Task TheLawsHold()
    {
        var entries = await _shop.All<LedgerEntry>();
        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        LedgerLaws.BalancesEqualEntries([.. await _shop.All<LedgerAccount>()], entries).ShouldBeTrue();
    }
}

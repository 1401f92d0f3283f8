using SagaPlatform.Contracts;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Payments.Tests.CrossBorderPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.Invariants;

/// <summary>The laws of a running platform: they hold in the middle of things, and each of them sees the row that breaks it.</summary>
public sealed class InvariantsTests : IAsyncLifetime
{
    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants().AddParticipantInvariants(),
        Bus = CrossBorderFamilies.WithParticipants.Bus,
        Queues = CrossBorderFamilies.WithParticipants.Queues,
    };

    EmbeddedPlatform _platform = null!;

    public async Task InitializeAsync() => _platform = await EmbeddedPlatform.Start(Family);

    public async Task DisposeAsync() => await _platform.DisposeAsync();

    [Fact]
    public async Task Every_law_holds_on_a_platform_in_the_middle_of_things()
    {
        await Hears(ExamplePayment.Good()); // ends
        await Hears(ExamplePayment.To("USD-CLOSED")); // is cancelled
        await Hears(ExamplePayment.Asking()); // waits for its payer
        await Hears(ExamplePayment.ToSomebodyListed()); // waits for compliance
        await Hears(ExamplePayment.From("EUR-SILENT")); // waits for an answer that got lost, with the money taken

        var laws = await Check();

        laws.ShouldAllBe(x => x.NotChecked == null);
        laws.SelectMany(x => x.Broken).ShouldBeEmpty();
        Law(laws, "ledger-sums-to-zero").Rows.ShouldBe((await Rows<LedgerEntry>()).Count);
        Law(laws, "ledger-balances").Rows.ShouldBe((await Rows<LedgerAccount>()).Count);
        Law(laws, "sagas-wait-cross-border-payment").Rows.ShouldBe(3);
        Law(laws, "sagas-owe-nothing-cross-border-payment").Rows.ShouldBe(2);
        laws.Select(x => x.Name).ShouldContain("payments-are-captured-once");
    }

    [Fact]
    public async Task They_hold_at_every_moment_of_a_payment()
    {
        _platform.Post.Hold(_ => true);
        await Hears(ExamplePayment.Good());
        var steps = 0;
        for (; _platform.Post.Held.Count > 0; steps++)
        {
            (await Check()).SelectMany(x => x.Broken).ShouldBeEmpty($"after {steps} messages");
            await _platform.Post.Deliver(_platform.Post.Held[0]);
            await _platform.Quiet();
        }

        steps.ShouldBeGreaterThan(10);
        (await Check()).SelectMany(x => x.Broken).ShouldBeEmpty();
    }

    [Fact]
    public async Task Money_that_comes_from_nowhere_is_seen()
    {
        await Add(Movement.Transfer(Guid.NewGuid(), 1, Accounts.Outside, Accounts.Position("EUR"), new Money(5, "EUR")).Entries(DateTimeOffset.UnixEpoch)[1]);

        var laws = await Check();
        Law(laws, "ledger-sums-to-zero").Broken.Single().ShouldContain("sums to 5 in EUR");
        Law(laws, "ledger-balances").Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task A_balance_that_its_entries_do_not_give_is_seen()
    {
        await Change<LedgerAccount>(Accounts.Held("EUR-1001"), x => x.BalanceMinor -= 1);

        await OnlyBroken("ledger-balances", "account:EUR-1001 has a balance of 999999999999 EUR, and its entries sum to 1000000000000");
    }

    [Fact]
    public async Task Money_that_is_reserved_for_nobody_is_seen()
    {
        await Change<LedgerAccount>(Accounts.Held("EUR-1001"), x => x.ReservedMinor = 7);

        await OnlyBroken("ledger-balances", "account:EUR-1001 has 7 EUR reserved, and 0 are held");
    }

    [Fact]
    public async Task A_charge_without_its_money_is_seen()
    {
        await Add(new Charge { OrderId = Guid.NewGuid(), AmountMinor = 5, Currency = "EUR", Status = ChargeStatus.Charged });

        await OnlyBroken("charges-are-in-the-ledger", "5 EUR are charged, and the merchant has 0");
    }

    [Fact]
    public async Task Stock_that_nobody_reserved_is_seen()
    {
        await Change<StockLine>("SKU-1001", x => x.Reserved = 2);

        await OnlyBroken("stock-is-conserved", "SKU-1001 has 2 pieces reserved, and reservations hold 0");
    }

    [Fact]
    public async Task A_saga_that_ended_and_still_asks_is_seen()
    {
        var payment = ExamplePayment.Good();
        await Hears(payment);
        await ChangeSaga(payment.PaymentId, x => x.Ledger.Line("Settle")!.Status = LineStatus.Asked);

        await OnlyBroken("sagas-owe-nothing-cross-border-payment", "is Completed, and Settle is Asked");
    }

    [Fact]
    public async Task A_saga_that_ended_by_its_clock_is_at_rest_and_one_that_still_has_a_clock_or_a_question_is_seen()
    {
        var payment = ExamplePayment.Asking();
        await Hears(payment);
        await _platform.Until(payment.PaymentId, ProcessStates.Cancelled);
        (await Check()).SelectMany(x => x.Broken).ShouldBeEmpty();

        await ChangeSaga(payment.PaymentId, x => x.Ledger.RingsAt = _platform.Time.GetUtcNow());
        await OnlyBroken("sagas-owe-nothing-cross-border-payment", "and its clock is set to");
        await ChangeSaga(payment.PaymentId, x => (x.Ledger.RingsAt, x.Question) = (null, "is it?"));
        await OnlyBroken("sagas-owe-nothing-cross-border-payment", "still asks something");
    }

    [Fact]
    public async Task A_saga_that_was_cancelled_and_keeps_something_is_seen()
    {
        var payment = ExamplePayment.To("USD-CLOSED");
        await Hears(payment);
        await ChangeSaga(payment.PaymentId, x => x.Ledger.Line("DebitPayer")!.Status = LineStatus.Done);

        await OnlyBroken("sagas-owe-nothing-cross-border-payment", "is Cancelled, and DebitPayer is Done");
    }

    [Fact]
    public async Task A_saga_whose_clock_got_lost_is_seen()
    {
        var payment = ExamplePayment.Asking();
        await Hears(payment);
        await ChangeSaga(payment.PaymentId, x => { }, cancelsClock: true);

        await OnlyBroken("sagas-wait-cross-border-payment", "and has 0 timeouts");
    }

    [Fact]
    public async Task A_law_that_cannot_be_checked_is_not_said_to_hold()
    {
        var checks = new InvariantChecks([new Unreadable()], _platform.Get<IRowSnapshots>());

        var law = (await checks.Run(CancellationToken.None))!.Single();

        law.NotChecked.ShouldBe("no such table");
        law.Broken.ShouldBeEmpty();
    }

    [Fact]
    public async Task One_check_runs_at_a_time()
    {
        var slow = new Slow();
        var checks = new InvariantChecks([slow], _platform.Get<IRowSnapshots>());
        var first = checks.Run(CancellationToken.None);

        (await checks.Run(CancellationToken.None)).ShouldBeNull();

        slow.MayEnd.SetResult();
        (await first).ShouldNotBeNull();
        (await checks.Run(CancellationToken.None)).ShouldNotBeNull();
    }

    async Task OnlyBroken(string name, string sentence)
    {
        var broken = (await Check()).Where(x => x.Broken.Count > 0).ToList();
        broken.Select(x => x.Name).ShouldBe([name]);
        broken[0].Broken.Single().ShouldContain(sentence);
    }

    async Task<IReadOnlyList<InvariantResult>> Check() =>
        (await _platform.Get<InvariantChecks>().Run(CancellationToken.None)).ShouldNotBeNull();

    static InvariantResult Law(IEnumerable<InvariantResult> laws, string name) => laws.Single(x => x.Name == name);

    Task Hears(object message) => _platform.Hears(Queues.CrossBorderPayment, message);

    Task<IReadOnlyList<TRow>> Rows<TRow>() where TRow : class, IVersionedRow =>
        _platform.Get<IRowQueries>().List<TRow, TRow>(x => x, CancellationToken.None);

    Task Add(IVersionedRow row) => Commit(x => x.Rows.Add(new RowChange(row, 0)));

    async Task Change<TRow>(object key, Action<TRow> change) where TRow : class, IVersionedRow
    {
        var row = (await _platform.Store.Find<TRow>(key, null, CancellationToken.None))!;
        change(row);
        await Commit(x => x.Rows.Add(new RowChange(row, row.Version)));
    }

    async Task ChangeSaga(Guid id, Action<CrossBorderPaymentState> change, bool cancelsClock = false)
    {
        var saga = (await _platform.Saga<CrossBorderPaymentState>(id))!;
        change(saga);
        await Commit(x =>
        {
            x.Saga = new SagaChange(Queues.CrossBorderPayment, id, saga, saga.Version);
            if (cancelsClock)
                x.TimeoutsCancelled.Add(saga.ClockToken!.Value);
        });
    }

    async Task Commit(Action<UnitOfWork> write)
    {
        var unit = new UnitOfWork();
        write(unit);
        (await _platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    sealed class Unreadable : IInvariant
    {
        public string Name => "unreadable";

        public string Sentence => "Nobody can tell.";

        public Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation) => throw new InvalidOperationException("no such table");
    }

    sealed class Slow : IInvariant
    {
        public TaskCompletionSource MayEnd { get; } = new();

        public string Name => "slow";

        public string Sentence => "It takes its time.";

        public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation)
        {
            await MayEnd.Task;
            return new InvariantFinding(0, []);
        }
    }
}

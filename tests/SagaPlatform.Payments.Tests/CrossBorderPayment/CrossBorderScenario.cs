using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Banking;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>One payment that the reference participants carry as far as they can without time passing.</summary>
sealed class CrossBorderScenario : IAsyncDisposable
{
    CrossBorderScenario(EmbeddedPlatform platform, StartCrossBorderPayment payment) => (Platform, Started) = (platform, payment);

    public EmbeddedPlatform Platform { get; }

    public StartCrossBorderPayment Started { get; }

    public Guid Id => Started.PaymentId;

    /// <summary>A payment that somebody starts; messages of a type are held back on their way, when a test wants to see what happens meanwhile.</summary>
    public static async Task<CrossBorderScenario> Of(StartCrossBorderPayment payment, string? holding = null)
    {
        var scenario = new CrossBorderScenario(await EmbeddedPlatform.Start(CrossBorderFamilies.WithParticipants), payment);
        if (holding != null)
            scenario.Platform.Post.Hold(x => x.ShortType() == holding);
        await scenario.Hears(payment);
        return scenario;
    }

    public async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(Queues.CrossBorderPayment, message);
    }

    public Task Confirms(int round) => Hears(new ConfirmQuote(Id, round));

    public Task Cancels() => Hears(new CancelCrossBorderPayment(Id, "Changed my mind."));

    public Task Rules(string step, Ruling ruling) => Hears(new RuleCrossBorderPayment(Id, step, ruling, "operator"));

    /// <summary>A person of compliance decides.</summary>
    public async Task<DecisionResult> Decides(WorkItemVerdict verdict, string? reason = null)
    {
        var result = await Platform.Get<WorkItemDecisions>().Decide(
            Core.WorkItems.WorkItem.IdOf(HitsReview.Kind, Id), new DecideWorkItem(verdict, "Olga Officer", reason), CancellationToken.None);
        await Platform.Quiet();
        return result;
    }

    public async Task<WorkItem?> WorkItem() =>
        await Platform.Store.Find<WorkItem>(Core.WorkItems.WorkItem.IdOf(HitsReview.Kind, Id), null, CancellationToken.None);

    /// <summary>The next limit passes.</summary>
    public async Task FallsSilent(int times = 1)
    {
        for (var i = 0; i < times; i++)
            (await Platform.RingNext()).ShouldBeTrue("nothing is waited for");
    }

    public async Task<CrossBorderPaymentState> State() => (await Platform.Saga<CrossBorderPaymentState>(Id)).ShouldNotBeNull($"there is no payment {Id}");

    public async Task IsIn(string state) => (await Platform.StateOf(Id)).ShouldBe(state, (await Platform.History(Id)).Told());

    /// <summary>So many commands were sent, each with an id of its own.</summary>
    public void Asked<T>(string queue, int times = 1) =>
        Platform.SentTo<T>(queue).Select(x => x.MessageId).Distinct().Count().ShouldBe(times, typeof(T).Name);

    public void Announced<T>(int times = 1) => Platform.Published<T>().Count.ShouldBe(times, typeof(T).Name);

    public void NothingWentWrong()
    {
        foreach (var queue in CrossBorderFamilies.WithParticipants.Queues)
            Platform.Errors(queue).ShouldBeEmpty(queue);
    }

    /// <summary>What an account has more or less than at the start, in minor units.</summary>
    public async Task<long> Moved(string number) => (await Account(number)).BalanceMinor
        - (number.EndsWith("-POOR", StringComparison.Ordinal) ? AccountSeed.LittleMinor : AccountSeed.PlentyMinor);

    public async Task<LedgerAccount> Account(string number) =>
        (await Platform.Store.Find<LedgerAccount>(Accounts.Held(number), null, CancellationToken.None)).ShouldNotBeNull(number);

    public Task<IReadOnlyList<TRow>> Rows<TRow>() where TRow : class, IVersionedRow =>
        Platform.Get<IRowQueries>().List<TRow, TRow>(x => x, CancellationToken.None);

    /// <summary>It is cancelled, and the money is where it was.</summary>
    public async Task EndsWithNothingMoved()
    {
        await IsIn(ProcessStates.Cancelled);
        Announced<CrossBorderPaymentCancelled>();
        Announced<CrossBorderPaymentCompleted>(times: 0);
        await CrossBorderLaws.Hold(this);
    }

    /// <summary>It is settled, and the payee got this.</summary>
    public async Task EndsSettled(long payoutMinor)
    {
        await IsIn(ProcessStates.Completed);
        Announced<CrossBorderPaymentCompleted>();
        Announced<CrossBorderPaymentCancelled>(times: 0);
        (await State()).PayoutMinor.ShouldBe(payoutMinor);
        await CrossBorderLaws.Hold(this);
    }

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Payments.Refund;
using SagaPlatform.Payments.RoutedPayment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Payments and refunds that the reference participants carry on a platform of their own. Time passes only when a test lets it.</summary>
sealed class PaymentScenario : IAsyncDisposable
{
    PaymentScenario(EmbeddedPlatform platform) => Platform = platform;

    public EmbeddedPlatform Platform { get; }

    public TimeSpan Passed => Platform.Time.GetUtcNow() - VirtualTime.Dawn;

    public static async Task<PaymentScenario> Begun(EmbeddedFamily? family = null) =>
        new(await EmbeddedPlatform.Start(family ?? RoutedPaymentFamilies.WithParticipants));

    /// <summary>Asks for a payment, and waits for all that follows without time passing.</summary>
    public async Task<RequestPayment> Pays(RequestPayment payment)
    {
        await Platform.Hears(Queues.RoutedPayment, payment);
        return payment;
    }

    public Task<RequestPayment> PaysWith(string token) => Pays(ExamplePayment.PaidWith(token));

    public Task Hears(object message) => Platform.Hears(message is IRefundMessage ? Queues.Refund : Queues.RoutedPayment, message);

    public Task Passes(double seconds) => Platform.LetTimePass(TimeSpan.FromSeconds(seconds));

    public async Task<RoutedPaymentState> Of(RequestPayment payment) => (await Platform.Saga<RoutedPaymentState>(payment.PaymentId)).ShouldNotBeNull();

    public async Task<RefundState> Of(RequestRefund refund) => (await Platform.Saga<RefundState>(refund.RefundId)).ShouldNotBeNull();

    /// <summary>It is in this state, went only declared ways, and every law holds.</summary>
    public async Task IsIn(RequestPayment payment, string state)
    {
        var history = await Platform.History(payment.PaymentId);
        (await Platform.StateOf(payment.PaymentId)).ShouldBe(state, history.Told());
        history.ShouldFollow(Platform.Get<RoutedPaymentStateMachine>());
        await Lawful();
    }

    public async Task IsIn(RequestRefund refund, string state)
    {
        var history = await Platform.History(refund.RefundId);
        (await Platform.StateOf(refund.RefundId)).ShouldBe(state, history.Told());
        history.ShouldFollow(Platform.Get<RefundStateMachine>());
        await Lawful();
    }

    /// <summary>Exactly this gateway has the money, and the payment is completed.</summary>
    public async Task IsCapturedBy(RequestPayment payment, string gateway)
    {
        await IsIn(payment, ProcessStates.Completed);
        (await Of(payment)).Gateway.ShouldBe(gateway);
        (await Charges(payment)).Where(x => x.Status == GatewayChargeStatus.Captured).Select(x => x.Gateway).ShouldBe([gateway]);
        Announced<PaymentCompleted>().ShouldBe(1);
    }

    /// <summary>No gateway has anything, and the payment is cancelled.</summary>
    public async Task IsCancelled(RequestPayment payment, string because)
    {
        await IsIn(payment, ProcessStates.Cancelled);
        (await Charges(payment)).ShouldNotContain(x => x.Status == GatewayChargeStatus.Captured);
        var last = Platform.Published<PaymentCancelled>().ShouldHaveSingleItem();
        last.As<PaymentCancelled>().Reason.ShouldContain(because);
        Announced<PaymentCompleted>().ShouldBe(0);
    }

    /// <summary>The gateways that were asked to capture, in order; each asking once.</summary>
    public IReadOnlyList<string> Asked(RequestPayment payment) =>
    [
        .. Sent<CapturePayment>(Queues.PaymentGateways).Where(x => x.PaymentId == payment.PaymentId).Select(x => x.Gateway),
    ];

    public IReadOnlyList<string> Voided(RequestPayment payment) =>
    [
        .. Sent<VoidCapture>(Queues.PaymentGateways).Where(x => x.PaymentId == payment.PaymentId).Select(x => x.Gateway),
    ];

    public IReadOnlyList<T> Sent<T>(string queue) where T : class =>
        [.. Platform.SentTo<T>(queue).DistinctBy(x => x.MessageId).Select(x => x.As<T>())];

    public int Announced<T>() => Platform.Published<T>().Count;

    public async Task<string> Ledger(RequestPayment payment) =>
        string.Join(", ", (await Of(payment)).Ledger.Lines.Select(x => $"{x.Step}{(x.Item.Length == 0 ? "" : $"({x.Item})")}={x.Status}"));

    public Task<IReadOnlyList<GatewayCharge>> Charges(RequestPayment payment) =>
        Rows<GatewayCharge>(all => all.Where(x => x.PaymentId == payment.PaymentId));

    public async Task<CapturedPayment> Book(RequestPayment payment) =>
        (await Platform.Store.Find<CapturedPayment>(payment.PaymentId, null, CancellationToken.None)).ShouldNotBeNull();

    /// <summary>What an account has of one movement.</summary>
    public async Task<long> Balance(Guid movement, string account, string currency) =>
        (await Rows<LedgerEntry>(all => all.Where(x => x.MovementId == movement && x.Account == account && x.Currency == currency))).Sum(x => x.AmountMinor);

    public Task<IReadOnlyList<TRow>> Rows<TRow>(Func<IQueryable<TRow>, IQueryable<TRow>> query) where TRow : class, IVersionedRow =>
        Platform.Get<IRowQueries>().List(query, CancellationToken.None);

    public async Task<HistoryEntry> LastNote(RequestPayment payment) => (await Platform.History(payment.PaymentId))[^1];

    public Task Lawful() => PaymentLawsHold(Platform);

    public static async Task PaymentLawsHold(EmbeddedPlatform platform) => (await PaymentLaws.Broken(
        platform.Get<IRowQueries>(),
        async (id, _) => await platform.Saga<RoutedPaymentState>(id) is { EndedAt: null },
        CancellationToken.None)).ShouldBeEmpty();

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

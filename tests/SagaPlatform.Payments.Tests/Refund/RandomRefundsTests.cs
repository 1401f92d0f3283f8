using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;
using SagaPlatform.Participants.Seeding;
using SagaPlatform.Payments.Tests.RoutedPayment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Refund;

/// <summary>Schedules that nobody thought of, with the reference participants: many refunds of few payments, never more than was captured.</summary>
public sealed class RandomRefundsTests : RandomSchedules<RefundScript>
{
    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants().AddSingleton<ISeed, CapturedPaymentSeed>(),
        Bus = RoutedPaymentFamilies.WithParticipants.Bus,
        Queues = RoutedPaymentFamilies.WithParticipants.Queues,
    };

    protected override EmbeddedFamily? WithParticipants => Family;

    protected override Task Laws(EmbeddedPlatform platform, Guid id) => PaymentScenario.PaymentLawsHold(platform);

    /// <summary>So little was captured that many are refused.</summary>
    protected override object Start(Random random, Guid id, string variant) => ExampleRefund.Of(
        CapturedPaymentSeed.Ids[random.Next(CapturedPaymentSeed.Ids.Count)], random.Next(1, 40), random.Next(20) == 0 ? "USD" : "EUR", id) with
    {
        PayerEmail = random.Next(5) switch { 0 => "ada@refused.example", 1 => "ada@silent.example", _ => "ada@example.com" },
    };

    /// <summary>A person calls the gateway, or looks into the book; in doubt it is asked again.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay) => line switch
    {
        { Step: "Execute" } when await Find<GatewayRefund>(platform, saga) != null => Ruling.Done,
        { Step: "Execute" } when !isOnItsWay => Ruling.NotDone,
        { Step: "Book" } when await Find<RefundHold>(platform, saga) is { Status: RefundHoldStatus.Booked } => Ruling.Done,
        _ => Ruling.AskAgain,
    };

    /// <summary>A test token asks for this one.</summary>
    protected override bool Expects(SeenMessage error) => error.Type == nameof(ExecuteRefund) && error.As<ExecuteRefund>().PaymentId == CapturedPaymentSeed.Ids[^1];

    static Task<TRow?> Find<TRow>(EmbeddedPlatform platform, ProcessState saga) where TRow : class, IVersionedRow =>
        platform.Store.Find<TRow>(saga.CorrelationId, null, CancellationToken.None);

    /// <summary>One captured payment for each thing a gateway may do when money is to go back, and a converted one.</summary>
    sealed class CapturedPaymentSeed : ISeed
    {
        static readonly string[] Tokens = ["tok_visa", "tok_visa", "tok_refund_declined", "tok_refund_silent", "tok_refund_lost", "tok_refund_breaks"];

        public static readonly IReadOnlyList<Guid> Ids = [.. Tokens.Select((_, i) => new Guid($"00000000-0000-0000-0000-00000000000{i + 1}"))];

        public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
        {
            var unit = new UnitOfWork();
            if (await store.Find<CapturedPayment>(Ids[0], null, cancellation) == null)
                unit.Rows.AddRange(Tokens.SelectMany((token, i) => Captured(Ids[i], token, settled: i == 1 ? 433 : 400, i == 1 ? "USD" : "EUR"))
                    .Select(x => new RowChange(x, ExpectedVersion: 0)));
            return unit;
        }

        static IEnumerable<IVersionedRow> Captured(Guid id, string token, long settled, string currency)
        {
            var charge = new GatewayCharge
            {
                Id = GatewayCharge.KeyOf(id, "northbank"), PaymentId = id, Gateway = "northbank", GatewayNumber = 1, PayerToken = token, Last4 = "4242",
                PayeeAccount = "merchant-1", AmountMinor = 400, Currency = "EUR", SettlementMinor = settled, SettlementCurrency = currency,
            };
            yield return charge;
            foreach (var entry in charge.Capture().Entries(VirtualTime.Dawn))
                yield return entry;
            yield return new CapturedPayment
            {
                PaymentId = id, Gateway = "northbank", Reference = charge.Reference, PayeeAccount = "merchant-1", Currency = "EUR", CapturedMinor = 400,
                SettlementCurrency = currency, SettlementMinor = settled,
            };
            if (currency != "EUR")
                yield return new PaymentConversion { PaymentId = id, FromMinor = 400, FromCurrency = "EUR", ToMinor = settled, ToCurrency = currency };
        }
    }
}

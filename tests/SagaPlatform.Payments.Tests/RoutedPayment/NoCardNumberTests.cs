using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.RegularExpressions;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Validation;
using SagaPlatform.Payments.Tests.Refund;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Whatever comes in and whatever goes wrong, no card number is logged, written down or said back.</summary>
public sealed partial class NoCardNumberTests
{
    const string Card = "4111111111111111";

    static readonly Kept Log = new();

    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) =>
        {
            services.AddPayments(configuration).AddParticipants().AddProblemDetails();
            services.AddSingleton<ILoggerProvider>(Log);
            services.Configure<LoggerFilterOptions>(x => x.MinLevel = LogLevel.Trace);
        },
        Bus = RoutedPaymentFamilies.WithParticipants.Bus,
        Queues = RoutedPaymentFamilies.WithParticipants.Queues,
        Http = routes => routes.MapPaymentEndpoints(),
    };

    [Fact]
    public async Task No_log_line_history_or_problem_ever_holds_a_card_number()
    {
        await using var scene = await PaymentScenario.Begun(Family);
        using var http = scene.Platform.Http();
        var said = new List<string>();

        foreach (var misused in Misused())
        {
            using var answer = await http.PostAsJsonAsync(misused is RequestPayment ? "/payments" : "/refunds", misused);
            answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
            said.Add(await answer.Content.ReadAsStringAsync());
            await scene.Hears(misused); // the same by message
        }

        var payment = await scene.PaysWith("tok_late@northbank");
        await scene.Hears(new CancelPayment(payment.PaymentId, $"I gave you {Card}."));
        await scene.Hears(new RulePayment(payment.PaymentId, "Capture", Ruling.Done, Card, Card));
        await scene.Platform.Hears(Queues.PaymentGateways, new CapturePayment(
            payment.PaymentId, "worldwide", Card, "1111", "merchant-1", payment.Amount, payment.Amount));
        foreach (var token in (string[])["tok_breaks", "tok_fails", "tok_silent", "tok_declined", "tok_twice", "tok_visa"])
            await scene.PaysWith(token);
        await scene.Passes(120);

        var written = new List<string>();
        foreach (var saga in (await scene.Platform.Queries.List(new(), null, 200, CancellationToken.None)).Items)
            written.AddRange((await scene.Platform.History(saga.Id)).Select(x => JsonSerializer.Serialize(x)));
        var errors = scene.Platform.Seen.Where(x => x.Exchange.EndsWith("_error", StringComparison.Ordinal)).Select(x => $"{x.Body} {x.Reason}").ToList();
        errors.Count.ShouldBeGreaterThan(Misused().Count, "they came by message too");
        Log.Lines.Count.ShouldBeGreaterThan(100, "the logger hears something");
        written.Count.ShouldBeGreaterThan(20);
        said.Concat(written).Concat(errors).Concat(Log.Lines).Where(HoldsCardNumber).ShouldBeEmpty();
        (await scene.Charges(payment)).ShouldAllBe(x => x.PayerToken == payment.PayerToken && x.Last4 == "4242");
        await scene.Lawful();
    }

    [Theory]
    [InlineData("paid with 4111111111111111.", true)]
    [InlineData("paid with 4111 1111 1111 1111", true)]
    [InlineData("paid with 4111111111111112", false)]
    [InlineData("saga 41111111-1111-1111-0000-000000000000", false)]
    public void A_card_number_is_told_from_an_id(string text, bool holds) => HoldsCardNumber(text).ShouldBe(holds);

    static List<object> Misused()
    {
        var (payment, refund) = (ExamplePayment.Good(), ExampleRefund.Of(Guid.NewGuid(), 1_00));
        return
        [
            payment with { PayerToken = Card }, payment with { PayerToken = "4111 1111 1111 1111" }, payment with { Last4 = Card },
            payment with { PayeeAccount = $"acct {Card}" }, payment with { Region = Card }, payment with { SettlementCurrency = Card },
            refund with { Reason = $"paid by {Card}" }, refund with { PayerEmail = $"{Card}@example.com" },
        ];
    }

    /// <summary>Ids are digits and hyphens too; a number that stands alone is none of them.</summary>
    static bool HoldsCardNumber(string text) => StandingAlone().Matches(text).Any(x => CardNumber.AppearsIn(x.Value));

    [GeneratedRegex(@"(?<![0-9a-zA-Z-])[0-9](?:[ ]?[0-9]){12,18}(?![0-9a-zA-Z-])", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex StandingAlone();

    sealed class Kept : ILoggerProvider, ILogger
    {
        readonly ConcurrentQueue<string> _lines = [];

        public IReadOnlyCollection<string> Lines => _lines;

        public ILogger CreateLogger(string categoryName) => this;

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull
        {
            _lines.Enqueue(Convert.ToString(state, CultureInfo.InvariantCulture)!);
            return null;
        }

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            _lines.Enqueue($"{formatter(state, exception)} {exception}");

        public void Dispose()
        {
        }
    }
}

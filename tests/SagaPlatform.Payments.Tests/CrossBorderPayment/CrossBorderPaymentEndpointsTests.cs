using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.CrossBorderPayment;

/// <summary>Cross-border payments over real sockets, with the reference participants behind them.</summary>
public sealed class CrossBorderPaymentEndpointsTests : IAsyncLifetime
{
    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) =>
        {
            services.AddPayments(configuration).AddParticipants().AddProblemDetails();
            services.Configure<JsonOptions>(x =>
            {
                x.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
                x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
        },
        Bus = CrossBorderFamilies.WithParticipants.Bus,
        Queues = CrossBorderFamilies.WithParticipants.Queues,
        Http = routes =>
        {
            ((IApplicationBuilder)routes).UseStatusCodePages();
            routes.MapPaymentEndpoints();
        },
    };

    EmbeddedPlatform _platform = null!;
    HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(Family);
        _http = _platform.Http();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_payment_is_taken_shown_with_its_quote_confirmed_and_settled()
    {
        var payment = ExamplePayment.Asking();
        (await Post("", payment)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();

        var view = await View(payment);
        view.GetProperty("status").GetString().ShouldBe("AwaitingConfirmation");
        view.GetProperty("quote").GetProperty("payout").GetProperty("amountMinor").GetInt64().ShouldBe(10_850);
        view.GetProperty("quote").GetProperty("source").GetString().ShouldBe("reference rates");

        (await Post($"/{payment.PaymentId}/confirm", new { round = 1 })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await View(payment)).GetProperty("status").GetString().ShouldBe("Completed");
        (await Post($"/{payment.PaymentId}/confirm", new { round = 1 })).StatusCode.ShouldBe(HttpStatusCode.Accepted, "a repeat is no mistake");
        (await Post($"/{payment.PaymentId}/cancel", new { reason = "too late" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task The_same_payment_again_is_the_same_answer_and_another_content_a_conflict()
    {
        var payment = ExamplePayment.Asking();
        await Post("", payment);
        await _platform.Quiet();

        (await Post("", payment)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Post("", payment with { Purpose = "another" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task A_quote_that_is_not_offered_cannot_be_confirmed()
    {
        var payment = ExamplePayment.Asking();
        (await Post($"/{payment.PaymentId}/confirm", new { round = 1 })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        await Post("", payment);
        await _platform.Quiet();

        (await Post($"/{payment.PaymentId}/confirm", new { round = 2 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Post($"/{payment.PaymentId}/confirm", new { round = 0 })).StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await View(payment)).GetProperty("status").GetString().ShouldBe("AwaitingConfirmation");

        (await Post($"/{payment.PaymentId}/cancel", new { reason = "too dear" })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await View(payment)).GetProperty("status").GetString().ShouldBe("Cancelled");
        (await Post($"/{payment.PaymentId}/confirm", new { round = 1 })).StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Fact]
    public async Task Bad_input_is_named_field_by_field_and_starts_nothing()
    {
        var payment = ExamplePayment.Good() with { PayoutCurrency = "EUR", Purpose = "" };

        using var answer = await Post("", payment);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors");
        errors.EnumerateObject().Select(x => x.Name).ShouldBe(["payoutCurrency", "purpose"], ignoreOrder: true);
        (await _http.GetAsync($"/cross-border-payments/{payment.PaymentId}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task A_silent_settlement_is_ruled_by_http()
    {
        var payment = ExamplePayment.To("USD-SILENTSETTLE");
        await Post("", payment);
        (await Post($"/{payment.PaymentId}/rulings", Ruled())).StatusCode.ShouldBe(HttpStatusCode.Conflict, "there is no question yet");
        await _platform.Until(payment.PaymentId, "NeedsAttention");
        (await View(payment)).GetProperty("question").GetString().ShouldNotBeNullOrEmpty();

        (await Post($"/{payment.PaymentId}/rulings", Ruled())).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await View(payment)).GetProperty("status").GetString().ShouldBe("Completed");
    }

    static object Ruled() => new { step = "Settle", ruling = nameof(Ruling.Done), decidedBy = "operator" };

    Task<HttpResponseMessage> Post(string path, object body) => _http.PostAsJsonAsync($"/cross-border-payments{path}", body);

    Task<JsonElement> View(StartCrossBorderPayment payment) => _http.GetFromJsonAsync<JsonElement>($"/cross-border-payments/{payment.PaymentId}");
}

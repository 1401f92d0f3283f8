using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Orders by HTTP, over real sockets; the saga behind it is answered by the test.</summary>
public sealed class OrderEndpointsTests : IAsyncLifetime
{
    /// <summary>As the platform's host has it: as large as a message may be.</summary>
    const int RequestBytesMax = 256 * 1024;

    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) =>
        {
            services.AddOrders(configuration).AddProblemDetails();
            services.Configure<KestrelServerOptions>(x => x.Limits.MaxRequestBodySize = RequestBytesMax);
            services.Configure<JsonOptions>(x =>
            {
                x.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
                x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
        },
        Bus = bus => bus.AddOrderSagas(),
        Queues = [Queues.OrderFulfilment],
        Http = routes => routes.MapOrderEndpoints(),
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
    public async Task A_placed_order_is_accepted_with_the_place_where_it_can_be_followed()
    {
        var order = Orders.Good();

        using var answer = await Post("/orders", order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/orders/{order.OrderId}");
        (await Json(answer)).GetProperty("status").GetString().ShouldBe("Accepted");
        await _platform.Quiet();
        var view = await Json(await _http.GetAsync(answer.Headers.Location));
        (view.GetProperty("status").GetString(), view.GetProperty("state").GetString()).ShouldBe(("Created", "ReserveInventory"));
        view.GetProperty("total").GetProperty("amountMinor").GetInt64().ShouldBe(order.Total.AmountMinor);
        view.ToString().ShouldNotContain(order.PaymentToken, Case.Insensitive, "the token is nobody's business");
    }

    [Fact]
    public async Task The_view_follows_the_order_to_its_end()
    {
        var order = await Placed();
        await Hears(new InventoryReserved(order.OrderId, "W1"), new PaymentCharged(order.OrderId, "R-1"));
        await StatusIs(order, "Paid");
        await Hears(new LabelCreated(order.OrderId, "TRACK-1"), new WarehouseNotified(order.OrderId),
            new TrackingOpened(order.OrderId, "https://t.example/1"), new ParcelHandedOver(order.OrderId));
        await StatusIs(order, "Shipped");
        await Hears(new ConfirmationSent(order.OrderId));

        var view = await StatusIs(order, "Completed");
        (view.GetProperty("receipt").GetString(), view.GetProperty("trackingNumber").GetString(), view.GetProperty("trackingUrl").GetString())
            .ShouldBe(("R-1", "TRACK-1", "https://t.example/1"));
        view.TryGetProperty("endedAt", out _).ShouldBeTrue();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_order_again_gets_the_same_answer_and_is_one_order(bool begun)
    {
        var order = Orders.Good();
        if (!begun)
            _platform.Post.Hold<PlaceOrder>();
        using var first = await Post("/orders", order);
        await _platform.Quiet();

        using var second = await Post("/orders", order);

        (second.StatusCode, second.Headers.Location).ShouldBe((first.StatusCode, first.Headers.Location));
        await Release();
        (await _platform.History(order.OrderId)).Count.ShouldBe(1);
        _platform.Seen.Count(x => x.Type == nameof(ReserveInventory)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_order_under_the_same_id_is_a_conflict_and_leaves_no_trace(bool begun)
    {
        var order = Orders.Good();
        if (!begun)
            _platform.Post.Hold<PlaceOrder>();
        using var first = await Post("/orders", order);
        await _platform.Quiet();

        using var second = await Post("/orders", order with { Total = new Money(1, "EUR") });

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Problem(second)).GetProperty("detail").GetString()!.ShouldContain("other content");
        await Release();
        var view = await Json(await _http.GetAsync($"/orders/{order.OrderId}"));
        view.GetProperty("total").GetProperty("amountMinor").GetInt64().ShouldBe(order.Total.AmountMinor);
        (await _platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ten_requests_for_one_order_at_once_are_one_order_and_all_get_the_same_answer()
    {
        var order = Orders.Good();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Post("/orders", order)));

        answers.ShouldAllBe(x => x.StatusCode == HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await _platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        var order = Orders.Good() with
        {
            CustomerId = Guid.Empty,
            CustomerEmail = "nowhere",
            Lines = [new OrderLine("", 0), new OrderLine("SKU-1", 10_001)],
            Total = new Money(0, "euro"),
            PaymentToken = "",
            DeliverTo = new DeliveryAddress("", "", "", "", "Germany"),
        };

        using var answer = await Post("/orders", order);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await Problem(answer)).GetProperty("errors");
        errors.EnumerateObject().Select(x => x.Name).Order(StringComparer.Ordinal).ShouldBe(new[]
        {
            "customerEmail", "customerId", "deliverTo.city", "deliverTo.country", "deliverTo.name", "deliverTo.postalCode", "deliverTo.street",
            "lines[0].quantity", "lines[0].sku", "lines[1].quantity", "paymentToken", "total.amountMinor", "total.currency",
        });
        await NothingIsStored(order.OrderId);
    }

    [Fact]
    public async Task An_empty_object_is_told_every_field_that_is_missing()
    {
        using var answer = await PostText("{}");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var fields = (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ToList();
        foreach (var field in (string[])["orderId", "customerId", "customerEmail", "lines", "total", "paymentToken", "deliverTo"])
            fields.ShouldContain(field);
    }

    [Theory]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("tok-4111111111111111")]
    public async Task A_card_number_is_refused_and_never_repeated(string token)
    {
        var order = Orders.Good() with { PaymentToken = token };

        using var answer = await Post("/orders", order);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var problem = await Problem(answer);
        problem.GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["paymentToken"]);
        problem.ToString().ShouldNotContain("1111");
        await NothingIsStored(order.OrderId);
    }

    [Theory]
    [InlineData("""{ "orderId": "0192d5a0-0000-7000-8000-000000000001", """, "line 1")]
    [InlineData("{\n \"orderId\": \"no id\" }", "line 2")]
    [InlineData("[1, 2]", "line 1")]
    [InlineData("", "line 1")]
    public async Task Json_that_cannot_be_read_is_refused_with_the_place(string text, string place)
    {
        using var answer = await PostText(text);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").ToString().ShouldContain(place);
    }

    [Fact]
    public async Task A_field_of_the_wrong_type_is_named()
    {
        using var answer = await PostText("""{ "total": { "amountMinor": "much" } }""");

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["total.amountMinor"]);
    }

    [Fact]
    public async Task What_is_not_json_is_refused_as_such()
    {
        using var answer = await _http.PostAsync("/orders", new StringContent("orderId=1", Encoding.UTF8, "application/x-www-form-urlencoded"));

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        (await Problem(answer)).GetProperty("detail").GetString()!.ShouldContain("application/json");
    }

    [Fact]
    public async Task What_is_larger_than_a_message_may_be_is_refused_as_too_large()
    {
        using var answer = await PostText($"{{ \"paymentToken\": \"{new string('x', RequestBytesMax)}\" }}");

        answer.StatusCode.ShouldBe(HttpStatusCode.RequestEntityTooLarge);
        await Problem(answer);
    }

    [Fact]
    public async Task An_order_nobody_placed_is_not_found()
    {
        var id = Guid.NewGuid();

        using var get = await _http.GetAsync($"/orders/{id}");
        using var cancel = await Post($"/orders/{id}/cancel", new { reason = "x" });
        using var rule = await Post($"/orders/{id}/rulings", new { step = "HandOverParcel", ruling = "Done", decidedBy = "me" });

        foreach (var answer in (HttpResponseMessage[])[get, cancel, rule])
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await Problem(answer)).GetProperty("detail").GetString()!.ShouldContain(id.ToString());
        }

        await NothingIsStored(id);
    }

    [Fact]
    public async Task A_customer_cancels_and_cancelling_again_changes_nothing()
    {
        var order = await Placed();

        using var first = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Found it cheaper." });
        using var again = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Found it cheaper." });

        (first.StatusCode, again.StatusCode).ShouldBe((HttpStatusCode.Accepted, HttpStatusCode.Accepted));
        await _platform.Quiet();
        (await StatusIs(order, "Cancelling")).GetProperty("reason").GetString().ShouldBe("Found it cheaper.");
        await Hears(new InventoryReleased(order.OrderId));
        await StatusIs(order, "Cancelled");
        (await _platform.History(order.OrderId)).Count(x => x.Event == "CancelOrder").ShouldBe(1);
    }

    [Fact]
    public async Task An_order_that_is_accepted_but_not_begun_can_be_cancelled()
    {
        var order = Orders.Good();
        _platform.Post.Hold<PlaceOrder>();
        using var _ = await Post("/orders", order);
        await _platform.Quiet();

        using var cancel = await Post($"/orders/{order.OrderId}/cancel", new { reason = "Too slow." });

        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);
    }

    [Fact]
    public async Task A_cancellation_without_a_reason_names_the_field()
    {
        var order = await Placed();

        using var answer = await Post($"/orders/{order.OrderId}/cancel", new { reason = "" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["reason"]);
        await _platform.Quiet();
        (await _platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Too_late_to_cancel_is_a_conflict_and_sends_nothing()
    {
        var order = await Placed();
        await HandOver(order);
        await Hears(new ParcelHandedOver(order.OrderId));

        using var answer = await Post($"/orders/{order.OrderId}/cancel", new { reason = "x" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await _platform.Quiet();
        _platform.Seen.ShouldNotContain(x => x.Type == nameof(CancelOrder));
    }

    [Fact]
    public async Task A_ruling_answers_the_question_and_one_without_a_question_is_a_conflict()
    {
        var order = await Placed();
        await HandOver(order);
        var ruling = new { step = "HandOverParcel", ruling = "Done", decidedBy = "warehouse clerk" };
        using var early = await Post($"/orders/{order.OrderId}/rulings", ruling);
        early.StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await _platform.LetTimePass(TimeSpan.FromSeconds(30));
        (await Json(await _http.GetAsync($"/orders/{order.OrderId}"))).GetProperty("question").GetString()!.ShouldContain("did it happen?");
        using var answer = await Post($"/orders/{order.OrderId}/rulings", ruling);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await _platform.StateOf(order.OrderId)).ShouldBe("SendConfirmation");
    }

    [Fact]
    public async Task The_same_ruling_on_a_question_that_comes_again_is_heard_again()
    {
        var order = await Placed();
        await HandOver(order);
        for (var i = 0; i < 2; i++)
        {
            await _platform.LetTimePass(TimeSpan.FromSeconds(30));
            (await _platform.StateOf(order.OrderId)).ShouldBe("NeedsAttention");
            using var answer = await Post($"/orders/{order.OrderId}/rulings", new { step = "HandOverParcel", ruling = "AskAgain", decidedBy = "me" });
            await _platform.Quiet();
            (await _platform.StateOf(order.OrderId)).ShouldBe("HandOverParcel");
        }
    }

    [Fact]
    public async Task A_ruling_that_does_not_exist_is_refused_with_its_field()
    {
        var order = await Placed();

        using var answer = await Post($"/orders/{order.OrderId}/rulings", new { step = "HandOverParcel", ruling = "Perhaps", decidedBy = "me" });

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Problem(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["ruling"]);
    }

    async Task<PlaceOrder> Placed()
    {
        var order = Orders.Good();
        using var answer = await Post("/orders", order);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        return order;
    }

    Task HandOver(PlaceOrder order) => Hears(
        new InventoryReserved(order.OrderId, "W1"), new PaymentCharged(order.OrderId, "R-1"), new LabelCreated(order.OrderId, "TRACK-1"),
        new WarehouseNotified(order.OrderId), new TrackingOpened(order.OrderId, "https://t.example/1"));

    async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await _platform.Hears(Queues.OrderFulfilment, message);
    }

    async Task Release()
    {
        _platform.Post.HoldNothing();
        foreach (var message in _platform.Post.Held)
            await _platform.Post.Deliver(message);
        await _platform.Quiet();
    }

    async Task<JsonElement> StatusIs(PlaceOrder order, string status)
    {
        var view = await Json(await _http.GetAsync($"/orders/{order.OrderId}"));
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }

    async Task NothingIsStored(Guid order)
    {
        await _platform.Quiet();
        _platform.Seen.ShouldBeEmpty();
        (await _platform.History(order)).ShouldBeEmpty();
        (await _platform.Queries.List(new SagaFilter(), null, 10, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    Task<HttpResponseMessage> Post(string path, object body) => _http.PostAsJsonAsync(path, body);

    Task<HttpResponseMessage> PostText(string json) => _http.PostAsync("/orders", new StringContent(json, Encoding.UTF8, "application/json"));

    static async Task<JsonElement> Problem(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await Json(answer);
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

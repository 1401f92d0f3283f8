using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Placing and following an order by HTTP.</summary>
public sealed class OrderEndpointsTests : OrderHttp
{
    [Fact]
    public async Task A_placed_order_is_accepted_with_the_place_where_it_can_be_followed()
    {
        var order = ExampleOrder.Good();

        using var answer = await Post("/orders", order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/orders/{order.OrderId}");
        (await Json(answer)).GetProperty("status").GetString().ShouldBe("Accepted");
        await Platform.Quiet();
        var view = await Json(await Http.GetAsync(answer.Headers.Location));
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
        var order = ExampleOrder.Good();
        if (!begun)
            Platform.Post.Hold<PlaceOrder>();
        using var first = await Post("/orders", order);
        await Platform.Quiet();

        using var second = await Post("/orders", order);

        (second.StatusCode, second.Headers.Location).ShouldBe((first.StatusCode, first.Headers.Location));
        await Release();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
        Platform.Seen.Count(x => x.Type == nameof(ReserveInventory)).ShouldBe(1);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Another_order_under_the_same_id_is_a_conflict_and_leaves_no_trace(bool begun)
    {
        var order = ExampleOrder.Good();
        if (!begun)
            Platform.Post.Hold<PlaceOrder>();
        using var first = await Post("/orders", order);
        await Platform.Quiet();

        using var second = await Post("/orders", order with { Total = new Money(1, "EUR") });

        second.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Problem(second)).GetProperty("detail").GetString()!.ShouldContain("other content");
        await Release();
        var view = await Json(await Http.GetAsync($"/orders/{order.OrderId}"));
        view.GetProperty("total").GetProperty("amountMinor").GetInt64().ShouldBe(order.Total.AmountMinor);
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Ten_requests_for_one_order_at_once_are_one_order_and_all_get_the_same_answer()
    {
        var order = ExampleOrder.Good();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Post("/orders", order)));

        answers.ShouldAllBe(x => x.StatusCode == HttpStatusCode.Accepted);
        await Platform.Quiet();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_different_orders_at_once_under_one_id_one_is_accepted_and_the_other_a_conflict()
    {
        var order = ExampleOrder.Good();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(x => Post("/orders", order with { Total = new Money(x, "EUR") })));

        answers.Count(x => x.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        answers.Count(x => x.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
        await Platform.Quiet();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        var order = ExampleOrder.Good() with
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
        var order = ExampleOrder.Good() with { PaymentToken = token };

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

    [Theory]
    [InlineData("application/x-www-form-urlencoded")]
    [InlineData("text/plain")]
    [InlineData(null)]
    public async Task What_does_not_say_that_it_is_json_is_refused_even_if_it_is(string? type)
    {
        var order = ExampleOrder.Good();
        var body = JsonContent.Create(order);
        body.Headers.ContentType = type == null ? null : new MediaTypeHeaderValue(type);

        using var answer = await Http.PostAsync("/orders", body);

        answer.StatusCode.ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await Problem(answer);
        await NothingIsStored(order.OrderId);
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

        using var get = await Http.GetAsync($"/orders/{id}");
        using var cancel = await Post($"/orders/{id}/cancel", new { reason = "x" });
        using var rule = await Post($"/orders/{id}/rulings", new { step = "HandOverParcel", ruling = "Done", decidedBy = "me" });

        foreach (var answer in (HttpResponseMessage[])[get, cancel, rule])
        {
            answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
            (await Problem(answer)).GetProperty("detail").GetString()!.ShouldContain(id.ToString());
        }

        await NothingIsStored(id);
    }
}

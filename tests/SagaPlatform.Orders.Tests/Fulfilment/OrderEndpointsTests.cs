using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Placing and following an order by HTTP; the saga behind it is answered by the test.</summary>
public sealed class OrderEndpointsTests() : SagaEndpoints<PlaceOrder>(OrderFamilies.WithHttp, "/orders", Queues.OrderFulfilment)
{
    protected override IReadOnlyList<Word> Words { get; } = [Word.WithReason("cancel"), Word.Ruling("HandOverParcel")];

    protected override PlaceOrder Good(Guid id) => ExampleOrder.Good(id);

    protected override PlaceOrder Other(PlaceOrder start) => start with { Total = new Money(1, "EUR") };

    protected override (PlaceOrder Start, string[] Fields) Wrong(Guid id) => (
        new PlaceOrder(id, Guid.Empty, "nowhere", [new OrderLine("", 0), new OrderLine("SKU-1", 10_001)], new Money(0, "euro"), "",
            new DeliveryAddress("", "", "", "", "Germany")),
        [
            "customerEmail", "customerId", "deliverTo.city", "deliverTo.country", "deliverTo.name", "deliverTo.postalCode", "deliverTo.street",
            "lines[0].quantity", "lines[0].sku", "lines[1].quantity", "paymentToken", "total.amountMinor", "total.currency",
        ]);

    [Fact]
    public async Task A_placed_order_is_shown_as_accepted_and_then_with_what_it_costs()
    {
        var order = ExampleOrder.Good();

        using var answer = await Post(order);

        (await Json(answer)).GetProperty("status").GetString().ShouldBe("Accepted");
        await Platform.Quiet();
        var view = await StatusIs(order.OrderId, "Created");
        view.GetProperty("state").GetString().ShouldBe("ReserveInventory");
        view.GetProperty("total").GetProperty("amountMinor").GetInt64().ShouldBe(order.Total.AmountMinor);
        view.ToString().ShouldNotContain(order.PaymentToken, Case.Insensitive, "the token is nobody's business");
    }

    [Fact]
    public async Task The_view_follows_the_order_to_its_end()
    {
        var order = ExampleOrder.Good();
        await Accepts(order);
        await Hears(new InventoryReserved(order.OrderId, "W1"), new PaymentCharged(order.OrderId, "R-1"));
        await StatusIs(order.OrderId, "Paid");
        await Hears(new LabelCreated(order.OrderId, "TRACK-1"), new WarehouseNotified(order.OrderId),
            new TrackingOpened(order.OrderId, "https://t.example/1"), new ParcelHandedOver(order.OrderId));
        await StatusIs(order.OrderId, "Shipped");
        await Hears(new ConfirmationSent(order.OrderId));

        var view = await StatusIs(order.OrderId, "Completed");
        (view.GetProperty("receipt").GetString(), view.GetProperty("trackingNumber").GetString(), view.GetProperty("trackingUrl").GetString())
            .ShouldBe(("R-1", "TRACK-1", "https://t.example/1"));
        view.TryGetProperty("endedAt", out _).ShouldBeTrue();
    }

    [Fact]
    public async Task Ten_requests_for_one_order_at_once_are_one_order_and_all_get_the_same_answer()
    {
        var order = ExampleOrder.Good();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => Post(order)));

        answers.ShouldAllBe(x => x.StatusCode == HttpStatusCode.Accepted);
        await Platform.Quiet();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task Of_two_different_orders_at_once_under_one_id_one_is_accepted_and_the_other_a_conflict()
    {
        var order = ExampleOrder.Good();

        var answers = await Task.WhenAll(Enumerable.Range(1, 8).Select(x => Post(order with { Total = new Money(x, "EUR") })));

        answers.Count(x => x.StatusCode == HttpStatusCode.Accepted).ShouldBe(1);
        answers.Count(x => x.StatusCode == HttpStatusCode.Conflict).ShouldBe(7);
        await Platform.Quiet();
        (await Platform.History(order.OrderId)).Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_empty_object_is_told_every_field_that_is_missing()
    {
        using var answer = await PostText("{}");

        var fields = await WrongFields(answer);
        foreach (var field in (string[])["orderId", "customerId", "customerEmail", "lines", "total", "paymentToken", "deliverTo"])
            fields.ShouldContain(field);
    }

    [Theory]
    [InlineData("""{ "orderId": "0192d5a0-0000-7000-8000-000000000001", """, "line 1")]
    [InlineData("{\n \"orderId\": \"no id\" }", "line 2")]
    [InlineData("[1, 2]", "line 1")]
    [InlineData("", "line 1")]
    public async Task Json_that_cannot_be_read_is_refused_with_the_place(string text, string place)
    {
        using var answer = await PostText(text);

        (await Problem(answer, HttpStatusCode.BadRequest)).GetProperty("errors").ToString().ShouldContain(place);
    }

    [Fact]
    public async Task A_field_of_the_wrong_type_is_named()
    {
        using var answer = await PostText("""{ "total": { "amountMinor": "much" } }""");

        (await WrongFields(answer)).ShouldBe(["total.amountMinor"]);
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

        using var answer = await Http.PostAsync(Path, body);

        await Problem(answer, HttpStatusCode.UnsupportedMediaType);
        await NothingIsStored(order.OrderId);
    }

    [Fact]
    public async Task What_is_larger_than_a_message_may_be_is_refused_as_too_large()
    {
        using var answer = await PostText($"{{ \"paymentToken\": \"{new string('x', EmbeddedFamily.RequestBytesMax)}\" }}");

        await Problem(answer, HttpStatusCode.RequestEntityTooLarge);
    }
}

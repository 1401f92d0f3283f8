using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.EndToEnd.Tests.Platform;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.EndToEnd.Tests.Messages;

/// <summary>Messages that come twice, late, in any order, or broken, on a real broker.</summary>
public sealed class MisbehavingMessagesTests(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);
    readonly RealPlatform _platform = shared.Platform;
    readonly HostProcess _host = shared.Host;

    [Fact]
    public async Task What_was_said_is_said_again_in_reverse_order_under_the_same_and_under_new_ids_and_changes_nothing()
    {
        await using var tap = await Tap.On(_platform, Queues.OrderFulfilment);
        var orders = new[] { RealPlatform.Order(), RealPlatform.Order(), RealPlatform.Order(token: "tok_declined"), RealPlatform.Order(token: "tok_silent") };
        foreach (var order in orders)
            await RealPlatform.Place(_host, order);
        await _platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);

        var heard = await tap.Heard();
        heard.Count.ShouldBeGreaterThan(20);
        var all = Laws.Array(orders.Select(x => x.OrderId));
        var completed = $"SELECT sum(version) FROM saga.order_fulfilment WHERE state = 'Completed' AND id = ANY({all})";
        var lines = $"(SELECT count(*) FROM saga.history WHERE saga_id = ANY({all}))";
        var before = await _platform.Database.Scalar<long>(completed);
        var messages = await _platform.Database.Scalar<long>($"SELECT {lines}");
        heard.Reverse();

        // Under their own ids they are dropped by the inbox and leave no trace; the late cancellation behind them does.
        await tap.SayAgain(heard);
        await tap.Publish("SagaPlatform.Contracts.Orders:CancelOrder",
            $$"""{"orderId":"{{orders[0].OrderId}}","reason":"Too late."}""", "application/json", Guid.NewGuid().ToString());
        await _platform.Until($"EXISTS (SELECT FROM saga.history WHERE saga_id = '{orders[0].OrderId}' AND event = 'CancelOrder')", Limit);
        (await _platform.Database.Scalar<long>($"SELECT {lines}")).ShouldBe(messages + 1);

        // Under new ids they are heard, and mean nothing any more.
        await tap.SayAgain(heard, underNewIds: true);
        await _platform.Until($"{lines} >= {messages + 1 + heard.Count}", Limit);
        // A cancelled order hears "it is done" once more, so it asks once more for that to be undone, and ends again.
        (await _platform.Database.Scalar<long>(completed)).ShouldBe(before);
        (await _platform.Database.Scalar<long>(
            $"SELECT count(*) FROM saga.history WHERE kind = 'Faulted' AND saga_id = ANY({Laws.Array(orders.Select(x => x.OrderId))})")).ShouldBe(0);
        await _platform.AllEnd([.. orders.Select(x => x.OrderId)], Limit);
        await Laws.Hold(_platform);
    }

    [Fact]
    public async Task Another_program_places_an_order_with_plain_json_and_again_and_it_is_one_order()
    {
        await using var tap = await Tap.On(_platform, Queues.OrderFulfilment);
        var order = RealPlatform.Order();
        var body = JsonSerializer.Serialize(order, Json);
        await tap.Publish("SagaPlatform.Contracts.Orders:PlaceOrder", body, "application/json", messageId: null);
        await tap.Publish("SagaPlatform.Contracts.Orders:PlaceOrder", body, "application/json", Guid.NewGuid().ToString());

        await _platform.Until($"EXISTS (SELECT FROM saga.order_fulfilment WHERE id = '{order.OrderId}')", Limit);
        await _platform.AllEnd([order.OrderId], Limit);
        (await _platform.StateOf(order.OrderId)).ShouldBe("Completed");
        (await _platform.Database.Scalar<long>(
            $"SELECT count(*) FROM saga.history WHERE saga_id = '{order.OrderId}' AND event = 'PlaceOrder' AND kind = 'Consumed'")).ShouldBe(1);
        await Laws.Hold(_platform);
    }

    [Fact]
    public async Task A_message_in_the_envelope_of_the_bus_starts_an_order_too()
    {
        await using var tap = await Tap.On(_platform, Queues.OrderFulfilment);
        var order = RealPlatform.Order();
        var envelope = JsonSerializer.Serialize(new
        {
            messageId = Guid.NewGuid(),
            messageType = new[] { "urn:message:SagaPlatform.Contracts.Orders:PlaceOrder" },
            message = order,
        }, Json);
        await tap.Publish("SagaPlatform.Contracts.Orders:PlaceOrder", envelope, "application/vnd.masstransit+json", messageId: null);

        await _platform.Until($"EXISTS (SELECT FROM saga.order_fulfilment WHERE id = '{order.OrderId}')", Limit);
        await _platform.AllEnd([order.OrderId], Limit);
        (await _platform.StateOf(order.OrderId)).ShouldBe("Completed");
    }

    [Theory]
    [InlineData("this is not JSON", "application/json")]
    [InlineData("""{"orderId":"0d4b4f6e-3d0a-4b57-8d0e-0f5f7a3f1a11","lines":[]}""", "application/json")]
    [InlineData("""{"orderId":"not-a-guid"}""", "application/json")]
    [InlineData("""{"messageId":"0d4b4f6e-3d0a-4b57-8d0e-0f5f7a3f1a12","messageType":["urn:message:SagaPlatform.Contracts.Orders:PlaceOrder"],"message":{"orderId":"x"}}""", "application/vnd.masstransit+json")]
    public async Task A_poison_message_is_found_in_the_error_queue_with_its_reason_and_the_others_flow(string body, string contentType)
    {
        await using var tap = await Tap.On(_platform, Queues.OrderFulfilment);
        await tap.Publish("SagaPlatform.Contracts.Orders:PlaceOrder", body, contentType, Guid.NewGuid().ToString());
        var order = RealPlatform.Order();
        await RealPlatform.Place(_host, order);
        await _platform.AllEnd([order.OrderId], Limit);

        var error = await ErrorWith(body);
        error.Headers["MT-Fault-Message"].ShouldNotBeNullOrWhiteSpace();
        (await _platform.Database.Scalar<long>("SELECT count(*) FROM saga.order_fulfilment WHERE id = '0d4b4f6e-3d0a-4b57-8d0e-0f5f7a3f1a11'")).ShouldBe(0);
    }

    [Fact]
    public async Task An_answer_that_was_never_asked_for_goes_to_the_error_queue_and_its_saga_shows_it()
    {
        await using var tap = await Tap.On(_platform, Queues.OrderFulfilment);
        var order = RealPlatform.Order(token: "tok_silent_nocharge");
        await RealPlatform.Place(_host, order);
        await _platform.Until($"EXISTS (SELECT FROM saga.order_fulfilment WHERE id = '{order.OrderId}')", Limit);
        var body = $$"""{"orderId":"{{order.OrderId}}","trackingNumber":"T"}""";
        // To the queue of the saga: nobody listens to an answer's type, or every saga would hear those of all others.
        await tap.Publish(Queues.OrderFulfilment, body, "application/json", Guid.NewGuid().ToString(), "urn:message:SagaPlatform.Contracts.Orders:LabelCreated");

        await _platform.Until($"EXISTS (SELECT FROM saga.history WHERE saga_id = '{order.OrderId}' AND kind = 'Faulted' AND event = 'LabelCreated')", Limit);
        await ErrorWith(body);
        await _platform.AllEnd([order.OrderId], Limit);
        await Laws.Hold(_platform);
    }

    /// <summary>Waits for the message in the error queue of the saga.</summary>
    async Task<QueuedMessage> ErrorWith(string body)
    {
        const string errors = $"{Queues.OrderFulfilment}_error";
        var until = DateTime.UtcNow + Limit;
        while (DateTime.UtcNow < until)
        {
            if ((await _platform.Broker.Queues()).Any(x => x.Name == errors)
                && (await _platform.Broker.Messages(errors)).FirstOrDefault(x => x.Body == body) is { } error)
                return error;
            await Task.Delay(200);
        }

        throw new InvalidOperationException($"{body} is not in {errors}.");
    }
}

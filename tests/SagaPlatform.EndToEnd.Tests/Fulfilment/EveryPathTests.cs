using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.EndToEnd.Tests.Platform;

namespace SagaPlatform.EndToEnd.Tests.Fulfilment;

/// <summary>Every way an order can go, on real RabbitMQ and PostgreSQL, with shortened limits.</summary>
public sealed class EveryPathTests(SharedPlatform shared) : IClassFixture<SharedPlatform>
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(120);
    readonly RealPlatform _platform = shared.Platform;
    readonly HostProcess _host = shared.Host;

    [Fact]
    public async Task Every_order_ends_as_its_participants_decide_and_nothing_is_owed()
    {
        var expected = new Dictionary<PlaceOrder, string>
        {
            [RealPlatform.Order()] = "Completed",
            [RealPlatform.Order(sku: "SKU-NONE")] = "Cancelled: SKU-NONE is unknown",
            [RealPlatform.Order(token: "tok_declined")] = "Cancelled: insufficient funds",
            [RealPlatform.Order(token: "tok_silent")] = "Cancelled: ChargePayment was not answered in time.",
            [RealPlatform.Order(token: "tok_silent_nocharge")] = "Cancelled: ChargePayment was not answered in time.",
            [RealPlatform.Order(token: "tok_fails")] = "Cancelled: ChargePayment could not be handled.",
            [RealPlatform.Order(postalCode: "00000")] = "Cancelled: no carrier delivers to 00000",
            [RealPlatform.Order(postalCode: "00001")] = "Cancelled: CreateLabel was not answered in time.",
            [RealPlatform.Order(sku: "SKU-NOPACK")] = "Cancelled: SKU-NOPACK cannot be packed",
            [RealPlatform.Order(sku: "SKU-SILENTPACK")] = "Cancelled: NotifyWarehouse was not answered in time.",
            [RealPlatform.Order(postalCode: "00003")] = "Cancelled: the carrier did not take the parcel",
            [RealPlatform.Order(email: "ada@refused.example")] = "Completed",
            [RealPlatform.Order(email: "ada@silent.example")] = "Completed",
        };
        foreach (var order in expected.Keys)
            await RealPlatform.Place(_host, order);

        await _platform.AllEnd([.. expected.Keys.Select(x => x.OrderId)], Limit);

        foreach (var (order, end) in expected)
        {
            var seen = await Get(order.OrderId);
            var reason = (string?)seen["reason"];
            (reason == null ? (string?)seen["status"] : $"{seen["status"]}: {reason}").ShouldBe(end);
        }

        await Laws.Hold(_platform);
    }

    [Fact]
    public async Task A_silent_hand_over_asks_a_person_and_the_ruling_completes_the_order()
    {
        var order = RealPlatform.Order(postalCode: "00004");
        await RealPlatform.Place(_host, order);
        await _platform.Until($"EXISTS (SELECT FROM saga.order_fulfilment WHERE id = '{order.OrderId}' AND state = 'NeedsAttention')", Limit);

        using var http = RealPlatform.Client(_host);
        using var tooLate = await http.PostAsJsonAsync($"/orders/{order.OrderId}/rulings", new { step = "ChargePayment", ruling = "Done", decidedBy = "clerk" });
        tooLate.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        using var ruling = await http.PostAsJsonAsync($"/orders/{order.OrderId}/rulings", new { step = "HandOverParcel", ruling = "Done", decidedBy = "clerk" });
        ruling.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await _platform.AllEnd([order.OrderId], Limit);
        (await _platform.StateOf(order.OrderId)).ShouldBe("Completed");
        await Laws.Hold(_platform);
    }

    [Fact]
    public async Task A_customer_cancels_in_the_middle_and_gets_everything_back()
    {
        var order = RealPlatform.Order(token: "tok_silent");
        await RealPlatform.Place(_host, order);
        await _platform.Until($"EXISTS (SELECT FROM participants.charge WHERE order_id = '{order.OrderId}')", Limit);

        using var http = RealPlatform.Client(_host);
        using var cancel = await http.PostAsJsonAsync($"/orders/{order.OrderId}/cancel", new { reason = "Found it cheaper." });
        cancel.StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await _platform.AllEnd([order.OrderId], Limit);
        (await _platform.StateOf(order.OrderId)).ShouldBe("Cancelled");
        await Laws.Hold(_platform);
    }

    async Task<JsonNode> Get(Guid order)
    {
        using var http = RealPlatform.Client(_host);
        return (await http.GetFromJsonAsync<JsonNode>($"/orders/{order}"))!;
    }
}

using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Host.Commands;

/// <summary>Drives 20 orders of all kinds through a running platform, and shows each end as it comes.</summary>
static class DemoCommand
{
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(3);
    static readonly TimeSpan PollEvery = TimeSpan.FromMilliseconds(250);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    public static async Task<int> Run(string[] args)
    {
        using var http = new HttpClient { BaseAddress = new Uri(Arguments.Url(args)), Timeout = TimeSpan.FromSeconds(20) };
        var orders = Orders();
        System.Console.WriteLine($"Placing {orders.Count} orders at {http.BaseAddress}. Silence takes its time: some end only after their limits, about 40 s.");
        try
        {
            foreach (var order in orders)
                await Place(http, order);
            await Watch(http, orders);
        }
        catch (HttpRequestException e)
        {
            await System.Console.Error.WriteLineAsync($"{http.BaseAddress} does not answer: {e.Message} Start the platform first: make run.");
            return 1;
        }

        await Repeat(http, orders[0]);
        var surprises = orders.Count(x => x.End != x.Expected);
        System.Console.WriteLine(surprises == 0
            ? $"All {orders.Count} orders ended as they should: {orders.Count(x => x.End == "Completed")} completed, {orders.Count(x => x.End == "Cancelled")} cancelled with nothing owed."
            : $"{surprises} of {orders.Count} orders did not end as they should.");
        return surprises == 0 ? 0 : 1;
    }

    static List<DemoOrder> Orders() =>
    [
        .. Enumerable.Range(1, 5).Select(x => new DemoOrder($"nothing goes wrong ({x})", ExampleOrders.Good(), "Completed")),
        new("too little in stock", ExampleOrders.OfArticle("SKU-SCARCE", 99), "Cancelled"),
        new("article unknown", ExampleOrders.OfArticle("SKU-NONE"), "Cancelled"),
        new("card declined", ExampleOrders.PaidWith("tok_declined"), "Cancelled"),
        new("card charged, then silence", ExampleOrders.PaidWith("tok_silent"), "Cancelled"),
        new("card silent, nothing charged", ExampleOrders.PaidWith("tok_silent_nocharge"), "Cancelled"),
        new("payment service breaks", ExampleOrders.PaidWith("tok_fails"), "Cancelled"),
        new("label refused", ExampleOrders.To("00000"), "Cancelled"),
        new("label never answered", ExampleOrders.To("00001"), "Cancelled"),
        new("warehouse refuses", ExampleOrders.OfArticle("SKU-NOPACK"), "Cancelled"),
        new("warehouse never answers", ExampleOrders.OfArticle("SKU-SILENTPACK"), "Cancelled"),
        new("hand-over refused", ExampleOrders.To("00003"), "Cancelled"),
        new("hand-over never answered: a person finds out", ExampleOrders.To("00004"), "Completed"),
        new("confirmation refused", ExampleOrders.For("ada@refused.example"), "Completed"),
        new("confirmation never answered", ExampleOrders.For("ada@silent.example"), "Completed"),
        new("customer cancels in the middle", ExampleOrders.PaidWith("tok_silent_nocharge"), "Cancelled") { CancelsIn = "ChargePayment" },
    ];

    static async Task Place(HttpClient http, DemoOrder order)
    {
        using var answer = await http.PostAsJsonAsync("/orders", order.Order, Json);
        if (answer.StatusCode != HttpStatusCode.Accepted)
            throw new HttpRequestException($"POST /orders was answered with {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
    }

    static async Task Watch(HttpClient http, List<DemoOrder> orders)
    {
        var until = DateTime.UtcNow + Limit;
        var ended = 0;
        while (ended < orders.Count && DateTime.UtcNow < until)
        {
            foreach (var order in orders.Where(x => x.End == null))
            {
                var view = await http.GetFromJsonAsync<Seen>($"/orders/{order.Order.OrderId}", Json) ?? new Seen("", null, null, null);
                await StepIn(http, order, view);
                if (view.Status is not ("Completed" or "Cancelled"))
                    continue;

                order.End = view.Status;
                System.Console.WriteLine($"[{++ended,2}/{orders.Count}] {order.Name,-45} {view.Status}{(view.Reason == null ? "" : $": {view.Reason}")}");
            }

            await Task.Delay(PollEvery);
        }
    }

    /// <summary>What people do: the customer changes their mind, the warehouse clerk looks whether the parcel left.</summary>
    static async Task StepIn(HttpClient http, DemoOrder order, Seen view)
    {
        if (order.CancelsIn != null && view.State == order.CancelsIn)
        {
            order.CancelsIn = null;
            using var _ = await http.PostAsJsonAsync($"/orders/{order.Order.OrderId}/cancel", new { reason = "Found it cheaper." }, Json);
            System.Console.WriteLine($"        {order.Name}: asked for");
        }

        if (view.Question != null && !order.Ruled)
        {
            order.Ruled = true;
            System.Console.WriteLine($"        {order.Name}: \"{view.Question}\" It did.");
            using var _ = await http.PostAsJsonAsync($"/orders/{order.Order.OrderId}/rulings",
                new { step = "HandOverParcel", ruling = "Done", decidedBy = "demo" }, Json);
        }
    }

    static async Task Repeat(HttpClient http, DemoOrder order)
    {
        using var same = await http.PostAsJsonAsync("/orders", order.Order, Json);
        using var other = await http.PostAsJsonAsync("/orders", order.Order with { PaymentToken = "tok_other" }, Json);
        System.Console.WriteLine($"The first order again: {(int)same.StatusCode}. The same id with other content: {(int)other.StatusCode}.");
    }

    sealed record DemoOrder(string Name, PlaceOrder Order, string Expected)
    {
        public string? CancelsIn { get; set; }

        public bool Ruled { get; set; }

        public string? End { get; set; }
    }

    sealed record Seen(string Status, string? State, string? Reason, string? Question);
}

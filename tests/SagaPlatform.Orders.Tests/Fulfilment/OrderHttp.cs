using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The endpoints of orders over real sockets; the saga behind them is answered by the test.</summary>
public abstract class OrderHttp : IAsyncLifetime
{
    /// <summary>As the platform's host has it: as large as a message may be.</summary>
    protected const int RequestBytesMax = 256 * 1024;

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
        Http = routes =>
        {
            ((IApplicationBuilder)routes).UseStatusCodePages();
            routes.MapOrderEndpoints();
        },
    };

    protected EmbeddedPlatform Platform { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await EmbeddedPlatform.Start(Family);
        Http = Platform.Http();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    protected async Task<PlaceOrder> Placed()
    {
        var order = ExampleOrder.Good();
        using var answer = await Post("/orders", order);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await Platform.Quiet();
        return order;
    }

    protected Task HandOver(PlaceOrder order) => Hears(
        new InventoryReserved(order.OrderId, "W1"), new PaymentCharged(order.OrderId, "R-1"), new LabelCreated(order.OrderId, "TRACK-1"),
        new WarehouseNotified(order.OrderId), new TrackingOpened(order.OrderId, "https://t.example/1"));

    protected async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(Queues.OrderFulfilment, message);
    }

    protected async Task Release()
    {
        Platform.Post.HoldNothing();
        foreach (var message in Platform.Post.Held)
            await Platform.Post.Deliver(message);
        await Platform.Quiet();
    }

    protected async Task<JsonElement> StatusIs(PlaceOrder order, string status)
    {
        var view = await Json(await Http.GetAsync($"/orders/{order.OrderId}"));
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }

    protected async Task NothingIsStored(Guid order)
    {
        await Platform.Quiet();
        Platform.Seen.ShouldBeEmpty();
        (await Platform.History(order)).ShouldBeEmpty();
        (await Platform.Queries.List(new SagaFilter(), null, 10, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    protected Task<HttpResponseMessage> Post(string path, object body) => Http.PostAsJsonAsync(path, body);

    protected Task<HttpResponseMessage> PostText(string json) => Http.PostAsync("/orders", new StringContent(json, Encoding.UTF8, "application/json"));

    protected static async Task<JsonElement> Problem(HttpResponseMessage answer)
    {
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await Json(answer);
    }

    protected static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

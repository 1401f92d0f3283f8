using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

/// <summary>Procurements over real sockets, with the reference participants behind them.</summary>
public sealed class ProcurementEndpointsTests : IAsyncLifetime
{
    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, configuration) =>
        {
            services.AddSupplyChain(configuration).AddParticipants().AddProblemDetails();
            services.Configure<JsonOptions>(x =>
            {
                x.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
                x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
        },
        Bus = ProcurementFamilies.WithParticipants.Bus,
        Queues = ProcurementFamilies.WithParticipants.Queues,
        Http = routes =>
        {
            ((IApplicationBuilder)routes).UseStatusCodePages();
            routes.MapSupplyChainEndpoints();
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
    public async Task An_order_is_accepted_shown_with_its_purchases_and_closed_with_its_cost()
    {
        var order = await Started(ExampleProcurement.ShortShip(("ART-REFUSED", 10), ("ART-NOBODY", 1)));

        var view = await View(order);

        view.GetProperty("status").GetString().ShouldBe("Closed");
        view.GetProperty("purchases").EnumerateArray().Select(x => $"{x.GetProperty("item")} {x.GetProperty("status")}").ShouldBe(
            ["ART-REFUSED/SUP-REFUSES/10 Refused", "ART-NOBODY/SUP-REFUSES/1 Refused", "ART-REFUSED/SUP-ALPHA/10 Done"]);
        view.GetProperty("cost").GetProperty("cost").GetProperty("amountMinor").GetInt64().ShouldBe(1_000);
        view.GetProperty("dock").GetString().ShouldStartWith("ST-OPEN");
    }

    [Fact]
    public async Task The_same_order_again_is_the_same_and_another_with_its_id_is_a_conflict()
    {
        var order = await Started(ExampleProcurement.ShortShip(("ART-PLENTY", 10)));

        (await Post("", order)).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        (await Post("", order with { StoreId = "ST-CLOSED" })).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await _platform.Quiet();
        _platform.Published<ProcurementClosed>().ShouldHaveSingleItem();
    }

    [Fact]
    public async Task Every_wrong_field_is_named()
    {
        var order = ExampleProcurement.ShortShip(("ART/1", 0)) with { Currency = "usd" };

        using var answer = await Post("", order);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await Json(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe(["currency", "lines[0].article", "lines[0].quantity"], ignoreOrder: true);
    }

    [Fact]
    public async Task An_order_can_be_cancelled_until_its_goods_leave()
    {
        var waiting = await Started(ExampleProcurement.ShortShip(("ART-SILENT", 10)));
        (await View(waiting)).GetProperty("status").GetString().ShouldBe("Purchasing");
        (await Post($"/{waiting.ProcurementId}/cancel", new { reason = "Found it cheaper." })).StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        (await View(waiting)).GetProperty("status").GetString().ShouldBe("Cancelled");

        var leaving = await Started(ExampleProcurement.ShortShip(("ART-PLENTY", 10)) with { StoreId = "ST-SILENTDELIVERY" });
        (await View(leaving)).GetProperty("status").GetString().ShouldBe("Delivering");
        using var late = await Post($"/{leaving.ProcurementId}/cancel", new { reason = "Found it cheaper." });
        late.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Json(late)).GetProperty("title").GetString().ShouldBe("Too late to cancel");
    }

    [Fact]
    public async Task A_question_is_answered_and_one_that_nobody_asked_is_a_conflict()
    {
        var order = await Started(ExampleProcurement.ShortShip(("ART-PLENTY", 10)) with { StoreId = "ST-SILENTDELIVERY" });
        var ruling = new { step = "DeliverToStore", item = "", ruling = "Done", decidedBy = "dispatcher" };
        (await Post($"/{order.ProcurementId}/rulings", ruling)).StatusCode.ShouldBe(HttpStatusCode.Conflict);

        await _platform.LetTimePass(TimeSpan.FromHours(5));
        (await View(order)).GetProperty("question").GetString().ShouldNotBeNull().ShouldContain("did it happen?");
        (await Post($"/{order.ProcurementId}/rulings", ruling)).StatusCode.ShouldBe(HttpStatusCode.Accepted);

        await _platform.Quiet();
        (await View(order)).GetProperty("status").GetString().ShouldBe("Closed");
    }

    [Fact]
    public async Task An_order_that_nobody_placed_is_not_found() =>
        (await _http.GetAsync($"/procurements/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);

    async Task<StartProcurement> Started(StartProcurement order)
    {
        using var answer = await Post("", order);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await _platform.Quiet();
        return order;
    }

    async Task<JsonElement> View(StartProcurement order) => await Json(await _http.GetAsync($"/procurements/{order.ProcurementId}"));

    Task<HttpResponseMessage> Post(string path, object body) => _http.PostAsJsonAsync($"/procurements{path}", body);

    static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>A shop at its peak, with the reference participants, over HTTP and by message.</summary>
sealed class AdmissionScenario : IAsyncDisposable
{
    /// <summary>Two orders are fulfilled at once, five are let in at once, one more each second.</summary>
    static readonly EmbeddedFamily Small = Family(("PermitsPerSecond", "1"), ("Burst", "5"), ("OrdersAtOnceMax", "2"));

    /// <summary>One order is fulfilled at once, and nobody asks over HTTP.</summary>
    public static readonly EmbeddedFamily WithOnePlace = new()
    {
        Services = Small.Services, Bus = Small.Bus, Queues = Small.Queues,
        Settings = new Dictionary<string, string?>(Small.Settings, StringComparer.Ordinal) { ["Orders:PeakAdmission:OrdersAtOnceMax"] = "1" },
    };

    /// <summary>As it comes.</summary>
    static readonly EmbeddedFamily Usual = Family();

    AdmissionScenario(EmbeddedPlatform platform) => (Platform, Http) = (platform, platform.Http());

    public EmbeddedPlatform Platform { get; }

    public HttpClient Http { get; }

    public static async Task<AdmissionScenario> OfSmallShop() => new(await EmbeddedPlatform.Start(Small));

    public static async Task<AdmissionScenario> OfShop() => new(await EmbeddedPlatform.Start(Usual));

    public static AdmitOrder Order(PlaceOrder? order = null)
    {
        var x = order ?? ExampleOrder.Good();
        return new AdmitOrder(x.OrderId, x.CustomerId, x.CustomerEmail, x.Lines, x.Total, x.PaymentToken, x.DeliverTo);
    }

    /// <summary>An order that is fulfilled until its hand-over, and there waits for a person: it keeps its place.</summary>
    public static AdmitOrder LongOrder() => Order(ExampleOrder.To("00004"));

    public Task<HttpResponseMessage> Post(AdmitOrder order) => Http.PostAsJsonAsync("/admissions", order);

    public async Task<AdmitOrder> LetIn(AdmitOrder? order = null)
    {
        order ??= Order();
        using var answer = await Post(order);
        answer.StatusCode.ShouldBe(System.Net.HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await Platform.Quiet();
        Platform.Time.Advance(TimeSpan.FromMilliseconds(1)); // who comes at the same moment stands in the order of the ids
        return order;
    }

    public async Task<JsonElement> Shown(AdmitOrder order) => await Http.GetFromJsonAsync<JsonElement>($"/admissions/{order.OrderId}");

    public async Task StatusIs(AdmitOrder order, string status) => (await Shown(order)).GetProperty("status").GetString().ShouldBe(status);

    public async Task PlaceIs(AdmitOrder order, int place)
    {
        var shown = await Shown(order);
        (shown.GetProperty("status").GetString(), shown.GetProperty("place").GetInt32(), shown.GetProperty("before").GetInt32())
            .ShouldBe(("InLine", place, place - 1));
    }

    public async Task NothingIsKeptOf(Guid order)
    {
        await Platform.Quiet();
        (await Place(order)).ShouldBeNull();
        (await Platform.Saga<AdmissionState>(AdmissionState.SagaIdOf(order))).ShouldBeNull();
        (await Platform.History(AdmissionState.SagaIdOf(order))).ShouldBeEmpty();
        Platform.Seen.ShouldNotContain(x => x.Type == nameof(StartAdmission) && x.Body.ToString().Contains(order.ToString()));
    }

    public Task<LinePlace?> Place(Guid order) => Platform.Store.Find<LinePlace>(order, null, CancellationToken.None);

    public async Task<double> TokensLeft() => (await Platform.Get<RateLimitControl>().List(CancellationToken.None)).Single().TokensLeft ?? double.NaN;

    public async Task Lawful(params AdmitOrder[] orders)
    {
        (await new AdmissionLaws(Platform.Get<IRowQueries>()).Broken(Platform.Get<Microsoft.Extensions.Options.IOptions<PeakAdmissionOptions>>().Value)).ShouldBeEmpty();
        foreach (var order in orders)
        {
            var id = AdmissionState.SagaIdOf(order.OrderId);
            (await Platform.History(id)).ShouldFollow(Platform.Get<AdmissionStateMachine>());
        }

        foreach (var queue in Small.Queues)
            Platform.Errors(queue).ShouldBeEmpty();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    static EmbeddedFamily Family(params (string Key, string Value)[] settings) => new EmbeddedFamily
    {
        Services = (services, configuration) => services.AddOrders(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddOrderSagas();
            bus.AddReferenceParticipants();
        },
        Queues =
        [
            Queues.PeakAdmission, Queues.AdmissionGate, Queues.AdmissionLine, Queues.OrderFulfilment, Queues.Inventory, Queues.Payments,
            Queues.Shipping, Queues.Notification,
        ],
        Settings = settings.Append(("PlaceFreshFor", "00:00:00")).Append(("StockLevelFor", "00:00:00")).Append(("StockAnswerWithin", "00:00:30"))
            .ToDictionary(x => $"Orders:PeakAdmission:{x.Item1}", x => (string?)x.Item2, StringComparer.Ordinal),
    }.OnHttp(routes => routes.MapOrderEndpoints());
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Playwright;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Host;
using SagaPlatform.Host.Commands;
using SagaPlatform.Host.Commands.Demo;
using static Microsoft.Playwright.Assertions;

namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>The embedded platform on a port of its own, and a Chromium without a window that looks at it.</summary>
public sealed class PageUnderTest : IAsyncLifetime
{
    /// <summary>A busy machine is slow, a page that does not come is a failure.</summary>
    public const float WaitMsMax = 30_000;

    static readonly TimeSpan Limit = TimeSpan.FromMilliseconds(WaitMsMax);
    static readonly TimeSpan LookAgainAfter = TimeSpan.FromMilliseconds(20);

    // An hour, so that an order whose card is silent stays stuck until somebody acts.
    readonly WebApplication _app = PlatformHost.Build([
        "--urls", "http://127.0.0.1:0", "--SAGA_MODE=embedded", "--Orders:Fulfilment:ChargeWithin=01:00:00"]);

    IPlaywright? _playwright;
    IBrowser? _browser;

    public HttpClient Http { get; } = new();

    public async Task InitializeAsync()
    {
        if (Chromium.Path == null)
            return;
        await _app.StartAsync();
        Http.BaseAddress = new Uri(_app.Urls.Single());
        SetDefaultExpectTimeout(WaitMsMax);
        _playwright = await Playwright.CreateAsync();
        // Containers have no user namespaces for the browser's own sandbox, and little shared memory.
        _browser = await _playwright.Chromium.LaunchAsync(new() { ExecutablePath = Chromium.Path, Args = ["--no-sandbox", "--disable-dev-shm-usage"] });
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        if (_browser != null)
            await _browser.DisposeAsync();
        _playwright?.Dispose();
        await _app.DisposeAsync();
    }

    /// <summary>A browser of somebody who was never here, at one of the page's addresses.</summary>
    public async Task<OperatorsBrowser> Open(string path, ColorScheme colours = ColorScheme.Light)
    {
        var context = await _browser!.NewContextAsync(new()
        {
            BaseURL = Http.BaseAddress!.ToString(), ColorScheme = colours, ViewportSize = new() { Width = 1360, Height = 900 }, Locale = "en-GB", TimezoneId = "UTC",
            ReducedMotion = ReducedMotion.Reduce,
        });
        context.SetDefaultTimeout(WaitMsMax);
        var browser = new OperatorsBrowser(context, await context.NewPageAsync());
        await browser.Page.GotoAsync(path);
        return browser;
    }

    /// <summary>An order that ends well by itself.</summary>
    public Task<Guid> GoodOrder() => Place(ExampleOrders.Good());

    /// <summary>An order that waits for its card for an hour.</summary>
    public async Task<Guid> StuckOrder()
    {
        var id = await Place(ExampleOrders.Good() with { PaymentToken = "tok_silent_nocharge" });
        await Eventually($"/api/sagas/{id}", x => (string?)x["state"] == "ChargePayment");
        return id;
    }

    /// <summary>An order whose charging fails in the participant, until it is in the error queue.</summary>
    public async Task<Guid> OrderWithFailedMessage()
    {
        var id = await Place(ExampleOrders.Good() with { PaymentToken = "tok_fails" });
        await Eventually($"/api/failed-messages?saga={id}", x => x["items"]!.AsArray().Count > 0);
        return id;
    }

    /// <summary>A claim that one person has to approve.</summary>
    public async Task<Guid> ClaimToApprove()
    {
        var claim = ClaimDemo.Cases().Single(x => x.Name == "one person approves it");
        await Post(claim.Path, claim.Start);
        await Eventually($"/api/work-items/{WorkItem.IdOf(ClaimWork.Approval, claim.Id)}", _ => true);
        return claim.Id;
    }

    /// <summary>So much that the pictures show a platform at work: begun while somebody watches, so that every second is on the chart.</summary>
    public async Task SomeOfEveryKind()
    {
        await using var watching = await Open("/");
        DemoCase[] cases = [.. OrderDemo.Cases(), .. OrderDemo.Cases(), .. ClaimDemo.Cases(), .. CrossBorderDemo.Cases(), .. ProcurementDemo.Cases(), .. RideDemo.Cases()];
        var (begun, inThisSecond) = (0, 3);
        foreach (var demo in cases.Where(x => x.Before == null))
        {
            using var answer = await Http.PostAsJsonAsync(demo.Path, demo.Start, DemoClient.Json);
            if (answer.StatusCode == HttpStatusCode.Accepted)
                await Eventually($"/api/sagas/{demo.Id}", _ => true);
            if (++begun % inThisSecond == 0)
            {
                await NextLook();
                inThisSecond = inThisSecond % 6 + 2;
            }
        }
    }

    async Task NextLook()
    {
        var last = (string?)(await Get("/api/overview"))["at"];
        await Eventually("/api/overview", x => (string?)x["at"] != last);
    }

    /// <summary>What a participant answers, or another operator does.</summary>
    public async Task<JsonNode> Post(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        var text = await answer.Content.ReadAsStringAsync();
        answer.IsSuccessStatusCode.ShouldBeTrue($"{path}: {answer.StatusCode} {text}");
        return JsonNode.Parse(text)!;
    }

    public async Task<JsonNode> Get(string path) => (await Http.GetFromJsonAsync<JsonNode>(path))!;

    public async Task<JsonNode> Eventually(string path, Func<JsonNode, bool> condition)
    {
        var until = DateTime.UtcNow + Limit;
        while (true)
        {
            using var answer = await Http.GetAsync(path);
            var seen = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!;
            if (answer.IsSuccessStatusCode && condition(seen))
                return seen;
            (DateTime.UtcNow < until).ShouldBeTrue($"{path} stayed {seen}");
            await Task.Delay(LookAgainAfter);
        }
    }

    async Task<Guid> Place(PlaceOrder order)
    {
        await Post("/orders", order);
        await Eventually($"/api/sagas/{order.OrderId}", _ => true);
        return order.OrderId;
    }
}

/// <summary>One operator's browser; notes what it complains about.</summary>
public sealed class OperatorsBrowser : IAsyncDisposable
{
    readonly IBrowserContext _context;
    readonly List<string> _complaints = [];

    internal OperatorsBrowser(IBrowserContext context, IPage page)
    {
        (_context, Page) = (context, page);
        page.Console += (_, x) => { if (x.Type == "error") _complaints.Add(x.Text); };
        page.PageError += (_, x) => _complaints.Add(x);
        page.Request += (_, x) => { if (!x.Url.StartsWith("http://127.0.0.1:", StringComparison.Ordinal)) _complaints.Add($"asked for {x.Url}"); };
    }

    public IPage Page { get; }

    /// <summary>Errors of the console (broken content policies are there too), and requests to anybody but the platform.</summary>
    public IReadOnlyList<string> Complaints => _complaints;

    public ILocator Button(string name) => Page.GetByRole(AriaRole.Button, new() { Name = name, Exact = true });

    /// <summary>The row of a saga in the list that is shown.</summary>
    public ILocator Row(Guid saga) => Page.GetByRole(AriaRole.Row).Filter(new() { Has = Page.GetByTitle(saga.ToString()) });

    /// <summary>Goes to a page by the navigation; a number of what waits there may stand beside its name.</summary>
    public Task GoTo(string page) => Page.GetByRole(AriaRole.Navigation, new() { Name = "Pages" }).GetByRole(AriaRole.Link, new() { Name = page }).ClickAsync();

    public ILocator Dialog => Page.GetByRole(AriaRole.Dialog);

    /// <summary>Gives a reason and asks what would happen.</summary>
    public async Task Preview(string reason)
    {
        await Dialog.GetByLabel("Reason").FillAsync(reason);
        await Button("Preview").ClickAsync();
    }

    public async ValueTask DisposeAsync() => await _context.DisposeAsync();
}

[CollectionDefinition(Name)]
public sealed class PageCollection : ICollectionFixture<PageUnderTest>
{
    public const string Name = "page";
}

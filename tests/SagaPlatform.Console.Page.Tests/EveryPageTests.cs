using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>What is asked of every page, in light and dark. With SAGA_SCREENSHOTS=directory each is also photographed into it.</summary>
[Collection(PageCollection.Name)]
public sealed class EveryPageTests(PageUnderTest platform)
{
    static readonly string? _album = Environment.GetEnvironmentVariable("SAGA_SCREENSHOTS");

    [PageFact]
    public Task Every_page_is_legible_and_named_and_asks_nobody_else_in_light_colours() => LookAtAll(ColorScheme.Light, "light");

    [PageFact]
    public Task Every_page_is_legible_and_named_and_asks_nobody_else_in_dark_colours() => LookAtAll(ColorScheme.Dark, "dark");

    [PageFact]
    public async Task A_dialog_is_legible_and_takes_and_returns_the_focus()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open($"/sagas/{id}");
        await browser.Button("Cancel").FocusAsync();
        await browser.Page.Keyboard.PressAsync("Enter");
        await Expect(browser.Dialog.GetByLabel("Reason")).ToBeFocusedAsync();
        await browser.Preview("why not");
        await Expect(browser.Page.GetByTestId("preview")).ToBeVisibleAsync();
        await Photograph(browser, "saga-cancel-preview", "light");
        (await Complaints(browser)).ShouldBeEmpty();

        await browser.Page.Keyboard.PressAsync("Escape");
        await Expect(browser.Dialog).ToHaveCountAsync(0);
        await Expect(browser.Button("Cancel")).ToBeFocusedAsync();
    }

    [PageFact]
    public async Task What_starts_and_ends_is_counted_and_drawn_while_one_looks()
    {
        await using var browser = await platform.Open("/");
        var counted = browser.Page.GetByRole(AriaRole.Table, new() { Name = "States of order-fulfilment" }).GetByRole(AriaRole.Row).Filter(new() { HasText = "Completed" });
        await platform.GoodOrder();
        await Expect(counted).ToBeVisibleAsync();
        var before = (await counted.TextContentAsync())!;
        await platform.GoodOrder();

        await Expect(counted).Not.ToHaveTextAsync(before);
        await Expect(browser.Page.Locator(".recharts-area-curve")).ToHaveCountAsync(4);
    }

    [PageFact]
    public async Task A_page_that_is_not_there_says_so()
    {
        await using var browser = await platform.Open($"/sagas/{Guid.NewGuid()}");
        await Expect(browser.Page.GetByRole(AriaRole.Alert)).ToContainTextAsync("Not found");
    }

    async Task LookAtAll(ColorScheme colours, string album)
    {
        var stuck = await platform.StuckOrder();
        var good = await platform.GoodOrder();
        var failed = await platform.OrderWithFailedMessage();
        await platform.ClaimToApprove();
        await platform.Eventually($"/api/sagas/{good}", x => (string?)x["state"] == "Completed");
        var message = (string)(await platform.Get($"/api/failed-messages?saga={failed}"))["items"]![0]!["id"]!;
        var held = await platform.StuckOrder();
        var run = (string)(await platform.Post("/api/sagas/bulk", new { verb = "hold", ids = new[] { held }, reason = "the bank is down" }))["id"]!;
        await platform.Eventually($"/api/runs/{run}", x => (string?)x["state"] == "Done");

        if (_album is { Length: > 0 })
            await platform.SomeOfEveryKind();

        foreach (var (name, path, shown) in new[]
        {
            ("overview", "/", "Starts and ends"),
            ("sagas", "/sagas", "found"),
            ("saga", $"/sagas/{stuck}", "Its way through the machine"),
            ("saga-held", $"/sagas/{held}", "It is held"),
            ("saga-ended", $"/sagas/{good}", "How it ended"),
            ("timeouts", "/timeouts", "ProcessClockRang"),
            ("failed-messages", "/failed-messages", "By cause"),
            ("failed-message", $"/failed-messages/{message}", "Stack"),
            ("work-items", "/work-items", "Approve"),
            ("runs", "/runs", "Progress"),
            ("run", $"/runs/{run}", "What came of each"),
            ("machines", "/machines", "order-fulfilment"),
            ("machine", "/machines/order-fulfilment", "What it asks, in order"),
            ("audit", "/audit", "The chain holds"),
            ("sign-in", "/sign-in", "API key"),
        })
        {
            await using var browser = await platform.Open(path, colours);
            await Expect(browser.Page.Locator("main")).ToContainTextAsync(shown);
            await Expect(browser.Page.Locator("[aria-label=Loading]")).ToHaveCountAsync(0);
            if (name != "sign-in")
                await Expect(browser.Page.GetByText("Live", new() { Exact = true })).ToBeVisibleAsync();
            await Photograph(browser, name, album);
            (await Complaints(browser)).ShouldBeEmpty($"{path} in {album} colours");
        }
    }

    static async Task<List<string>> Complaints(OperatorsBrowser browser)
    {
        using var script = new StreamReader(typeof(EveryPageTests).Assembly.GetManifestResourceStream("legibility.js")!);
        var text = await script.ReadToEndAsync();
        return [.. browser.Complaints, .. await browser.Page.EvaluateAsync<string[]>(text[text.IndexOf("() =>", StringComparison.Ordinal)..])];
    }

    static async Task Photograph(OperatorsBrowser browser, string name, string album)
    {
        if (_album is { Length: > 0 })
            await browser.Page.ScreenshotAsync(new() { Path = Path.Combine(_album, $"{name}-{album}.png"), Animations = ScreenshotAnimations.Disabled });
    }
}

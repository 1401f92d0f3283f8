using System.Text.RegularExpressions;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>What an operator does on the page, in a real Chromium.</summary>
[Collection(PageCollection.Name)]
public sealed partial class ActingTests(PageUnderTest platform)
{
    [PageFact]
    public async Task An_order_is_seen_to_finish_without_a_reload()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open($"/sagas/{id}");
        await Expect(browser.Page.GetByTestId("waiting-for")).ToContainTextAsync("It waits for 'payments' to answer ChargePayment");
        await browser.Page.EvaluateAsync("window.neverReloaded = true");

        await platform.Post($"/api/sagas/{id}/send", new { reason = "the bank called", version = await Version(id), @event = "PaymentCharged", message = new { orderId = id, receipt = "r-1" } });

        await Expect(browser.Page.GetByTestId("waiting-for")).ToContainTextAsync("it ended");
        await Expect(browser.Page.Locator("[data-state=Completed][data-current=true]")).ToBeVisibleAsync();
        await Expect(browser.Page.GetByRole(AriaRole.List, new() { Name = "Timeline" })).ToContainTextAsync("ParcelHandedOver");
        (await browser.Page.EvaluateAsync<bool>("window.neverReloaded")).ShouldBeTrue();
    }

    [PageFact]
    public async Task Orders_that_are_placed_appear_in_the_list_and_end_there_without_a_reload()
    {
        await using var browser = await platform.Open("/sagas?type=order-fulfilment");
        await Expect(browser.Page.GetByRole(AriaRole.Status).Filter(new() { HasText = "found" })).ToBeVisibleAsync();
        await browser.Page.EvaluateAsync("window.neverReloaded = true");

        var (one, other) = (await platform.GoodOrder(), await platform.GoodOrder());

        foreach (var id in new[] { one, other })
            await Expect(browser.Row(id)).ToContainTextAsync("Completed");
        (await browser.Page.EvaluateAsync<bool>("window.neverReloaded")).ShouldBeTrue();
    }

    [PageFact]
    public async Task A_stuck_order_is_found_says_why_and_goes_on_when_its_timeout_is_rung()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open("/");

        await browser.GoTo("Sagas");
        await browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "Type" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Option, new() { Name = "order-fulfilment" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Textbox, new() { Name = "State" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Option, new() { Name = "ChargePayment" }).ClickAsync();
        await browser.Page.WaitForURLAsync("**/sagas?type=order-fulfilment&state=ChargePayment");
        await browser.Page.GetByTitle(id.ToString()).ClickAsync();

        await Expect(browser.Page.GetByTestId("waiting-for")).ToContainTextAsync("(attempt 1 of 2)");
        await browser.Button("Ring now: ProcessClockRang").ClickAsync();
        await browser.Preview("the bank says it never saw it");
        await Expect(browser.Page.GetByTestId("preview")).ToBeVisibleAsync();
        await browser.Button("Ring it now").ClickAsync();
        await Expect(browser.Page.GetByTestId("outcome")).ToBeVisibleAsync();
        await browser.Button("Close").ClickAsync();

        await Expect(browser.Page.GetByTestId("waiting-for")).ToContainTextAsync("(attempt 2 of 2)");
    }

    [PageFact]
    public async Task A_timeout_is_postponed_where_all_timeouts_are_listed()
    {
        var id = await platform.StuckOrder();
        var due = (await platform.Get($"/api/sagas/{id}"))["timeouts"]![0]!["due"]!.GetValue<DateTimeOffset>();
        await using var browser = await platform.Open("/");
        await browser.GoTo("Timeouts");
        var row = browser.Row(id);

        await row.GetByRole(AriaRole.Button, new() { Name = "Postpone: ProcessClockRang" }).ClickAsync();
        await browser.Preview("the bank calls back tomorrow");
        await Expect(browser.Page.GetByTestId("preview")).ToContainTextAsync("Timeout ProcessClockRang is");
        await browser.Button("Postpone it").ClickAsync();
        await Expect(browser.Page.GetByTestId("outcome")).ToContainTextAsync("Audit row");
        await browser.Button("Close").ClickAsync();

        await Expect(row).ToContainTextAsync(AfterAnHourMore());
        (await platform.Get($"/api/sagas/{id}"))["timeouts"]![0]!["due"]!.GetValue<DateTimeOffset>().ShouldBeGreaterThan(due);
    }

    [PageFact]
    public async Task A_claim_is_approved_where_people_decide_and_is_paid()
    {
        var id = await platform.ClaimToApprove();
        await using var browser = await platform.Open("/");
        await browser.GoTo("Work items");
        var item = browser.Page.GetByRole(AriaRole.Article).Filter(new() { Has = browser.Page.GetByTitle(id.ToString()) });

        await item.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();
        await browser.Dialog.GetByLabel("Decided by").FillAsync("Anna");
        await browser.Dialog.GetByRole(AriaRole.Button, new() { Name = "Approve", Exact = true }).ClickAsync();

        await Expect(item).ToHaveCountAsync(0);
        await platform.Eventually($"/api/sagas/{id}", x => (string?)x["state"] == "Completed");
    }

    [PageFact]
    public async Task A_failed_message_is_looked_at_and_retried()
    {
        var id = await platform.OrderWithFailedMessage();
        await using var browser = await platform.Open($"/sagas/{id}");

        await browser.Page.GetByRole(AriaRole.Region, new() { Name = "Failed messages" }).GetByRole(AriaRole.Link).First.ClickAsync();
        await Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "ChargePayment" })).ToBeVisibleAsync();
        await Expect(browser.Page.GetByRole(AriaRole.Region, new() { Name = "Stack" })).ToContainTextAsync("   at ");
        await browser.Button("Retry").ClickAsync();
        await browser.Preview("the gateway was restarted");
        await Expect(browser.Page.GetByTestId("preview")).ToContainTextAsync("ChargePayment");
        await browser.Button("Retry it").ClickAsync();
        await Expect(browser.Page.GetByTestId("outcome")).ToBeVisibleAsync();
        await browser.Button("Close").ClickAsync();

        await Expect(browser.Page.GetByText("the gateway was restarted")).ToBeVisibleAsync();
        (await platform.Get($"/api/failed-messages?saga={id}&status=Retried"))["items"]!.AsArray().Count.ShouldBe(1);
    }

    [PageFact]
    public async Task A_cancellation_is_previewed_and_then_gives_everything_back()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open($"/sagas/{id}");

        await browser.Button("Cancel").ClickAsync();
        await browser.Preview("the customer called");
        await Expect(browser.Page.GetByTestId("preview")).ToContainTextAsync("ChargePayment → Unwinding");
        await Expect(browser.Page.GetByTestId("preview")).ToContainTextAsync("Sends ");
        ((string?)(await platform.Get($"/api/sagas/{id}"))["state"]).ShouldBe("ChargePayment", "a preview does nothing");

        await browser.Button("Cancel the saga").ClickAsync();
        await Expect(browser.Page.GetByTestId("outcome")).ToContainTextAsync("Audit row");
        await browser.Button("Close").ClickAsync();
        await Expect(browser.Page.Locator("[data-state=Cancelled][data-current=true]")).ToBeVisibleAsync();
        await Expect(browser.Page.GetByRole(AriaRole.Region, new() { Name = "What operators did" })).ToContainTextAsync("the customer called");
    }

    [PageFact]
    public async Task An_event_that_the_saga_waits_for_is_sent_by_hand()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open($"/sagas/{id}");

        await browser.Button("Send").ClickAsync();
        await browser.Dialog.GetByRole(AriaRole.Textbox, new() { Name = "Event" }).ClickAsync();
        await browser.Page.GetByRole(AriaRole.Option, new() { Name = "PaymentCharged (handled now)" }).ClickAsync();
        var message = browser.Dialog.GetByLabel("Message, as JSON");
        await Expect(message).ToHaveValueAsync(new Regex(id.ToString(), RegexOptions.None, TimeSpan.FromSeconds(1)));
        await message.FillAsync("{ no JSON");
        await Expect(browser.Button("Preview")).ToBeDisabledAsync();
        await message.FillAsync($$"""{ "orderId": "{{id}}", "receipt": "by telephone" }""");
        await browser.Preview("the bank called");
        await Expect(browser.Page.GetByTestId("preview")).ToBeVisibleAsync();
        await browser.Button("Send it").ClickAsync();
        await Expect(browser.Page.GetByTestId("outcome")).ToContainTextAsync("Audit row");
        await browser.Button("Close").ClickAsync();

        await Expect(browser.Page.Locator("[data-state=Completed][data-current=true]")).ToBeVisibleAsync();
    }

    [PageFact]
    public async Task What_moved_meanwhile_is_refused_and_says_where_it_is_now()
    {
        var id = await platform.StuckOrder();
        await using var browser = await platform.Open($"/sagas/{id}");
        await browser.Button("Cancel").ClickAsync();
        await browser.Preview("the customer called");
        await Expect(browser.Page.GetByTestId("preview")).ToBeVisibleAsync();
        var looked = await Version(id);

        await platform.Post($"/api/sagas/{id}/retry", new { reason = "another operator was quicker", version = looked });
        await browser.Button("Cancel the saga").ClickAsync();

        await Expect(browser.Page.GetByTestId("refusal")).ToContainTextAsync("It moved meanwhile: nothing was done");
        await Expect(browser.Page.GetByTestId("refusal")).ToContainTextAsync($"You looked at version {looked}; it is at version {await Version(id)} now, in state ChargePayment.");
        ((string?)(await platform.Get($"/api/sagas/{id}"))["state"]).ShouldBe("ChargePayment");

        await browser.Button("Go on with it as it is now").ClickAsync();
        await browser.Button("Preview").ClickAsync();
        await Expect(browser.Page.GetByTestId("preview")).ToBeVisibleAsync();
    }

    [PageFact]
    public async Task Whoever_lacks_the_role_sees_everything_and_may_do_nothing()
    {
        var id = await platform.StuckOrder();
        var key = (string?)(await platform.Post("/api/keys", new { name = "vera", role = "Viewer" }))["key"];
        await using var browser = await platform.Open("/sign-in");
        await browser.Page.Locator("input[type=password]").FillAsync(key!);
        await browser.Button("Sign in").ClickAsync();
        await Expect(browser.Button("vera (Viewer)")).ToBeVisibleAsync();

        await browser.Page.GotoAsync($"/sagas/{id}");
        await Expect(browser.Button("Cancel")).ToHaveAttributeAsync("aria-disabled", "true");
        await Expect(browser.Button("Cancel")).ToHaveAttributeAsync("aria-description", "Your role may not do this.");
        await Expect(browser.Button("Ring now: ProcessClockRang")).ToHaveCountAsync(0);

        // The page only hides: it is the server that refuses.
        var refused = await browser.Page.EvaluateAsync<int>(
            "async id => (await fetch(`/api/sagas/${id}/cancel`, { method: 'POST', headers: { 'Content-Type': 'application/json' }, body: '{\"reason\":\"x\",\"version\":2}' })).status", id.ToString());
        refused.ShouldBe(403);
    }

    [PageFact]
    public async Task Several_selected_sagas_are_held_as_one_run_with_a_result_for_each()
    {
        var (one, other) = (await platform.StuckOrder(), await platform.StuckOrder());
        await using var browser = await platform.Open("/sagas?type=order-fulfilment&state=ChargePayment");
        foreach (var id in new[] { one, other })
            await browser.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select {id}" }).CheckAsync();

        await browser.Button("Hold").ClickAsync();
        await Expect(browser.Dialog).ToContainTextAsync("This is about 2 sagas.");
        await browser.Dialog.GetByLabel("Reason").FillAsync("the bank is down");
        await browser.Button("Hold them").ClickAsync();

        await browser.Page.WaitForURLAsync("**/runs/*");
        await Expect(browser.Page.GetByRole(AriaRole.Table, new() { Name = "Results" }).GetByText("done", new() { Exact = true })).ToHaveCountAsync(2);
        (await platform.Get($"/api/sagas/{one}"))["held"].ShouldNotBeNull();
    }

    [PageFact]
    public async Task A_key_finds_a_saga_by_its_id_without_the_mouse()
    {
        var id = await platform.GoodOrder();
        await using var browser = await platform.Open("/audit");
        await Expect(browser.Page.GetByTestId("chain")).ToContainTextAsync("The chain holds");

        await browser.Page.Keyboard.PressAsync("/");
        await browser.Page.Keyboard.TypeAsync(id.ToString());
        await browser.Page.Keyboard.PressAsync("Enter");
        await browser.Page.WaitForURLAsync($"**/sagas/{id}");
        await browser.Page.Locator("h1").FocusAsync();
        await browser.Page.Keyboard.PressAsync("g");
        await browser.Page.Keyboard.PressAsync("t");
        await Expect(browser.Page.GetByRole(AriaRole.Heading, new() { Name = "Timeouts" })).ToBeVisibleAsync();
    }

    [GeneratedRegex(@"in (?:1[12]\d min|2 h)", RegexOptions.None, 1_000)]
    private static partial Regex AfterAnHourMore();

    async Task<int> Version(Guid id) => (int)(await platform.Get($"/api/sagas/{id}"))["version"]!;
}

using System.Text.Json.Nodes;
using Microsoft.Playwright;
using static Microsoft.Playwright.Assertions;

namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>What an operator does with many failed messages at once, in a real Chromium.</summary>
[Collection(PageCollection.Name)]
public sealed class FailedMessagesTests(PageUnderTest platform)
{
    [PageFact]
    public async Task All_messages_of_one_cause_are_retried_beginning_with_few()
    {
        var (one, other) = (await platform.OrderWithFailedMessage(), await platform.OrderWithFailedMessage());
        await using var browser = await platform.Open("/");
        await browser.GoTo("Failed messages");

        await browser.Button("Retry all").ClickAsync();
        await Expect(browser.Dialog.GetByRole(AriaRole.Status)).ToContainTextAsync("This is about");
        await Expect(browser.Dialog.GetByRole(AriaRole.Switch, new() { Name = "Begin with few" })).ToBeCheckedAsync();
        await browser.Dialog.GetByLabel("Reason").FillAsync("the gateway was restarted");
        await browser.Button("Retry them").ClickAsync();

        await browser.Page.WaitForURLAsync("**/runs/*");
        await Expect(browser.Page.GetByText("(began with few)")).ToBeVisibleAsync();
        await Expect(browser.Page.GetByText("Done", new() { Exact = true })).ToBeVisibleAsync();
        foreach (var order in new[] { one, other })
            ((string?)(await Message(order))["status"]).ShouldBe("Retried");
    }

    [PageFact]
    public async Task A_selected_message_is_discarded_with_a_reason_and_the_others_stay()
    {
        var (dropped, kept) = (await platform.OrderWithFailedMessage(), await platform.OrderWithFailedMessage());
        var id = (string)(await Message(dropped))["id"]!;
        await using var browser = await platform.Open("/failed-messages");

        await browser.Page.GetByRole(AriaRole.Checkbox, new() { Name = $"Select ChargePayment {id}" }).CheckAsync();
        await browser.Button("Discard selected").ClickAsync();
        await Expect(browser.Dialog).ToContainTextAsync("This is about 1 message.");
        await Expect(browser.Button("Discard them")).ToBeDisabledAsync();
        await browser.Dialog.GetByLabel("Reason").FillAsync("the order was cancelled long ago");
        await browser.Button("Discard them").ClickAsync();

        await browser.Page.WaitForURLAsync("**/runs/*");
        await Expect(browser.Page.GetByRole(AriaRole.Table, new() { Name = "Results" }).GetByText("done", new() { Exact = true })).ToHaveCountAsync(1);
        ((string?)(await Message(dropped))["status"]).ShouldBe("Discarded");
        ((string?)(await Message(kept))["status"]).ShouldBe("Waiting");
        (await platform.Get("/api/audit?limit=10"))["items"]!.AsArray().ShouldContain(x => (string?)x!["reason"] == "the order was cancelled long ago");
    }

    async Task<JsonNode> Message(Guid order) => (await platform.Get($"/api/failed-messages?saga={order}&status=any"))["items"]![0]!;
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Orders.Tests.Fulfilment;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>Asking to be let in by HTTP, and what a customer sees afterwards.</summary>
public sealed class AdmissionByHttpTests
{
    [Fact]
    public async Task An_order_that_is_let_in_is_answered_at_once_with_its_place_and_then_fulfilled()
    {
        await using var shop = await AdmissionScenario.OfShop();
        shop.Platform.Post.Hold<StartAdmission>();
        var order = AdmissionScenario.Order();

        using var answer = await shop.Post(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        answer.Headers.Location!.ToString().ShouldBe($"/admissions/{order.OrderId}");
        (await Json(answer)).GetProperty("place").GetInt32().ShouldBe(1);
        await shop.PlaceIs(order, 1);

        await shop.Platform.Release();
        var view = await shop.Shown(order);
        view.GetProperty("status").GetString().ShouldBe("Completed");
        view.GetProperty("trackingNumber").GetString().ShouldNotBeNullOrEmpty();
        view.TryGetProperty("place", out _).ShouldBeFalse();
        view.ToString().ShouldNotContain(order.PaymentToken, Case.Insensitive, "the token is nobody's business");
        (await shop.Platform.StateOf(order.OrderId)).ShouldBe("Completed");
        shop.Platform.Published<AdmissionCompleted>().Count.ShouldBe(1);
        await shop.Lawful(order);
    }

    [Fact]
    public async Task Beyond_the_rate_an_order_is_refused_at_once_and_leaves_nothing_behind()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        for (var i = 0; i < 5; i++)
            await shop.LetIn();
        var late = AdmissionScenario.Order();

        using var answer = await shop.Post(late);

        answer.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);
        answer.Headers.RetryAfter!.Delta.ShouldBe(TimeSpan.FromSeconds(1));
        (await Json(answer)).GetProperty("title").GetString().ShouldBe("OrderRefused: rate limit");
        await shop.NothingIsKeptOf(late.OrderId);
        using var unknown = await shop.Http.GetAsync($"/admissions/{late.OrderId}");
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);

        shop.Platform.Time.Advance(TimeSpan.FromSeconds(1));
        await shop.LetIn(late);
    }

    [Fact]
    public async Task A_raised_rate_lets_orders_in_that_were_refused_before()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.Platform.Get<RateLimitControl>().Change(new RateLimit(Queues.PeakAdmission, 0, 1), CancellationToken.None);
        using var refused = await shop.Post(AdmissionScenario.Order());
        refused.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests);

        await shop.Platform.Get<RateLimitControl>().Change(new RateLimit(Queues.PeakAdmission, 100, 100), CancellationToken.None);
        shop.Platform.Time.Advance(TimeSpan.FromSeconds(1));

        await shop.LetIn();
    }

    [Theory]
    [InlineData("SKU-NONE", 1)]
    [InlineData("SKU-SCARCE", 4)]
    public async Task An_order_for_what_is_not_there_is_refused_at_once_and_leaves_nothing_behind(string sku, int quantity)
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = AdmissionScenario.Order(ExampleOrder.OfArticle(sku, quantity));

        using var answer = await shop.Post(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var problem = await Json(answer);
        problem.GetProperty("title").GetString().ShouldBe("OrderRefused: out of stock");
        problem.GetProperty("detail").GetString()!.ShouldContain(sku);
        await shop.NothingIsKeptOf(order.OrderId);
    }

    [Fact]
    public async Task The_same_order_again_gets_the_same_answer_and_uses_up_no_second_permit()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.LetIn(AdmissionScenario.LongOrder());
        await shop.LetIn(AdmissionScenario.LongOrder());
        var order = await shop.LetIn();

        for (var i = 0; i < 20; i++)
        {
            using var again = await shop.Post(order);
            again.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            (await Json(again)).GetProperty("place").GetInt32().ShouldBe(1);
        }

        await shop.LetIn();
        await shop.LetIn();
        using var sixth = await shop.Post(AdmissionScenario.Order());
        sixth.StatusCode.ShouldBe(HttpStatusCode.TooManyRequests, "five permits were there, and no more than five were used");
        using var stillKnown = await shop.Post(order);
        stillKnown.StatusCode.ShouldBe(HttpStatusCode.Accepted, "a repeat is known even when nobody is let in any more");
        shop.Platform.SentTo<StartAdmission>(Queues.PeakAdmission).Count.ShouldBe(5);
    }

    [Fact]
    public async Task Another_order_under_the_same_id_is_a_conflict_and_changes_nothing()
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = await shop.LetIn();

        using var answer = await shop.Post(order with { Total = new Money(1, "EUR") });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        (await Json(answer)).GetProperty("detail").GetString()!.ShouldContain("other content");
        (await shop.Platform.Saga<OrderState>(order.OrderId))!.TotalMinor.ShouldBe(order.Total.AmountMinor);
    }

    [Fact]
    public async Task Ten_requests_for_one_order_at_once_are_one_order()
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = AdmissionScenario.Order();

        var answers = await Task.WhenAll(Enumerable.Range(0, 10).Select(_ => shop.Post(order)));

        answers.ShouldAllBe(x => x.StatusCode == HttpStatusCode.Accepted);
        await shop.Platform.Quiet();
        shop.Platform.Published<AdmissionCompleted>().Count.ShouldBe(1);
        await shop.Lawful(order);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_kept()
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = AdmissionScenario.Order() with { CustomerEmail = "nowhere", Lines = [new OrderLine("", 0)], PaymentToken = "4111 1111 1111 1111" };

        using var answer = await shop.Post(order);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        var errors = (await Json(answer)).GetProperty("errors").EnumerateObject().Select(x => x.Name).ToList();
        errors.ShouldBe(["paymentToken", "customerEmail", "lines[0].sku", "lines[0].quantity"], ignoreOrder: true);
        await shop.NothingIsKeptOf(order.OrderId);
    }

    [Fact]
    public async Task A_customer_leaves_the_line_and_those_behind_move_up()
    {
        await using var shop = await AdmissionScenario.OfSmallShop();
        await shop.LetIn(AdmissionScenario.LongOrder());
        await shop.LetIn(AdmissionScenario.LongOrder());
        var (first, second) = (await shop.LetIn(), await shop.LetIn());
        await shop.PlaceIs(second, 2);

        using var answer = await shop.Http.PostAsJsonAsync($"/admissions/{first.OrderId}/cancel", new { reason = "Too long." });

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
        await shop.Platform.Quiet();
        await shop.StatusIs(first, "Cancelled");
        await shop.PlaceIs(second, 1);
        (await shop.Platform.Saga<OrderState>(first.OrderId)).ShouldBeNull("an order that was never called is never placed");
        await shop.Lawful(first, second);
    }

    [Fact]
    public async Task Once_it_is_called_an_order_is_not_cancelled_in_the_line()
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = await shop.LetIn(AdmissionScenario.LongOrder());

        using var answer = await shop.Http.PostAsJsonAsync($"/admissions/{order.OrderId}/cancel", new { reason = "Changed my mind." });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        await shop.Platform.Quiet();
        await shop.StatusIs(order, "InFulfilment");
    }

    [Fact]
    public async Task A_person_can_only_answer_a_question_that_was_asked()
    {
        await using var shop = await AdmissionScenario.OfShop();
        var order = await shop.LetIn();

        using var answer = await shop.Http.PostAsJsonAsync($"/admissions/{order.OrderId}/rulings", new { step = "FulfilOrder", ruling = "Done", decidedBy = "clerk" });
        using var unknown = await shop.Http.PostAsJsonAsync($"/admissions/{Guid.NewGuid()}/rulings", new { step = "FulfilOrder", ruling = "Done", decidedBy = "clerk" });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        unknown.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();
}

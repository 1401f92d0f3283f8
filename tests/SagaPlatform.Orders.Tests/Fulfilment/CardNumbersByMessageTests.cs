using SagaPlatform.Contracts;

namespace SagaPlatform.Orders.Tests.Fulfilment;

public sealed class CardNumbersByMessageTests
{
    [Fact]
    public async Task An_order_with_a_card_number_is_refused_and_what_is_kept_of_it_does_not_hold_the_number()
    {
        await using var order = await OrderScenario.NotYetPlaced();

        await order.Hears(order.Placed with { PaymentToken = "4111 1111 1111 1111", CustomerEmail = "ada@4222222222222.example" });

        var kept = order.Platform.Errors(Queues.OrderFulfilment).ShouldHaveSingleItem();
        kept.Reason.ShouldContain("PaymentToken");
        kept.Reason.ShouldContain("CustomerEmail");
        kept.Body.ToString().ShouldNotContain("1111");
        kept.Body.ToString().ShouldNotContain("4222222222222");
        kept.Body.GetProperty("paymentToken").GetString().ShouldBe("**** **** **** ****");
        kept.Body.GetProperty("orderId").GetGuid().ShouldBe(order.Id, "its sender can be found");
        kept.Body.GetProperty("total").GetProperty("amountMinor").GetInt64().ShouldBe(order.Placed.Total.AmountMinor);
        (await order.Platform.StateOf(order.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task Any_other_message_that_cannot_be_handled_is_kept_as_it_came()
    {
        await using var order = await OrderScenario.NotYetPlaced();

        await order.Hears(order.Placed with { Lines = [] });

        var kept = order.Platform.Errors(Queues.OrderFulfilment).ShouldHaveSingleItem();
        kept.Body.GetProperty("paymentToken").GetString().ShouldBe(order.Placed.PaymentToken);
        kept.Reason.ShouldContain("Lines");
    }
}

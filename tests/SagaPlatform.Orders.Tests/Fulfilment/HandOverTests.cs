using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The point of no return, and the letter after it.</summary>
public sealed class HandOverTests
{
    const string HandOver = "HandOverParcel";

    [Fact]
    public async Task A_refused_hand_over_gives_everything_back()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.HandOver);

        await order.Hears(new HandOverRefused(order.Id, "van is full"));
        await order.ConfirmsEveryUndo();

        await order.IsIn("Cancelled");
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!);
        order.NeverAsked<SendConfirmation>();
        order.NeverAnnounced<OrderNeedsAttention>();
    }

    [Fact]
    public async Task A_silent_hand_over_is_a_question_for_a_person_and_undoes_nothing()
    {
        await using var order = await AskingAboutTheHandOver();

        order.Asked<HandOverParcel>(times: 2);
        order.Announced<OrderNeedsAttention>();
        (await order.State()).Question.ShouldBe("HandOverParcel is past the point of no return and was not answered in time: did it happen?");
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!, times: 0);
        (await order.Platform.Timeouts(order.Id)).Count.ShouldBe(1, "the person is asked again");
    }

    [Fact]
    public async Task Ruled_NotDone_everything_goes_back()
    {
        await using var order = await AskingAboutTheHandOver();

        await order.Rules(HandOver, Ruling.NotDone);
        await order.ConfirmsEveryUndo();

        await order.IsIn("Cancelled");
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!);
        order.NeverAsked<SendConfirmation>();
        order.Platform.Published<OrderCancelled>().Single().As<OrderCancelled>().Reason.ShouldBe("HandOverParcel did not happen.");
    }

    [Theory]
    [InlineData(true, "SendConfirmation")]
    [InlineData(false, "Unwinding")]
    public async Task The_carriers_late_word_answers_the_question_itself(bool handedOver, string state)
    {
        await using var order = await AskingAboutTheHandOver();

        await order.Hears((handedOver ? OrderSteps.HandOver.Answer : OrderSteps.HandOver.Refusal)(order.Id));

        await order.IsIn(state);
        (await order.State()).Question.ShouldBeNull();
    }

    [Fact]
    public async Task A_ruling_while_nobody_asks_is_refused_and_changes_nothing()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.HandOver);

        await order.Rules(HandOver, Ruling.Done);

        await order.IsIn(HandOver);
        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
        order.NothingWentWrong();
    }

    static async Task UndidNothing(OrderScenario order)
    {
        foreach (var step in OrderSteps.Undoable)
            order.Asked(step.Undo!, times: 0);
        order.Announced<OrderCompleted>();
        order.NeverAnnounced<OrderNeedsAttention>();
        order.NeverAnnounced<OrderCancelled>();
        (await order.Platform.Timeouts(order.Id)).ShouldBeEmpty();
    }

    static async Task<OrderScenario> AskingAboutTheHandOver()
    {
        var order = await OrderScenario.WaitingFor(OrderSteps.HandOver);
        await order.FallsSilent(times: 2);
        await order.IsIn("NeedsAttention");
        return order;
    }
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

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
    public async Task A_hand_over_that_faults_twice_is_a_question_too()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.HandOver);

        await order.Faults(typeof(HandOverParcel));
        order.Asked<HandOverParcel>(times: 2);
        await order.Faults(typeof(HandOverParcel));

        await order.IsIn("NeedsAttention");
        (await order.State()).Question!.ShouldContain("could not be handled");
    }

    [Fact]
    public async Task Ruled_Done_the_order_goes_on_to_its_letter()
    {
        await using var order = await AskingAboutTheHandOver();

        await order.Rules(HandOver, Ruling.Done);

        await order.IsIn("SendConfirmation");
        order.Asked<SendConfirmation>();
        order.Asked<HandOverParcel>(times: 2);
        (await order.State()).Question.ShouldBeNull();
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

    [Fact]
    public async Task Ruled_AskAgain_the_carrier_is_asked_twice_more_before_the_person_is()
    {
        await using var order = await AskingAboutTheHandOver();

        await order.Rules(HandOver, Ruling.AskAgain);
        await order.IsIn(HandOver);
        order.Asked<HandOverParcel>(times: 3);
        await order.FallsSilent(times: 2);

        await order.IsIn("NeedsAttention");
        order.Asked<HandOverParcel>(times: 4);
        order.Announced<OrderNeedsAttention>(times: 2);
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

    [Fact]
    public async Task A_letter_that_is_refused_does_not_hold_up_the_order()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Confirmation);

        await order.Hears(new ConfirmationRefused(order.Id, "mailbox is full"));

        await order.IsIn("Completed");
        (await order.Line(OrderSteps.Confirmation)).Status.ShouldBe(LineStatus.Refused);
        await UndidNothing(order);
    }

    [Fact]
    public async Task A_letter_that_nobody_confirms_is_asked_twice_and_does_not_hold_up_the_order()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Confirmation);

        await order.FallsSilent();
        await order.IsIn("SendConfirmation");
        await order.FallsSilent();

        await order.IsIn("Completed");
        order.Asked<SendConfirmation>(times: 2);
        (await order.Line(OrderSteps.Confirmation)).Status.ShouldBe(LineStatus.Unknown);
        await UndidNothing(order);
    }

    [Fact]
    public async Task A_letter_whose_command_faults_twice_does_not_hold_up_the_order()
    {
        await using var order = await OrderScenario.WaitingFor(OrderSteps.Confirmation);

        await order.Faults(typeof(SendConfirmation));
        await order.Faults(typeof(SendConfirmation));

        await order.IsIn("Completed");
        await UndidNothing(order);
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

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Nobody confirms that something was given back.</summary>
public sealed class UndoSilenceTests
{
    [Theory]
    [MemberData(nameof(OrderSteps.UndoableNames), MemberType = typeof(OrderSteps))]
    public async Task An_undo_that_nobody_confirms_is_asked_three_times_and_then_a_person_is(string name)
    {
        var step = OrderSteps.Of(name);
        await using var order = await UndoOf(step);
        order.Asked(step.Undo!);

        await order.FallsSilent(times: 2);
        order.Asked(step.Undo!, times: 3);
        await order.IsIn("Unwinding");
        order.NeverAnnounced<OrderNeedsAttention>();
        await order.FallsSilent();

        await order.IsIn("NeedsAttention");
        order.Asked(step.Undo!, times: 3);
        (await order.State()).Question.ShouldBe($"{step.Name} was asked 3 times to be undone: is it?");
        order.Announced<OrderNeedsAttention>();
        order.NeverAnnounced<OrderCancelled>();
    }

    [Fact]
    public async Task Nothing_taken_earlier_is_given_back_while_a_person_looks_for_the_later_one()
    {
        await using var order = await Asking();

        order.NeverAsked<ReleaseInventory>();
    }

    [Fact]
    public async Task The_person_is_asked_again_until_somebody_rules()
    {
        await using var order = await Asking();
        order.Announced<OrderNeedsAttention>();

        await order.Platform.LetTimePass(TimeSpan.FromHours(17));

        order.Announced<OrderNeedsAttention>(times: 3);
        await order.IsIn("NeedsAttention");
        order.Asked<RefundPayment>(times: 3);
    }

    [Fact]
    public async Task Ruled_NotDone_the_undo_is_no_longer_needed_and_the_rest_goes_back()
    {
        await using var order = await Asking();

        await order.Rules("ChargePayment", Ruling.NotDone);

        await order.IsIn("Unwinding");
        order.Asked<RefundPayment>(times: 3);
        order.Asked<ReleaseInventory>();
        await order.ConfirmsEveryUndo();
        await order.IsIn("Cancelled");
        (await order.State()).Question.ShouldBeNull();
    }

    [Fact]
    public async Task Ruled_AskAgain_the_undo_has_three_more_attempts()
    {
        await using var order = await Asking();

        await order.Rules("ChargePayment", Ruling.AskAgain);
        await order.IsIn("Unwinding");
        order.Asked<RefundPayment>(times: 4);
        await order.FallsSilent(times: 2);
        order.Asked<RefundPayment>(times: 6);
        await order.FallsSilent();

        await order.IsIn("NeedsAttention");
    }

    [Fact]
    public async Task Ruled_Done_is_refused_because_it_does_not_say_that_anything_went_back()
    {
        await using var order = await Asking();

        await order.Rules("ChargePayment", Ruling.Done);

        await order.IsIn("NeedsAttention");
        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
        order.NeverAsked<ReleaseInventory>();
    }

    [Fact]
    public async Task A_ruling_on_another_step_is_refused_and_changes_nothing()
    {
        await using var order = await Asking();

        await order.Rules("ReserveInventory", Ruling.NotDone);

        await order.IsIn("NeedsAttention");
        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
    }

    [Fact]
    public async Task A_confirmation_that_comes_at_last_answers_the_question_itself()
    {
        await using var order = await Asking();

        await order.Hears(new PaymentRefunded(order.Id));

        await order.IsIn("Unwinding");
        order.Asked<ReleaseInventory>();
        (await order.State()).Question.ShouldBeNull();
    }

    [Fact]
    public async Task An_undo_that_faults_is_asked_again_at_once()
    {
        await using var order = await UndoOf(OrderSteps.Charge);

        await order.Faults(typeof(RefundPayment));
        order.Asked<RefundPayment>(times: 2);
        await order.Faults(typeof(RefundPayment));
        await order.Faults(typeof(RefundPayment));

        await order.IsIn("NeedsAttention");
        order.Asked<RefundPayment>(times: 3);
    }

    /// <summary>The step was silent; what was asked together with it and after it is given back, only its own undo is not confirmed.</summary>
    static async Task<OrderScenario> UndoOf(OrderStep step)
    {
        var order = await OrderScenario.WaitingFor(step);
        await order.FallsSilent(times: 2);
        foreach (var other in OrderSteps.Together.Where(x => x != step && x.State == step.State))
            await order.Hears(other.Confirmation!(order.Id));
        (await order.Line(step)).Status.ShouldBe(LineStatus.Undoing);
        return order;
    }

    /// <summary>A person is asked whether the money went back.</summary>
    static async Task<OrderScenario> Asking()
    {
        var order = await UndoOf(OrderSteps.Charge);
        await order.FallsSilent(times: 3);
        await order.IsIn("NeedsAttention");
        return order;
    }
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.History;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Nobody confirms that something was given back.</summary>
public sealed class UndoSilenceTests
{
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
    public async Task A_ruling_on_another_step_is_refused_and_changes_nothing()
    {
        await using var order = await Asking();

        await order.Rules("ReserveInventory", Ruling.NotDone);

        await order.IsIn("NeedsAttention");
        (await order.LastNote()).Kind.ShouldBe(HistoryKind.Refused);
    }

    /// <summary>A person is asked whether the money went back.</summary>
    static async Task<OrderScenario> Asking()
    {
        var order = await OrderScenario.WaitingFor(OrderSteps.Charge);
        await order.FallsSilent(times: 2);
        await order.IsIn("Unwinding");
        await order.FallsSilent(times: 3);
        await order.IsIn("NeedsAttention");
        return order;
    }
}

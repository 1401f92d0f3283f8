using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class OrderStateMachineTests() : WholeMachine<OrderStateMachine, OrderState>(new OrderScript(), "an order")
{
    [Fact]
    public void The_steps_in_the_README_are_those_of_the_machine() => Readme.ShouldSay(StepTable(), between: "steps");

    protected override OrderState Filled() => new()
    {
        CustomerId = Guid.NewGuid(), CustomerEmail = "ada@example.com", Lines = [new OrderLine("SKU-1", 2), new OrderLine("SKU-2", 1)],
        TotalMinor = long.MaxValue, Currency = "EUR", PaymentToken = "tok", DeliverTo = ExampleOrder.Good().DeliverTo,
        Warehouse = "W1", Receipt = "R-1", TrackingNumber = "TRACK-1", TrackingUrl = "https://t.example/1",
    };

    string StepTable()
    {
        var rows = Machine.Definition.Stages.SelectMany(stage => stage.Steps.Select(step =>
            $"| {(stage.Name == step.Name ? "" : $"{stage.Name}: ")}{step.Name} | `{step.CommandType!.Name}` to `{step.Queue}` | {Names(step.Answers)} | {Names(step.Refusals)} "
            + $"| {step.Attempts} × {step.Limit.TotalSeconds} s | {Undo(step)} |"));
        return string.Join('\n', (string[])[
            "| step | asks | answered by | refused by | waits | undone by |", "|---|---|---|---|---|---|", .. rows]) + "\n";
    }

    static string Undo(StepDefinition step) => step switch
    {
        { Undo: { } undo } => $"`{undo.CommandType.Name}`, confirmed by {Names(undo.Confirmations)}, {undo.Attempts} × {undo.Limit.TotalSeconds} s",
        { IsPivot: true } => "nothing: the point of no return",
        _ => "nothing: best effort",
    };

    static string Names(IEnumerable<Type> types) => string.Join(", ", types.Select(x => $"`{x.Name}`"));
}

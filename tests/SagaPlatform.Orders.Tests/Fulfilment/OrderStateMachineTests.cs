using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>The machine as a whole, its documents, and its row.</summary>
public sealed class OrderStateMachineTests
{
    static readonly OrderStateMachine Machine = new(Options.Create(new OrderFulfilmentOptions()));

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File("tests/SagaPlatform.Orders.Tests/Fulfilment/OrderStateMachine.approved.md").ShouldSay(
            $"""
            # What each event does in each state of an order

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Approved.File("src/SagaPlatform.Orders/Fulfilment/README.md").ShouldSay(
            $"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: "diagram");

    [Fact]
    public void The_steps_in_the_README_are_those_of_the_machine() =>
        Approved.File("src/SagaPlatform.Orders/Fulfilment/README.md").ShouldSay(StepTable(), between: "steps");

    [Fact]
    public async Task An_order_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(OrderFamilies.Scripted);
        var at = new DateTimeOffset(2026, 11, 20, 10, 0, 0, TimeSpan.Zero);
        var row = new OrderState
        {
            CorrelationId = Guid.NewGuid(), CurrentState = "Ship", ClockToken = Guid.NewGuid(), BusinessKey = "order", Fingerprint = new string('f', 64), Starter = "loopback://localhost/parent",
            StartedAt = at, ChangedAt = at.AddSeconds(1), EndedAt = at.AddSeconds(2), Question = "did it happen?",
            CustomerId = Guid.NewGuid(), CustomerEmail = "ada@example.com", Lines = [new OrderLine("SKU-1", 2), new OrderLine("SKU-2", 1)],
            TotalMinor = long.MaxValue, Currency = "EUR", PaymentToken = "tok", DeliverTo = ExampleOrder.Good().DeliverTo,
            Warehouse = "W1", Receipt = "R-1", TrackingNumber = "TRACK-1", TrackingUrl = "https://t.example/1",
            Ledger = new Ledger
            {
                At = "Ship", Reason = "because", Ended = true, RingsAt = at,
                Lines =
                [
                    new LedgerLine
                    {
                        Step = "CreateLabel", Item = "one", Status = LineStatus.Undoing, AskedAt = at, SettledAt = at, Attempts = 2, Commands = 3,
                        Due = at, Question = "is it?", ReplacedBy = "two", Crossed = true,
                    },
                ],
            },
        };
        var unit = new UnitOfWork { Saga = new SagaChange("order-fulfilment", row.CorrelationId, row, 0) };

        (await platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        var read = (await platform.Saga<OrderState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
        read.Version.ShouldBe(1);
    }

    static string StepTable()
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

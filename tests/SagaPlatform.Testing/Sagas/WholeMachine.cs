using System.Reflection;
using System.Text.Json;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>The machine as a whole, its documents, and its row. A saga says what one of them is called, and fills a row.</summary>
/// <remarks>
/// The documents are where every saga has them: the diagram in the README of its folder, and the approved table
/// <c>Machine.approved.md</c> in the folder of the same name under tests. <c>UPDATE_APPROVED=1</c> writes both anew.
/// </remarks>
/// <typeparam name="TMachine">The saga's machine.</typeparam>
/// <typeparam name="TState">The saga's state.</typeparam>
/// <param name="script">The saga's script: its machine and its family are tested.</param>
/// <param name="noun">What one of them is called, with its article: <c>an order</c>.</param>
/// <param name="diagram">The name of the markers that the diagram stands between.</param>
public abstract class WholeMachine<TMachine, TState>(SagaScript<TMachine, TState> script, string noun, string diagram = "diagram")
    where TMachine : ProcessStateMachine<TState>
    where TState : ProcessState, new()
{
    static readonly DateTimeOffset At = VirtualTime.Dawn;

    static readonly string Project = typeof(TMachine).Assembly.GetName().Name!;

    static readonly string Folder = typeof(TMachine).Namespace![(Project.Length + 1)..].Replace('.', '/');

    /// <summary>The machine under the limits that it has unless somebody sets others.</summary>
    protected TMachine Machine => script.Machine;

    /// <summary>The README of the saga's folder.</summary>
    protected static Approved Readme => Approved.File($"src/{Project}/{Folder}/README.md");

    /// <summary>A row with something of its own in each business field: what is left as it is made cannot be seen to be forgotten.</summary>
    protected abstract TState Filled();

    [Fact]
    public void The_machine_gets_everywhere_out_of_everywhere_and_never_waits_without_a_clock() =>
        MachineCheck.Verify(Machine).ShouldBeEmpty();

    [Fact]
    public void What_each_event_does_in_each_state_is_as_approved() =>
        Approved.File($"tests/{Project}.Tests/{Folder}/{typeof(TMachine).Name}.approved.md").ShouldSay(
            $"""
            # What each event does in each state of {noun}

            Generated from the machine. `FAULTS`: nobody planned it there, so it ends in the error queue. A new `FAULTS` is to be
            looked at before it is approved with `UPDATE_APPROVED=1`.

            {MachineTable.Markdown(Machine)}
            """);

    [Fact]
    public void The_diagram_in_the_README_is_the_machine() =>
        Readme.ShouldSay($"```mermaid\n{MachineDiagram.Mermaid(Machine)}```\n", between: diagram);

    [Fact]
    public async Task What_it_remembers_is_stored_and_read_as_it_was()
    {
        await using var platform = await EmbeddedPlatform.Start(script.Family);
        var row = Begun(Filled());
        var unit = new UnitOfWork { Saga = new SagaChange(platform.Get<SagaCatalogue>().Of(typeof(TState)).Name, row.CorrelationId, row, 0) };

        (await platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);

        var read = (await platform.Saga<TState>(row.CorrelationId))!;
        read.ShouldNotBeSameAs(row);
        read.ShouldBeEquivalentTo(row);
        read.Version.ShouldBe(1);
    }

    [Fact]
    public void The_row_that_is_stored_and_read_has_something_in_every_field()
    {
        var (filled, made) = (Begun(Filled()), new TState());

        typeof(TState).GetProperties(BindingFlags.Public | BindingFlags.Instance)
            .Where(x => x.SetMethod is { IsPublic: true } && x.Name != nameof(ProcessState.Version) && Told(x, filled) == Told(x, made))
            .Select(x => x.Name)
            .ShouldBeEmpty();
    }

    static string Told(PropertyInfo field, TState row) => JsonSerializer.Serialize(field.GetValue(row), field.PropertyType);

    /// <summary>Adds what every process remembers, each field with a value.</summary>
    static TState Begun(TState row)
    {
        (row.CorrelationId, row.CurrentState, row.ClockToken) = (Guid.NewGuid(), ProcessStates.NeedsAttention, Guid.NewGuid());
        (row.BusinessKey, row.Fingerprint, row.Starter) = ("it", new string('f', 64), "loopback://localhost/parent");
        (row.StartedAt, row.ChangedAt, row.EndedAt, row.Question) = (At, At.AddSeconds(1), At.AddSeconds(2), "did it happen?");
        row.Ledger = new Ledger
        {
            At = "Ship", Reason = "because", Ended = true, RingsAt = At,
            Deadlines = [new LedgerDeadline { Name = "Near", Due = At, Passed = At }],
            Lines =
            [
                new LedgerLine
                {
                    Step = "CreateLabel", Item = "one", Status = LineStatus.Undoing, AskedAt = At, SettledAt = At, Attempts = 2, Commands = 3,
                    Due = At, Question = "is it?", ReplacedBy = "two", Crossed = true,
                },
            ],
        };
        return row;
    }
}

using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>Deadlines of a whole process, on the pure rules.</summary>
public sealed class DeadlineTests
{
    static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);
    static readonly Baking Machine = new();

    readonly BakingState _saga = new() { CorrelationId = Guid.NewGuid(), ReadyBy = Start.AddMinutes(90) };

    public DeadlineTests() => Let(Start, x => x.Start());

    [Fact]
    public void The_clock_rings_for_the_deadline_when_it_comes_first()
    {
        _saga.Ledger.RingsAt.ShouldBe(Start.AddMinutes(60), "the step's limit");
        Ring();

        _saga.Ledger.RingsAt.ShouldBe(Start.AddMinutes(90), "the deadline");
        Ring().OfType<Announcement>().ShouldHaveSingleItem().Message.ShouldBe(new Late());
        (_saga.IsLate, _saga.CurrentState).ShouldBe((true, "Bake"));
        _saga.Ledger.RingsAt.ShouldBe(Start.AddMinutes(120), "the step is still waited for, and the deadline has passed");
    }

    [Fact]
    public void A_deadline_that_is_moved_on_counts_anew()
    {
        Ring();
        Ring();
        _saga.ReadyBy = Start.AddMinutes(100);

        Let(Start.AddMinutes(95), x => x.Faulted(null));

        _saga.Ledger.RingsAt.ShouldBe(Start.AddMinutes(100));
        Ring().OfType<Announcement>().ShouldHaveSingleItem();
    }

    [Fact]
    public void A_deadline_that_no_longer_counts_does_not_ring()
    {
        Ring();
        _saga.ReadyBy = null;

        Let(Start.AddMinutes(70), x => x.Faulted(null));

        _saga.Ledger.RingsAt.ShouldBe(Start.AddMinutes(120));
    }

    [Fact]
    public void What_has_ended_or_is_given_back_is_not_late_any_more()
    {
        Let(Start.AddMinutes(1), x => x.Cancel("Nobody is hungry."));

        (_saga.CurrentState, _saga.Ledger.RingsAt, _saga.EndedAt).ShouldBe((ProcessStates.Cancelled, null, Start.AddMinutes(1)));
    }

    [Fact]
    public void A_deadline_has_a_name_of_its_own() =>
        Should.Throw<ProcessDefinitionException>(() => new Baking(deadline: "not a name")).Message.ShouldContain("no name for a deadline");

    IReadOnlyList<Effect> Ring() => Let(_saga.Ledger.RingsAt!.Value, x => x.Rang(_saga.Ledger.RingsAt!.Value));

    IReadOnlyList<Effect> Let(DateTimeOffset now, Action<Conduct<BakingState>> happen)
    {
        var conduct = Machine.Conduct(_saga, now);
        happen(conduct);
        _saga.CurrentState = conduct.Proceed();
        return conduct.Effects;
    }

    public interface IBaking
    {
        Guid Id { get; }
    }

    public sealed record BakeBread(Guid Id) : IBaking;

    public sealed record StartOven(Guid Id) : IBaking;

    public sealed record OvenStarted(Guid Id) : IBaking;

    public sealed record Late;

    public sealed class BakingState : ProcessState
    {
        public DateTimeOffset? ReadyBy { get; set; }

        public bool IsLate { get; set; }
    }

    sealed class Baking : ProcessStateMachine<BakingState>
    {
        public Baking(string deadline = "Ready")
        {
            Correlates<IBaking>(m => m.Id);
            StartedBy<BakeBread>((_, _) => { });
            Step("Bake", s => s
                .Asks("oven", x => new StartOven(x.CorrelationId))
                .AnsweredBy<OvenStarted>()
                .Within(TimeSpan.FromMinutes(60), attempts: 3)
                .NothingToUndo());
            Deadline(deadline, x => x.ReadyBy, x => x.IsLate = true, _ => new Late());
            Ends(_ => null, (_, _) => null, (_, _) => null);
        }
    }
}

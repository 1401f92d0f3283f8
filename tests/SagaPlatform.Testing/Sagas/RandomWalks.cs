using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Sagas;

/// <summary>
/// Thousands of random walks on the pure rules: messages overtake each other, come twice, get lost or fault, clocks ring, people
/// cancel and rule. Once all is delivered, a cancelled saga holds nothing, and a completed one all that its ledger says:
/// <c>public sealed class OrderWalksTests : RandomWalks&lt;OrderScript&gt;;</c>
/// </summary>
/// <remarks>A failure names its seed. <c>SAGA_SEED=17</c> walks that one alone; <c>SAGA_WALKS=100000</c> walks more.</remarks>
/// <typeparam name="TScript">The saga's script.</typeparam>
public abstract class RandomWalks<TScript> where TScript : SagaScript, new()
{
    const int WalksByDefault = 5_000;

    [Fact]
    public void However_the_messages_fall_nothing_is_owed()
    {
        var script = Matrix<TScript>.Script;
        var seen = new HashSet<string>();
        foreach (var seed in Seeds.Of("SAGA_WALKS", WalksByDefault))
            Seeds.Guard(seed, () => new Walk(script, seed, seen).Run());
        if (Seeds.Only == null)
            EveryTroubleOf(script).Except(seen).ShouldBeEmpty("the walks come past every kind of trouble");
    }

    static IEnumerable<string> EveryTroubleOf(SagaScript script)
    {
        var hasUndo = script.Definition.Steps.Any(x => x.Undo != null);
        return ["Consumed", "Stale", ProcessStates.Completed, .. hasUndo ? ["Unwinding", "Cancelled", "crossed"] : Array.Empty<string>(),
            .. script.Definition.Stages.Select(x => x.Name)];
    }

    sealed class Walk
    {
        const int Steps = 60;
        const int CalmStepsMax = 3_000;

        readonly SagaScript _script;
        readonly int _seed;
        readonly HashSet<string> _seen;
        readonly Random _random;
        readonly string _variant;
        readonly WalkedSaga _walk;
        readonly Participants _participants;
        readonly List<object> _underWay = [];
        readonly HashSet<string> _undone = [];

        public Walk(SagaScript script, int seed, HashSet<string> seen)
        {
            (_script, _seed, _seen, _random) = (script, seed, seen, new Random(seed));
            _variant = script.Variants[seed % script.Variants.Count];
            _walk = script.Walk(_variant, Seeds.IdOf(seed));
            _participants = new Participants(script, _random, remembersUndo: seed / script.Variants.Count % 2 == 0);
        }

        Guid Id => _walk.Saga.CorrelationId;

        public void Run()
        {
            After(_walk.Hears(_script.Start(_variant, Id)));
            for (var i = 0; i < Steps; i++)
                Step(_random.NextDouble());
            Calm();
            Check();
        }

        void Step(double what)
        {
            if (what < 0.06 && _walk.Saga.Ledger.RingsAt is { } due) After(_walk.Rings(due));
            else if (what < 0.07) After(_walk.Rings(VirtualTime.Dawn.AddDays(-1)));
            else if (what < 0.08 && _script.Cancellation is { } cancel) After(_walk.Hears(cancel(Id)));
            else if (what < 0.09) After(_walk.Hears(_script.Start(_variant, Id)));
            else if (what < 0.14 && _underWay.Count > 0) _underWay.Add(Any());
            else if (what < 0.16 && _underWay.Count > 0) Lose(Any());
            else if (what < 0.20) Rule();
            else if (what < 0.30) EndPause(calm: false);
            else Deliver(calm: false);
        }

        /// <summary>From now on all is delivered, and what was lost is asked for again by the clock or by a person.</summary>
        void Calm()
        {
            for (var i = 0; i < CalmStepsMax; i++)
                if (_underWay.Count > 0) Deliver(calm: true);
                else if (Rule() || EndPause(calm: true)) continue;
                else if (_walk.Saga.Ledger.RingsAt is { } due) After(_walk.Rings(due));
                else return;
            throw new InvalidOperationException($"it does not come to an end: {Told()}");
        }

        void Check()
        {
            ProcessStates.IsEnd(_walk.State).ShouldBeTrue(Told());
            SagaLaws.LedgerLaws(_script, _walk.Saga, Told());
            _walk.Saga.EndedAt.ShouldNotBeNull(Told());
            _walk.Saga.Question.ShouldBeNull(Told());
            _participants.ShouldHoldWhatIsDone(_walk.Saga, Told());
        }

        void Deliver(bool calm)
        {
            if (_underWay.Count == 0)
                return;
            var message = Any();
            _underWay.Remove(message);
            switch (message)
            {
                case Command command when !_script.Step(command.Step).IsPause:
                    _underWay.Add(new Answer(_participants.Handle(command.Step, command.Item, command.Undo, calm), command));
                    break;
                case Answer { Says: Says.Fault } fault: After(_walk.Faulted(fault.To.Message.GetType(), fault.To.MessageId)); break;
                case Answer answer: After(_walk.Hears(_script.Says(_variant, answer.Says, answer.To.Message))); break;
            }
        }

        /// <summary>A participant's answer gets lost only where that owes nothing.</summary>
        void Lose(object message)
        {
            if (message is Command { Undo: false } || _participants.MayLoseAnswerTo((message as Command ?? ((Answer)message).To).Step))
                _underWay.Remove(message);
        }

        bool Rule()
        {
            if (_script.RulingWord is not { } word || _walk.Saga.Ledger.Lines.Find(x => x.Question != null) is not { } line)
                return false;
            var onItsWay = _underWay.Exists(x => x is Command c && (c.Step, c.Item) == (line.Step, line.Item));
            After(_walk.Hears(word(Id, line.Step, line.Item, _participants.Finds(line, onItsWay))));
            return true;
        }

        bool EndPause(bool calm)
        {
            if (_script.Definition.Stages.FirstOrDefault(x => x.Name == _walk.State) is not { Steps: [{ IsPause: true }] } pause)
                return false;
            var back = !calm && !pause.PastPointOfNoReturn && _script.MayTurnBack(_variant, pause.Name) && _random.NextDouble() < 0.1;
            After(back ? _walk.TurnsBack() : _walk.GoesOn());
            return true;
        }

        void After(IReadOnlyList<Command> commands)
        {
            var first = commands.Where(x => x.Undo && !_script.Step(x.Step).IsReplaceable).Select(x => _script.StageOf(x.Step).Name).Distinct()
                .Where(x => !_undone.Contains(x)).ToList();
            if (first.Count > 1)
                throw new InvalidOperationException($"{string.Join(" and ", first)} are given back at once: {Told()}");
            _undone.UnionWith(first);
            _underWay.AddRange(commands);
            _seen.Add(_walk.Outcome.ToString());
            _seen.Add(_walk.State);
            if (_walk.Saga.Ledger.Lines.Exists(x => x.Crossed))
                _seen.Add("crossed");
        }

        object Any() => _underWay[_random.Next(_underWay.Count)];

        string Told() => $"seed {_seed}, {_variant}, {_walk.State}: "
            + string.Join(", ", _walk.Saga.Ledger.Lines.Select(x => $"{x.Step}[{x.Item}]={x.Status}")) + $", held {string.Join(", ", _participants.Held)}";
    }

    sealed record Answer(Says Says, Command To);
}

/// <summary>Seeds of random schedules: how many, which one alone, and who is to blame.</summary>
static class Seeds
{
    public static int? Only { get; } = int.TryParse(Environment.GetEnvironmentVariable("SAGA_SEED"), out var seed) ? seed : null;

    /// <summary>The seeds of one part of the runs that an environment variable may make more of.</summary>
    public static IEnumerable<int> Of(string variable, int otherwise, int part = 0, int parts = 1)
    {
        var runs = int.TryParse(Environment.GetEnvironmentVariable(variable), out var more) ? more : otherwise;
        return Only is { } only ? (part == 0 ? [only] : []) : Enumerable.Range(0, runs).Where(x => x % parts == part);
    }

    public static Guid IdOf(int seed) => MessageIds.Derive(Guid.Empty, $"random saga {seed}");

    public static void Guard(int seed, Action run)
    {
        try
        {
            run();
        }
        catch (Exception e)
        {
            throw Blame(seed, e);
        }
    }

    public static Exception Blame(int seed, Exception e) => new InvalidOperationException($"SAGA_SEED={seed} breaks a law: {e.Message}", e);
}

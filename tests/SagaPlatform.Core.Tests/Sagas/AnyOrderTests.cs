using SagaPlatform.Contracts;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Tests.Sagas.Samples;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>
/// The rules without a bus: messages overtake each other, come twice, get lost or fault, clocks ring early, customers change
/// their mind and people rule. Once all is delivered, a cancelled process holds nothing, and a completed one all it asked for.
/// On the way it only goes where the diagram draws an arrow, and only hears what the table plans.
/// </summary>
public sealed class AnyOrderTests
{
    const int Walks = 20_000;

    [Fact]
    public void However_the_messages_fall_nothing_is_owed()
    {
        var endings = new Dictionary<string, int>();
        for (var seed = 0; seed < Walks; seed++)
        {
            var ending = new World(seed).Run();
            endings[ending] = endings.GetValueOrDefault(ending) + 1;
        }

        endings.Keys.Order().ShouldBe(["Cancelled", "Completed"]);
        endings.Values.ShouldAllBe(x => x > Walks / 20, string.Join(", ", endings));
    }

    [Fact]
    public void The_walks_come_past_every_kind_of_trouble()
    {
        var seen = new HashSet<string>();
        for (var seed = 0; seed < 2_000; seed++)
        {
            var world = new World(seed);
            world.Run();
            seen.UnionWith(world.Seen);
        }

        foreach (var trouble in (string[])["Consumed", "Ignored", "Stale", "Refused", "NeedsAttention", "Unwinding", "Skipped", "W", "W skipped", "best effort failed", "replaced", "split", "done without", "crossed", "asked before the point of no return", "cancelled while asked", "told again", "could not be undone"])
            seen.ShouldContain(trouble);
    }

    enum Says { Yes, No, Gone, Cannot, Fault }

    sealed record Answer(Says Says, string Step, string Item, bool Undo, Guid Of);

    sealed class World(int seed)
    {
        static readonly Every Machine = new();
        static readonly HashSet<MachineTransition> Arrows = [.. MachineTransitions.Of(Machine)];
        static readonly Dictionary<(string State, string Event), EventReaction> Reactions = Machine.StateNames
            .SelectMany(state => Machine.Events, (state, on) => (state, on)).ToDictionary(x => (x.state, x.on.Name), x => Machine.Reaction(x.state, x.on));
        static readonly HashSet<string> BestEffort = [.. Machine.Definition.Steps.Where(x => x.IsBestEffort).Select(x => x.Name)];
        static readonly HashSet<string> NothingToUndo = [.. Machine.Definition.Steps.Where(x => x is { Undo: null, IsPivot: false }).Select(x => x.Name)];
        static readonly DateTimeOffset Dawn = new(2030, 1, 1, 0, 0, 0, TimeSpan.Zero);

        readonly Random _random = new(seed);
        readonly EveryState _saga = new() { CorrelationId = Guid.Parse("0192d5a0-0000-7000-8000-000000000001"), WithOptions = seed % 2 == 0, WithPause = seed % 3 == 0 };
        readonly List<object> _underWay = [];
        readonly HashSet<(string Step, string Item)> _held = [];
        readonly HashSet<(string Step, string Item)> _refused = [];
        readonly HashSet<(string Step, string Item)> _undone = [];
        readonly HashSet<Guid> _messageIds = [];

        // Participants that refuse a command which comes after its undo may even lose answers, or fail after the act. From those
        // that do not, an act after its undo is only known by its answer: that one must arrive.
        readonly bool _remembersUndo = seed % 4 < 2;
        readonly Asker? _starter = seed % 5 == 0 ? new Asker(new Uri("queue:parent"), null, Guid.Parse("0192d5a0-0000-7000-8000-000000000002")) : null;
        string _state = ProcessStates.Initial;
        bool _childDone;
        int _toldTheEnd;
        int _askers;
        bool _calm;

        public HashSet<string> Seen { get; } = [];

        public string Run()
        {
            Let("Begin", x => x.Start(_starter));
            for (var i = 0; i < 60; i++)
                if (Chance(0.06) && _saga.Ledger.RingsAt is { } due) Ring(due);
                else if (Chance(0.01)) Let("Stop", x => x.Cancel("Changed my mind.", (_, why) => why, Another()));
                else if (Chance(0.02)) BeginAgain();
                else if (Chance(0.02)) Ring(Dawn.AddDays(-1));
                else if (Chance(0.05) && _underWay.Count > 0) _underWay.Add(Any());
                else if (Chance(0.02) && _underWay.Count > 0) Lose(Any());
                else if (Chance(0.1)) RuleTruly();
                else if (Chance(0.2) && _state == "W") EndPause();
                else if (Chance(0.8)) Deliver();
            Calm();
            Check();
            return _state;
        }

        /// <summary>From now on all is delivered, and what was lost is asked for again by the clock or by a person.</summary>
        void Calm()
        {
            _calm = true;
            for (var i = 0; i < 1_000 && (_underWay.Count > 0 || _saga.Ledger.RingsAt != null); i++)
                if (_underWay.Count > 0) Deliver();
                else if (_saga.Question != null) RuleTruly();
                else if (_state == "W") EndPause();
                else Ring(_saga.Ledger.RingsAt!.Value);
        }

        void Check()
        {
            var held = _held.Where(x => !BestEffort.Contains(x.Step)).Select(x => x.Step + x.Item).Order(StringComparer.Ordinal).ToList();
            if (_state == "Cancelled")
                held.Where(x => x != "J").ShouldBeEmpty($"seed {seed} is cancelled and holds {string.Join(",", held)}");
            else
                held.ShouldBe(((string[])["A", "B", "C", "H", "I", "J", "K", .. _saga.WithOptions ? ["O"] : Array.Empty<string>(), "E", "P", .. Procured("1", "2", "3", "4")]),
                    ignoreOrder: true, $"seed {seed} is {_state}");
            _saga.Ledger.RingsAt.ShouldBeNull($"seed {seed} still waits");
            _saga.EndedAt.ShouldNotBeNull();
            _toldTheEnd.ShouldBe(_starter == null ? 0 : 1, $"seed {seed}");
            _saga.Question.ShouldBeNull();
            foreach (var line in _saga.Ledger.Lines)
                Seen.Add(line.Status == LineStatus.Skipped ? line.Step == "W" ? "W skipped" : "Skipped"
                    : BestEffort.Contains(line.Step) && line.Status is LineStatus.Refused or LineStatus.Unknown ? "best effort failed"
                    : line.ReplacedBy?.Contains(", ") == true ? "split"
                    : line.ReplacedBy == LedgerLine.Nobody ? "done without"
                    : line.ReplacedBy != null ? "replaced" : "");
        }

        /// <summary>Each item, or those that took its place, if anybody did.</summary>
        IEnumerable<string> Procured(params string[] items) => items.SelectMany(item => _saga.Ledger.Line("D", item)!.ReplacedBy switch
        {
            null => ["D" + item],
            LedgerLine.Nobody => [],
            var others => Procured(others.Split(", ")),
        });

        void Lose(object message)
        {
            if (message is Command { Undo: false } || _remembersUndo)
                _underWay.Remove(message);
        }

        Asker Another() => new(new Uri("queue:somebody"), null, MessageIds.Derive(_saga.CorrelationId, $"asker {++_askers}"));

        /// <summary>Whoever asks again is told the end, once there is one.</summary>
        void BeginAgain()
        {
            var conduct = Machine.Conduct(_saga, Dawn);
            conduct.StartedAgain(isSame: true, Another());
            Hold(conduct.Effects.Count == (_saga.Ledger.Ended ? 1 : 0), () => $"begun again in {_state} had {conduct.Effects.Count} effects");
            foreach (var reply in conduct.Effects.Cast<Reply>())
            {
                Hold(reply.Message is AllDone or AllBack && (reply.Message is AllDone) == (_saga.Ledger.Reason == null), () => $"told {reply.Message}");
                Hold(_messageIds.Add(reply.MessageId), () => "a message id was used twice");
                Seen.Add("told again");
            }
        }

        void EndPause()
        {
            if (Chance(0.8)) Let("GoAhead", x => x.GoOn());
            else Let("TurnBack", x => x.TurnBack("Turned back."));
        }

        void Ring(DateTimeOffset due) => Let("ClockRang", x => x.Rang(due));

        /// <summary>A person looks what is held and what is on its way, and says so; or, in a hurry, has it asked again.</summary>
        void RuleTruly()
        {
            var line = _saga.Ledger.Lines.Find(x => x.Question != null) ?? _saga.Ledger.Lines[_random.Next(_saga.Ledger.Lines.Count)];
            var about = (line.Step, line.Item);
            var quiet = !_underWay.Exists(x => x is Command c && (c.Step, c.Item) == about);
            var ruling = line.Status == LineStatus.Undoing ? quiet && !_held.Contains(about) ? Ruling.NotDone : Ruling.AskAgain
                : _held.Contains(about) ? Ruling.Done
                : quiet && line.Step is "P" or "H" or "J" && Chance(0.5) ? Ruling.NotDone
                : Ruling.AskAgain;
            if (ruling == Ruling.AskAgain && quiet && line is { Step: "K", Status: LineStatus.Undoing } && Chance(0.5))
                (ruling, _) = (Ruling.NotDone, _held.Remove(about)); // what could not be undone is arranged otherwise
            Let("Rule", x => x.Ruled(line.Step, line.Item, ruling));
        }

        void Deliver()
        {
            if (_underWay.Count == 0) return;
            var message = Any();
            _underWay.Remove(message);
            if (message is Command command)
                _underWay.Add(Handle(command));
            else
                Hear((Answer)message);
        }

        /// <summary>A participant: refuses for good, or does it, or fails before or after doing it.</summary>
        Answer Handle(Command command)
        {
            var about = (command.Step, command.Item);
            var faults = !_calm && Chance(0.08);
            if (faults && (!_remembersUndo || Chance(0.5)))
                return new Answer(Says.Fault, command.Step, command.Item, command.Undo, command.MessageId);

            var says = Says.Yes;
            if (command is { Step: "K", Undo: true })
                (says, _) = _childDone ? (Says.Cannot, false) : (Says.No, _refused.Add(about));
            else if (command.Step == "K" && _childDone)
                says = Says.Yes;
            else if (command.Undo)
                (says, _, _) = (Says.Gone, _held.Remove(about), _undone.Add(about));
            else if (_refused.Contains(about) || (_remembersUndo && _undone.Contains(about)) || (command.Step != "E" && !_held.Contains(about) && Chance(0.05)))
                (says, _) = (Says.No, _refused.Add(about));
            else
                (_, _childDone) = (_held.Add(about), _childDone || command.Step == "K");
            return new Answer(faults ? Says.Fault : says, command.Step, command.Item, command.Undo, command.MessageId);
        }

        void Hear(Answer answer)
        {
            var (step, item) = (answer.Step, answer.Item);
            switch (answer.Says)
            {
                case Says.Yes: Let($"YesOf{step}", x => x.Answered(x.Line(step, item), _ => { }), step); break;
                case Says.No when step == "K": Let("NoOfK", x => x.CameToNothing(x.Line(step, item), "No."), step); break;
                case Says.Cannot: Let($"CannotOf{step}", x => x.UndoRefused(x.Line(step, item), "Done."), step); break;
                case Says.No: Let($"NoOf{step}", x => x.Refused(x.Line(step, item), "No."), step); break;
                case Says.Gone: Let($"GoneOf{step}", x => x.Undone(x.Line(step, item)), step); break;
                case Says.Fault: Let(answer.Undo ? $"TakeBackOf{step}Faulted" : $"DoOf{step}Faulted", x => x.Faulted(answer.Of), step); break;
            }
        }

        void Let(string on, Action<Conduct<EveryState>> act, string step = "")
        {
            var reaction = Reactions[(_state, on)];
            Hold(reaction != EventReaction.Faults, () => $"{on} in {_state} is not planned");
            if (reaction == EventReaction.Ignored && NothingToUndo.Contains(step))
                return; // what is not held has no rules there

            var conduct = Machine.Conduct(_saga, Dawn);
            act(conduct);
            var before = _state;
            _state = conduct.Proceed();
            if (_saga.Ledger is { Reason: null, At: "HI" or "J" } && _state == "NeedsAttention")
                Seen.Add("asked before the point of no return");
            if (before == "NeedsAttention" && on == "Stop" && conduct.Outcome.Kind == OutcomeKind.Consumed)
                Seen.Add("cancelled while asked");

            Hold(reaction == EventReaction.Handled || conduct.Outcome.Kind != OutcomeKind.Consumed, () => $"{on} in {before} is {reaction}, and was consumed");
            Hold(before == _state || Arrows.Contains(new MachineTransition(before, on, _state)), () => $"no arrow {before} --{on}--> {_state}");
            Hold(_saga.Ledger.RingsAt == _saga.Ledger.EarliestDue, () => "the clock is not set to the earliest limit");
            Hold(conduct.Effects.OfType<Command>().All(x => _messageIds.Add(x.MessageId)), () => "a message id was used twice");

            foreach (var reply in conduct.Effects.OfType<Reply>())
            {
                Hold(_messageIds.Add(reply.MessageId), () => "a message id was used twice");
                Hold(conduct.Effects.Contains(new Announcement(reply.Message)) || conduct.Outcome.Kind == OutcomeKind.Ignored,
                    () => $"told {reply.Message}, and did not announce it");
                _toldTheEnd += reply.Address == _starter?.Address ? 1 : 0;
            }

            _underWay.AddRange(conduct.Effects.OfType<Command>());
            if (on == "CannotOfK" && conduct.Outcome.Kind == OutcomeKind.Consumed)
                Seen.Add("could not be undone");
            Seen.Add(conduct.Outcome.Kind.ToString());
            Seen.Add(_state);
            if (_saga.Ledger.Lines.Exists(x => x.Crossed))
                Seen.Add("crossed");
        }

        // A million of these: an assertion that builds its message only when it fails.
        void Hold(bool condition, Func<string> otherwise)
        {
            if (!condition)
                Assert.Fail($"seed {seed}: {otherwise()}");
        }

        object Any() => _underWay[_random.Next(_underWay.Count)];

        bool Chance(double p) => _random.NextDouble() < p;
    }
}

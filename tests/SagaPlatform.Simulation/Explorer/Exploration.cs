using System.Diagnostics;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>The graph of all that can happen, and the way to each moment of it.</summary>
sealed class Exploration
{
    readonly Dictionary<UInt128, int> _known = [];
    readonly List<(int Before, string How)> _ways = [];
    readonly List<(int From, int To)> _transitions = [];
    readonly List<int> _ends = [];
    readonly long _began = Stopwatch.GetTimestamp();

    /// <summary>Different moments.</summary>
    public int States => _ways.Count;

    /// <summary>Steps from one moment to another, or to itself.</summary>
    public int Transitions => _transitions.Count;

    /// <summary>The moments in which nothing is under way and nothing is waited for.</summary>
    public int Ends => _ends.Count;

    /// <summary>How long it took so far.</summary>
    public TimeSpan Took => Stopwatch.GetElapsedTime(_began);

    /// <summary>Notes that one moment led to another.</summary>
    /// <param name="from">The number of the moment before; -1 for the beginning.</param>
    /// <param name="how">What happened, in words; asked for only when the moment is new.</param>
    /// <param name="value">The value of the moment it led to.</param>
    /// <returns>The moment's number, and whether it is new.</returns>
    public (int Number, bool IsNew) Reached(int from, Func<string> how, UInt128 value)
    {
        var isNew = !_known.TryGetValue(value, out var number);
        if (isNew)
        {
            number = _known[value] = _ways.Count;
            _ways.Add((from, how()));
        }

        if (from >= 0)
            _transitions.Add((from, number));
        return (number, isNew);
    }

    /// <summary>Notes that a moment is an end.</summary>
    public void Ended(int number) => _ends.Add(number);

    /// <summary>The first moment from which no end can be reached any more; null when there is none.</summary>
    public int? DeadEnd()
    {
        var before = _transitions.ToLookup(x => x.To, x => x.From);
        var leaves = new bool[_ways.Count];
        var open = new Stack<int>(_ends);
        while (open.TryPop(out var number))
        {
            if (leaves[number])
                continue;
            leaves[number] = true;
            foreach (var from in before[number])
                open.Push(from);
        }

        return Array.FindIndex(leaves, x => !x) is >= 0 and var dead ? dead : null;
    }

    /// <summary>The shortest sequence that leads to a moment, one line for each thing that happens.</summary>
    public string Way(int number)
    {
        var way = new List<string>();
        for (var at = number; at >= 0; at = _ways[at].Before)
            way.Add(_ways[at].How);
        way.Reverse();
        return string.Join('\n', way.Select((x, i) => $"{i,3}. {x}"));
    }
}

namespace SagaPlatform.Chaos.Faults;

/// <summary>Which faults come in which order. It follows from the seed alone, so a run can be had again.</summary>
static class FaultPlan
{
    /// <summary>Every fault there is.</summary>
    public static IReadOnlyList<Fault> Known { get; } =
        [.. ProcessFaults.All(), .. BrokerFaults.All(), .. DatabaseFaults.All(), .. MessageFaults.All(), .. OperatorFaults.All(), .. DeployFaults.All()];

    /// <summary>
    /// Rounds without end, each with every fault as often as it weighs, shuffled: a long run meets all of them, a short one
    /// others with each seed. Every place has random numbers of its own, so what one fault draws moves no other.
    /// </summary>
    /// <param name="seed">The seed.</param>
    /// <param name="faults">What may be drawn.</param>
    public static IEnumerable<(Fault Fault, Random Random)> Of(int seed, IReadOnlyList<Fault> faults)
    {
        var draws = new Random(seed);
        while (faults.Count > 0)
        {
            var round = faults.SelectMany(x => Enumerable.Repeat(x, x.Weight)).ToArray();
            draws.Shuffle(round);
            foreach (var fault in round)
                yield return (fault, new Random(draws.Next()));
        }
    }

    /// <summary>The faults of these names, in the order they are known.</summary>
    /// <exception cref="OptionException">One of them is not known.</exception>
    public static IReadOnlyList<Fault> Named(IReadOnlyList<string> names) =>
        names.FirstOrDefault(x => !Known.Any(f => f.Name == x)) is { } unknown
            ? throw new OptionException($"There is no fault '{unknown}'; there are {string.Join(", ", Known.Select(x => x.Name))}.")
            : [.. Known.Where(x => names.Count == 0 || names.Contains(x.Name, StringComparer.Ordinal))];
}

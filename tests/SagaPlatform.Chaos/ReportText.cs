using System.Globalization;

namespace SagaPlatform.Chaos;

/// <summary>What a run found, for people; the verdict is the last line.</summary>
static class ReportText
{
    const int ProblemsShown = 40;

    /// <summary>Says it.</summary>
    public static void Tell(ChaosReport report, TextWriter to)
    {
        to.WriteLine();
        foreach (var fault in report.Recoveries.GroupBy(x => x.Fault).OrderBy(x => x.Key, StringComparer.Ordinal))
            to.WriteLine(string.Create(CultureInfo.InvariantCulture,
                $"{fault.Key,-30} {fault.Count(),3} times   longest to rest {Longest(fault.Select(x => x.RecoverySeconds)),7}   to ready {Longest(fault.Select(x => x.ReadySeconds)),7}"));
        to.WriteLine($"{report.Recoveries.Count} faults of {report.Recoveries.Select(x => x.Fault).Distinct(StringComparer.Ordinal).Count()} kinds");
        foreach (var note in report.Notes)
            to.WriteLine($"NOTE     {note}");
        foreach (var problem in report.Problems.Take(ProblemsShown))
            to.WriteLine($"PROBLEM  {problem}");
        if (report.Problems.Count > ProblemsShown)
            to.WriteLine($"PROBLEM  and {report.Problems.Count - ProblemsShown} more, in report.json");
        to.WriteLine(report.Verdict);
    }

    static string Longest(IEnumerable<double?> seconds) =>
        seconds.ToList() is var all && all.Contains(null) ? "never" : string.Create(CultureInfo.InvariantCulture, $"{all.Max():0.0} s");
}

using SagaPlatform.Chaos.Load;

namespace SagaPlatform.Chaos.Checks;

/// <summary>How a fault was got over.</summary>
/// <param name="Number">Its place in the plan, from 1.</param>
/// <param name="Fault">Its name.</param>
/// <param name="Matrix">The rows of the fault matrix.</param>
/// <param name="Detail">What exactly was done.</param>
/// <param name="At">When it began, in seconds of the run.</param>
/// <param name="LastedSeconds">How long something was broken.</param>
/// <param name="UnderWay">Sagas that were under way when it was over, and wait for no clock by design.</param>
/// <param name="RecoverySeconds">From its end until all of those were at rest; null when they were not in time.</param>
/// <param name="ReadySeconds">From its end until every process said that it is ready; null when one did not in time.</param>
sealed record Recovery(int Number, string Fault, string Matrix, string Detail, double At, double LastedSeconds, int UnderWay,
    double? RecoverySeconds, double? ReadySeconds);

/// <summary>Waits for the platform to get over a fault, and measures it.</summary>
static class Quiescence
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(100);

    /// <summary>Waits until those that were under way are at rest.</summary>
    /// <param name="lab">Where.</param>
    /// <param name="cohort">Those that were under way.</param>
    /// <param name="from">Since when it is measured.</param>
    /// <param name="limit">How long.</param>
    /// <returns>How long it took; null when it did not come.</returns>
    public static Task<double?> AtRest(Lab lab, IReadOnlyCollection<Entry> cohort, TimeSpan from, TimeSpan limit) =>
        Until(lab, from, limit, () => cohort.All(x => x.IsAtRest));

    /// <summary>Waits until every process is ready, as it said after the fault.</summary>
    public static Task<double?> Ready(Lab lab, TimeSpan from, TimeSpan limit) =>
        Until(lab, from, limit, () => lab.Fleet.All.All(x => x.IsServing && x.Ready.Code == 200));

    static async Task<double?> Until(Lab lab, TimeSpan from, TimeSpan limit, Func<bool> isSo)
    {
        while (!isSo())
        {
            if (lab.History.Elapsed - from > limit)
                return null;
            await Task.Delay(LookEvery);
        }

        return Math.Round((lab.History.Elapsed - from).TotalSeconds, 1);
    }
}

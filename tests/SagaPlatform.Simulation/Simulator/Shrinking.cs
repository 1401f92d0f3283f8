namespace SagaPlatform.Simulation.Simulator;

/// <summary>Makes a failing schedule small: as few steps as still fail, and as few of them in which something goes wrong.</summary>
static class Shrinking
{
    /// <summary>More runs than any schedule needs; a bound for the worst.</summary>
    const int RunsMax = 3_000;

    /// <summary>Shrinks a schedule.</summary>
    /// <param name="failing">A schedule that fails.</param>
    /// <param name="fails">Whether a schedule fails.</param>
    public static async Task<Schedule> Of(Schedule failing, Func<Schedule, Task<bool>> fails)
    {
        var runs = 0;
        var (shrunk, size) = (failing, failing.Steps.Count);
        do
        {
            size = Size(shrunk);
            for (var length = Math.Max(1, shrunk.Steps.Count / 2); length > 0; length /= 2)
                for (var at = 0; at < shrunk.Steps.Count;)
                    if (await StillFails(shrunk with { Steps = [.. shrunk.Steps.Take(at), .. shrunk.Steps.Skip(at + length)] }) is { } shorter)
                        shrunk = shorter;
                    else
                        at += length;
            for (var at = 0; at < shrunk.Steps.Count; at++)
                if (shrunk.Steps[at].IsFault
                    && await StillFails(shrunk with { Steps = [.. shrunk.Steps.Take(at), shrunk.Steps[at] with { What = Happens.Delivered, Keeps = false }, .. shrunk.Steps.Skip(at + 1)] }) is { } calmer)
                    shrunk = calmer;
        }
        while (Size(shrunk) < size);
        return shrunk;

        async Task<Schedule?> StillFails(Schedule candidate) => runs++ < RunsMax && await fails(candidate) ? candidate : null;
    }

    static int Size(Schedule schedule) => schedule.Steps.Count + schedule.Steps.Count(x => x.IsFault);
}

using System.Diagnostics;

namespace SagaPlatform.Core.Faults;

/// <summary>
/// Named points at which a process can be told to die, so that tests crash it exactly there. Off unless the environment
/// variable <c>SAGA_CRASH_AT</c> names a point: <c>after-commit:3</c> kills the process the third time it is reached.
/// </summary>
/// <remarks>The process is killed, not stopped: nothing is flushed, no destructor runs, as with <c>kill -9</c>.</remarks>
public static class CrashPoint
{
    /// <summary>A message was received, nothing is done with it yet.</summary>
    public const string BeforeHandler = "before-handler";

    /// <summary>The handler ran, nothing is committed.</summary>
    public const string AfterHandler = "after-handler";

    /// <summary>Committed, not acknowledged, not dispatched.</summary>
    public const string AfterCommit = "after-commit";

    /// <summary>Acknowledged; what was committed is not dispatched.</summary>
    public const string BeforeDispatch = "before-dispatch";

    /// <summary>Published and perhaps confirmed; the outbox rows are still there.</summary>
    public const string DuringDispatch = "during-dispatch";

    /// <summary>Timeouts were moved to the outbox; their rings are not dispatched.</summary>
    public const string WhileRinging = "while-ringing";

    /// <summary>All of them.</summary>
    public static readonly IReadOnlyList<string> All = [BeforeHandler, AfterHandler, AfterCommit, BeforeDispatch, DuringDispatch, WhileRinging];

    static readonly (string? Point, int Nth) Armed = Parse(Environment.GetEnvironmentVariable("SAGA_CRASH_AT"));
    static int _reached;

    /// <summary>Whether this point is the one.</summary>
    public static bool IsArmed(string point) => point == Armed.Point;

    /// <summary>Dies here, if this is the point and the time.</summary>
    public static void Reach(string point)
    {
        if (point != Armed.Point || Interlocked.Increment(ref _reached) != Armed.Nth)
            return;

        Console.Error.WriteLine($"SAGA_CRASH_AT: dying at {point}.");
        Process.GetCurrentProcess().Kill();
        Thread.Sleep(System.Threading.Timeout.Infinite); // the signal may take a moment; nothing after this point may run
    }

    static (string?, int) Parse(string? value)
    {
        if (string.IsNullOrWhiteSpace(value))
            return (null, 0);

        var parts = value.Split(':', 2);
        return (parts[0], parts.Length == 2 && int.TryParse(parts[1], out var nth) && nth > 0 ? nth : 1);
    }
}

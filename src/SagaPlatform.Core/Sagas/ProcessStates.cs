namespace SagaPlatform.Core.Sagas;

/// <summary>The states that a process has besides its own stages.</summary>
public static class ProcessStates
{
    /// <summary>Not yet started.</summary>
    public const string Initial = "Initial";

    /// <summary>Giving back, latest stage first; waits for the confirmations.</summary>
    public const string Unwinding = "Unwinding";

    /// <summary>A person must find something out.</summary>
    public const string NeedsAttention = "NeedsAttention";

    /// <summary>All stages are passed.</summary>
    public const string Completed = "Completed";

    /// <summary>Nothing is owed to anyone.</summary>
    public const string Cancelled = "Cancelled";

    /// <summary>True for the states a process can end in.</summary>
    /// <param name="state">The name of a state.</param>
    public static bool IsEnd(string state) => state is Completed or Cancelled;

    internal static bool IsReserved(string name) =>
        name is Initial or "Final" or Unwinding or NeedsAttention or Completed or Cancelled;
}

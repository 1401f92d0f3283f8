namespace SagaPlatform.Benchmarks.Scale;

/// <summary>How much is filled in, and how long and hard it drives.</summary>
/// <param name="FinishedSagas">Finished sagas in the full database, each with its history and its inbox rows.</param>
/// <param name="PendingTimeouts">Timeouts in it that are due in days.</param>
/// <param name="WarmUpSagas">Sagas each host carries before anything counts.</param>
/// <param name="RoundSagas">Sagas of one round.</param>
/// <param name="Rounds">Rounds of each kind.</param>
/// <param name="OutstandingMax">Sagas under way at once.</param>
/// <param name="RingsPerSecond">Timeouts that become due each second while it rings.</param>
/// <param name="RingingFor">How long it rings.</param>
sealed record ScalePlan(
    int FinishedSagas, int PendingTimeouts, int WarmUpSagas, int RoundSagas, int Rounds, int OutstandingMax, int RingsPerSecond, TimeSpan RingingFor)
{
    public static readonly ScalePlan Full = new(1_000_000, 200_000, 6_000, 4_000, 3, 400, 1_000, TimeSpan.FromSeconds(15));

    /// <summary>Shows that everything works; its figures say nothing.</summary>
    public static readonly ScalePlan Quick = new(20_000, 5_000, 300, 300, 1, 100, 1_000, TimeSpan.FromSeconds(3));

    /// <summary>Only one, two and four hosts, without the full tables and the rings: for who changes the engine.</summary>
    public bool HostsOnly { get; init; }

    /// <summary>How many host processes share the work, one after the other.</summary>
    public static readonly int[] Hosts = [1, 2, 4];
}

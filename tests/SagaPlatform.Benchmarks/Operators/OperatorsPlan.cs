namespace SagaPlatform.Benchmarks.Operators;

/// <summary>How much is stored while operators look, and how hard the platform works meanwhile.</summary>
/// <param name="StoredSagas">Sagas in the tables before anybody looks.</param>
/// <param name="Looks">How often each page is asked for.</param>
/// <param name="SagasPerSecond">Sagas started each second, by a clock of their own, while the page is watched.</param>
/// <param name="Watched">How long it is watched under that load.</param>
sealed record OperatorsPlan(int StoredSagas, int Looks, int SagasPerSecond, TimeSpan Watched)
{
    public static readonly OperatorsPlan Full = new(1_000_000, 300, 200, TimeSpan.FromSeconds(30));

    /// <summary>Shows that everything works; its figures say nothing.</summary>
    public static readonly OperatorsPlan Quick = new(20_000, 30, 50, TimeSpan.FromSeconds(5));
}

namespace SagaPlatform.Chaos.Checks;

/// <summary>What became of everything that was asked for.</summary>
/// <param name="Attempts">Things that somebody asked for.</param>
/// <param name="Acknowledged">Of these, those that the platform promised.</param>
/// <param name="Ok">Promised, and ended as they may, or waiting for a person, visibly.</param>
/// <param name="Recovered">Of these, those that were under way while something was broken.</param>
/// <param name="Duplicated">Effects that happened twice.</param>
/// <param name="Lost">Promised, and neither ended nor visibly waiting.</param>
/// <param name="Unexpected">Everything else that should not be: wrong ends, broken laws, processes that died, recoveries that took too long.</param>
/// <param name="Seed">With which it can be had again.</param>
sealed record Verdict(int Attempts, int Acknowledged, int Ok, int Recovered, int Duplicated, int Lost, int Unexpected, int Seed)
{
    /// <summary>Whether nothing was lost, doubled or otherwise wrong, and something was tried at all.</summary>
    public bool IsGood => Duplicated == 0 && Lost == 0 && Unexpected == 0 && Ok == Acknowledged && Acknowledged > 0;

    /// <inheritdoc />
    public override string ToString() =>
        $"attempts={Attempts} acknowledged={Acknowledged} ok={Ok} recovered={Recovered} duplicated={Duplicated} lost={Lost} unexpected={Unexpected} seed={Seed}";
}

using SagaPlatform.LoadTest.Sagas;

namespace SagaPlatform.LoadTest.Results;

/// <summary>What became of the sagas of a run: started = completed + failed + lost.</summary>
/// <param name="Started">Starts that the broker took.</param>
/// <param name="Completed">Did what they were started for.</param>
/// <param name="Failed">Cancelled, refused, or waiting for a person, although nothing should go wrong with what is started.</param>
/// <param name="Lost">No end was heard in time.</param>
/// <param name="Duplicated">Ends that were announced a second time.</param>
sealed record Verdict(int Started, int Completed, int Failed, int Lost, int Duplicated)
{
    /// <summary>What the counts say when the time is up: of whom nothing was heard is lost.</summary>
    public static Verdict Of(SagaCounts counts) => new(counts.Started, counts.Completed, counts.Failed, counts.Outstanding, counts.Duplicated);

    /// <summary>Whether everything that was started did what it should, once.</summary>
    public bool IsGood => Failed == 0 && Lost == 0 && Duplicated == 0;

    /// <inheritdoc />
    public override string ToString() => $"started={Started} completed={Completed} failed={Failed} lost={Lost} duplicated={Duplicated}";
}

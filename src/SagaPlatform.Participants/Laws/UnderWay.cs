using SagaPlatform.Core.Operations;

namespace SagaPlatform.Participants.Laws;

/// <summary>Which sagas were under way at the moment that is looked at: sagas are asked for after the rows were.</summary>
static class UnderWay
{
    /// <summary>Clocks of processes differ by less.</summary>
    static readonly TimeSpan ClocksDiffer = TimeSpan.FromMinutes(1);

    /// <summary>A saga that ended since then was under way in the rows we see.</summary>
    /// <param name="sagas">Where to ask.</param>
    /// <param name="moment">When the rows were looked at, in UTC.</param>
    public static Func<Guid, CancellationToken, Task<bool>> At(ISagaQueries sagas, DateTimeOffset moment) =>
        async (id, cancellation) => await sagas.Find(id, cancellation) is { Summary: var saga } && (saga.EndedAt == null || saga.EndedAt > moment - ClocksDiffer);
}

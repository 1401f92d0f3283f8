using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Invariants;

/// <summary>The law of one type of saga that has not ended: it waits with its clock set, for an answer or for a person.</summary>
/// <remarks>
/// The clock is looked up after the row was read, so a saga that seems to lack it is read again: only one that did not move
/// meanwhile is broken. A clock that is due may have rung, and its ring may be on the way: it is not missed.
/// </remarks>
sealed class SagasWait<TState>(string saga, IPlatformStore store, ITimeoutStore timeouts, TimeProvider time) : IInvariant where TState : ProcessState
{
    /// <summary>Sagas looked at: those that did not change for longest.</summary>
    const int SagasMax = 10_000;

    const int PageRows = 1_000;

    /// <summary>Clocks due within this time may ring while they are looked at; processes' clocks differ by less.</summary>
    static readonly TimeSpan RingsSoon = TimeSpan.FromMinutes(1);

    public string Name => $"sagas-wait-{saga}";

    public string Sentence => $"Every saga of type {saga} that has not ended waits with exactly one timeout, for an answer or for a person.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation)
    {
        var (looked, broken) = (0L, new List<string>());
        for (var skip = 0; skip < SagasMax && broken.Count < InvariantFinding.BrokenMax; skip += PageRows)
        {
            var from = skip;
            var page = await rows.List<TState, TState>(x => x.Where(s => s.EndedAt == null)
                .OrderBy(s => s.ChangedAt).ThenBy(s => s.CorrelationId).Skip(from).Take(PageRows), cancellation);
            foreach (var one in page)
                if (await Wrong(one, cancellation) is { } wrong)
                    broken.Add(wrong);
            looked += page.Count;
            if (page.Count < PageRows)
                break;
        }
        return new InvariantFinding(looked, broken);
    }

    async Task<string?> Wrong(TState one, CancellationToken cancellation)
    {
        if (one.Ledger.Held != null || one.Ledger.ClockCancelled)
            return null; // an operator wants it so
        var told = $"{saga} {one.CorrelationId} is {one.CurrentState}";
        if (one.Ledger.RingsAt == null)
            return $"{told}, has not ended, and waits for no clock.";
        if (one.Question == null && one.CurrentState == ProcessStates.NeedsAttention)
            return $"{told}, and asks nothing.";
        if (one.Ledger.RingsAt < time.GetUtcNow() + RingsSoon)
            return null;

        var pending = await timeouts.Of(one.CorrelationId, cancellation);
        if (pending.Count == 1 && pending[0].Token == one.ClockToken)
            return null;
        var now = await store.Find<TState>(one.CorrelationId, null, cancellation);
        return now?.Version == one.Version ? $"{told}, waits until {one.Ledger.RingsAt:u}, and has {pending.Count} timeouts." : null;
    }
}

/// <summary>The law of one type of saga that has ended: it owes nothing and waits for nothing.</summary>
sealed class SagasOweNothing<TState>(string saga, ProcessStateMachine<TState> machine) : IInvariant where TState : ProcessState
{
    /// <summary>Ended sagas whose ledgers are read: the latest. Of all others only the question is looked at.</summary>
    const int LedgersMax = 10_000;

    const int PageRows = 1_000;

    public string Name => $"sagas-owe-nothing-{saga}";

    public string Sentence => $"Every saga of type {saga} that has ended owes nothing: nothing is asked, nothing is still to be undone, no clock is set.";

    public async Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation)
    {
        var open = await rows.List<TState, Guid>(x => x
            .Where(s => s.EndedAt != null && s.Question != null)
            .Take(InvariantFinding.BrokenMax).Select(s => s.CorrelationId), cancellation);
        var broken = open.Select(x => $"{saga} {x} has ended, and still asks something.").ToList();

        var steps = machine.Definition.Steps.ToDictionary(x => x.Name, StringComparer.Ordinal);
        for (var skip = 0; skip < LedgersMax && broken.Count < InvariantFinding.BrokenMax; skip += PageRows)
        {
            var from = skip;
            var page = await rows.List<TState, TState>(x => x.Where(s => s.EndedAt != null)
                .OrderByDescending(s => s.EndedAt).ThenBy(s => s.CorrelationId).Skip(from).Take(PageRows), cancellation);
            broken.AddRange(page.SelectMany(x => Owed(x, steps)));
            if (page.Count < PageRows)
                break;
        }

        var ended = (await rows.List<TState, long>(x => x.Where(s => s.EndedAt != null).GroupBy(_ => 1).Select(g => g.LongCount()), cancellation)).SingleOrDefault();
        return new InvariantFinding(ended, broken);
    }

    /// <summary>The clock's token is not looked at: one that rang last stays in the row, and rings no more.</summary>
    IEnumerable<string> Owed(TState one, Dictionary<string, StepDefinition> steps) => one.Ledger.RingsAt != null
        ? [$"{saga} {one.CorrelationId} is {one.CurrentState}, and its clock is set to {one.Ledger.RingsAt:u}."]
        : OpenLines(one, steps);

    IEnumerable<string> OpenLines(TState one, Dictionary<string, StepDefinition> steps) => one.Ledger.Lines
        .Where(x => x.Status is LineStatus.Asked or LineStatus.Undoing
            || (one.CurrentState == ProcessStates.Cancelled && (x.Status is LineStatus.Done or LineStatus.Unknown)
                && steps.GetValueOrDefault(x.Step)?.Undo != null))
        .Select(x => $"{saga} {one.CorrelationId} is {one.CurrentState}, and {x.Name} is {x.Status}.");
}

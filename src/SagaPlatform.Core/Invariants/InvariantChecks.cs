using System.Data.Common;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Invariants;

/// <summary>Checks every law that this process knows, one after the other, each on a moment of its own.</summary>
public sealed class InvariantChecks(IEnumerable<IInvariant> invariants, IRowSnapshots snapshots) : IDisposable
{
    // A check may read whole tables: one at a time is enough.
    readonly SemaphoreSlim _running = new(1);

    /// <summary>All laws, in the order of their names; null when a check is running already.</summary>
    public async Task<IReadOnlyList<InvariantResult>?> Run(CancellationToken cancellation)
    {
        if (!await _running.WaitAsync(TimeSpan.Zero, cancellation))
            return null;
        try
        {
            var results = new List<InvariantResult>();
            foreach (var law in invariants.OrderBy(x => x.Name, StringComparer.Ordinal))
                results.Add(await Check(law, cancellation));
            return results;
        }
        finally
        {
            _running.Release();
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _running.Dispose();

    async Task<InvariantResult> Check(IInvariant law, CancellationToken cancellation)
    {
        try
        {
            var found = await snapshots.Take(rows => law.Check(rows, cancellation), cancellation);
            return new InvariantResult(law.Name, law.Sentence, found.Rows, [.. found.Broken.Take(InvariantFinding.BrokenMax)], null);
        }
        catch (Exception e) when (e is DbException or InvalidOperationException or ArithmeticException or RowModelException)
        {
            return new InvariantResult(law.Name, law.Sentence, 0, [], e.Message);
        }
    }
}

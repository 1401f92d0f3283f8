using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Testing.Participants;

/// <summary>
/// The rows of one unit of work straight on the store, without claims: two of them meet as two processes do, at the
/// version check and nowhere else.
/// </summary>
public sealed class UnclaimedRows(IPlatformStore store) : IRows
{
    readonly UnitOfWork _unit = new();
    readonly HashSet<object> _found = new(ReferenceEqualityComparer.Instance);

    /// <inheritdoc />
    public async Task<TRow?> Find<TRow>(object key) where TRow : class, IVersionedRow
    {
        var row = await store.Find<TRow>(key, inbox: null, CancellationToken.None);
        if (row != null)
            _found.Add(row);
        return row;
    }

    /// <inheritdoc />
    public async Task<IReadOnlyList<TRow>> FindAll<TRow>(IEnumerable<object> keys) where TRow : class, IVersionedRow
    {
        var rows = await store.FindAll<TRow>([.. keys], CancellationToken.None);
        _found.UnionWith(rows);
        return rows;
    }

    /// <inheritdoc />
    public void Add<TRow>(TRow row) where TRow : class, IVersionedRow => _unit.Rows.Add(new RowChange(row, 0));

    /// <inheritdoc />
    public void Change<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        if (_unit.Rows.Exists(x => ReferenceEquals(x.Row, row)))
            return;
        if (!_found.Contains(row))
            throw new InvalidOperationException($"A {typeof(TRow).Name} was changed that was not found in this unit of work.");
        _unit.Rows.Add(new RowChange(row, row.Version));
    }

    /// <inheritdoc />
    public void Serializable() => _unit.Serializable = true;

    /// <summary>Whether a transaction of its own was demanded.</summary>
    public bool IsSerializable => _unit.Serializable;

    /// <summary>What is to be written.</summary>
    public IReadOnlyList<RowChange> Changes => _unit.Rows;

    /// <summary>Commits what was added and changed.</summary>
    public Task<CommitOutcome> Commit() => store.Commit(_unit, CancellationToken.None);
}

using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>
/// The store of the platform: one round trip to read, one to commit, and the commits of many messages in one transaction.
/// </summary>
/// <remarks>
/// Nothing is tried again in here. A lost connection surfaces as its exception, the message is redelivered, and the inbox
/// tells whether it was committed.
/// </remarks>
public sealed partial class PostgreSqlStore : IPlatformStore, IAsyncDisposable
{
    readonly RowModel _rows;
    readonly SagaCatalogue _catalogue;
    readonly Lazy<IOutboxIntake> _intake;
    readonly RetentionOptions _retention;
    readonly Database _database;
    readonly Dictionary<RowMapping, RowStatements> _statements;
    readonly Dictionary<RowMapping, GroupReader> _readers;
    readonly GroupCommitter[] _committers;
    readonly GroupCommitter _alone;
    readonly OutboxNode _node;
    readonly TimeProvider _clock;
    Task _committing = Task.CompletedTask;
    bool _started;
    int _disposed;

    /// <summary>Compiles the SQL of every mapping; connects to nothing yet.</summary>
    /// <param name="options">Limits and the connection.</param>
    /// <param name="retention">How long things are kept.</param>
    /// <param name="rows">The mappings.</param>
    /// <param name="catalogue">The sagas that may be asked about.</param>
    /// <param name="clock">Paces the look at the connection that holds this process's rows, and dates the audit; what is due is the database's to say.</param>
    /// <param name="log">Says when this process became another node.</param>
    /// <param name="intake">Who takes committed messages; asked for at the first commit, since it needs this store itself.</param>
    public PostgreSqlStore(
        IOptions<PostgreSqlStoreOptions> options, IOptions<RetentionOptions> retention, RowModel rows, SagaCatalogue catalogue,
        TimeProvider clock, ILogger<PostgreSqlStore> log, Func<IOutboxIntake> intake)
    {
        var limits = options.Value;
        _rows = rows;
        _catalogue = catalogue;
        _retention = retention.Value;
        _clock = clock;
        _intake = new Lazy<IOutboxIntake>(intake);
        _database = new Database(limits);
        _statements = rows.All.ToDictionary(x => x, x => new RowStatements(x));
        _readers = rows.All.ToDictionary(x => x, x => new GroupReader(_database, _statements[x]));
        var transaction = new GroupTransaction(_statements);
        _committers = [.. Enumerable.Range(0, limits.Committers).Select(_ => new GroupCommitter(_database, transaction, _intake, limits))];
        _alone = new GroupCommitter(_database, transaction, _intake, limits);
        _node = new OutboxNode(_database, TimeSpan.FromSeconds(limits.NodeCheckSeconds), clock, log);
    }

    /// <summary>Takes an outbox node and starts the committers. The schema must be there, and the bus must start after this.</summary>
    public async Task Start(CancellationToken cancellation)
    {
        if (_started)
            return;
        await _node.Start(cancellation);
        _committing = Task.WhenAll(_committers.Append(_alone).Select(x => Task.Run(x.Run, CancellationToken.None)));
        _started = true;
    }

    /// <inheritdoc/>
    public async Task<TRow?> Find<TRow>(object key, InboxKey? inbox, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        var mapping = _rows.Of<TRow>();
        if (inbox == null)
            return (await Rows<TRow>(mapping, ColumnValues.Keys(mapping, [mapping.KeyValue(key)]), cancellation)).FirstOrDefault();
        return await _readers[mapping].Find(mapping.KeyValue(key), inbox, cancellation) is { } values ? mapping.MakeRow(values) : null;
    }

    /// <inheritdoc/>
    public async Task<IReadOnlyList<TRow>> FindAll<TRow>(IReadOnlyCollection<object> keys, CancellationToken cancellation)
        where TRow : class, IVersionedRow
    {
        ArgumentNullException.ThrowIfNull(keys);
        var mapping = _rows.Of<TRow>();
        return await Rows<TRow>(mapping, ColumnValues.Keys(mapping, keys.Select(mapping.KeyValue).Distinct()), cancellation);
    }

    /// <inheritdoc/>
    public Task<CommitOutcome> Commit(UnitOfWork unit, CancellationToken cancellation)
    {
        var prepared = PreparedUnit.Of(unit, _rows, _node.NextId);
        return Committer(prepared).Commit(prepared, cancellation);
    }

    /// <inheritdoc/>
    public async Task<string?> Fingerprint(InboxKey key, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(key);
        await using var command = _database.Command(
            "SELECT fingerprint FROM saga.inbox WHERE message_id = $1 AND consumer = $2",
            Database.P(key.MessageId), Database.P(key.Consumer));
        return await command.ExecuteScalarAsync(cancellation) as string;
    }

    /// <summary>Commits what waits, gives the node back and closes the connections.</summary>
    public async ValueTask DisposeAsync()
    {
        if (Interlocked.Exchange(ref _disposed, 1) != 0)
            return;
        foreach (var committer in _committers.Append(_alone))
            committer.Complete();
        await _committing;
        await _node.DisposeAsync();
        await _database.DisposeAsync();
    }

    // Units for the same row go to the same committer: in one process they queue up instead of meeting in the database. Those that
    // are committed alone have a committer of their own: they may wait for a lock, and hold nobody up meanwhile.
    GroupCommitter Committer(PreparedUnit unit)
    {
        if (unit.Serializable)
            return _alone;
        var key = unit.AllRows.FirstOrDefault()?.Key ?? unit.Inbox?.MessageId ?? (object)unit;
        return _committers[(uint)key.GetHashCode() % (uint)_committers.Length];
    }

    async Task<IReadOnlyList<TRow>> Rows<TRow>(RowMapping<TRow> mapping, Npgsql.NpgsqlParameter keys, CancellationToken cancellation)
        where TRow : class, IVersionedRow
    {
        await using var command = _database.Command(_statements[mapping].FindAll, keys);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        List<TRow> rows = [];
        while (await reader.ReadAsync(cancellation))
            rows.Add(mapping.MakeRow(ColumnValues.Read(reader, mapping, 0)));
        return rows;
    }
}

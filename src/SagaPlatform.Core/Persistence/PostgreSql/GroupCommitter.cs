using System.Data;
using System.Threading.Channels;
using Npgsql;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>
/// Takes whatever waits, up to a limit, and commits it together; it never lingers for more. Each unit of work learns its
/// own outcome.
/// </summary>
sealed class GroupCommitter
{
    readonly Channel<WaitingUnit> _queue;
    readonly Database _database;
    readonly GroupTransaction _transaction;
    readonly Lazy<IOutboxIntake> _intake;
    readonly int _groupUnitsMax;
    readonly List<WaitingUnit> _heldBack = [];
    NpgsqlConnection? _connection;

    internal GroupCommitter(Database database, GroupTransaction transaction, Lazy<IOutboxIntake> intake, PostgreSqlStoreOptions options)
    {
        (_database, _transaction, _intake, _groupUnitsMax) = (database, transaction, intake, options.GroupUnitsMax);
        _queue = Channel.CreateBounded<WaitingUnit>(new BoundedChannelOptions(options.GroupQueueMax) { SingleReader = true });
    }

    /// <summary>Waits to be let in, then for the outcome; gives up only while waiting, since what is under way may be committed.</summary>
    internal async Task<CommitOutcome> Commit(PreparedUnit unit, CancellationToken cancellation)
    {
        var waiting = new WaitingUnit(unit);
        await _queue.Writer.WriteAsync(waiting, cancellation);
        await using var giveUp = cancellation.UnsafeRegister(static (x, token) => ((WaitingUnit)x!).GiveUp(token), waiting);
        return await waiting.Outcome;
    }

    /// <summary>Lets nobody in any more; <see cref="Run"/> ends when the queue is empty.</summary>
    internal void Complete() => _queue.Writer.TryComplete();

    internal async Task Run()
    {
        while (_heldBack.Count > 0 || await _queue.Reader.WaitToReadAsync())
        {
            var group = TakeGroup();
            if (group.Count == 0)
                continue;
            try
            {
                await Commit(group);
            }
            catch (Exception e)
            {
                // Whether the group was committed is unknown: its messages come again, and the inbox tells.
                foreach (var unit in group)
                    unit.Fail(e);
                await DropConnection();
            }
        }
        await DropConnection();
    }

    List<WaitingUnit> TakeGroup()
    {
        List<WaitingUnit> group = [];
        HashSet<object> keys = [];
        var before = _heldBack.ToArray();
        _heldBack.Clear();
        foreach (var unit in before)
            Join(unit);
        while (group.Count < _groupUnitsMax && group is not [{ Unit.Serializable: true }] && _heldBack.Count < _groupUnitsMax && _queue.Reader.TryRead(out var unit))
            Join(unit);
        return group;

        // One statement writes a row once: a second unit for the same row or message is decided by the next group.
        void Join(WaitingUnit unit)
        {
            if (group.Count >= _groupUnitsMax || WantsToBeAlone(unit) || unit.Keys.Any(keys.Contains))
                _heldBack.Add(unit);
            else if (unit.Start())
            {
                group.Add(unit);
                keys.UnionWith(unit.Keys);
            }
        }

        bool WantsToBeAlone(WaitingUnit unit) => group is [{ Unit.Serializable: true }] || (unit.Unit.Serializable && group.Count > 0);
    }

    async Task Commit(List<WaitingUnit> group)
    {
        _connection ??= await _database.Open(default);
        CommitOutcome[] outcomes;
        try
        {
            outcomes = group is [{ Unit.Serializable: true } alone]
                ? await _transaction.CommitSerializable(_connection, alone.Unit, default)
                : await _transaction.Commit(_connection, [.. group.Select(x => x.Unit)], default);
        }
        // Some refusals (no room on the disk, no memory) end the connection as well: nobody can be tried alone on it.
        catch (PostgresException e) when (SqlStates.IsRefused(e) && _connection.State == ConnectionState.Open)
        {
            await CommitOneByOne(group, e);
            return;
        }
        Finish(group, outcomes);
    }

    async Task CommitOneByOne(List<WaitingUnit> group, PostgresException refusal)
    {
        if (group is [var only])
        {
            await Refuse(only, refusal);
            return;
        }
        foreach (var unit in group)
            await Commit([unit]);
    }

    async Task Refuse(WaitingUnit unit, PostgresException refusal)
    {
        if (!SqlStates.IsConflict(refusal))
            unit.Fail(refusal);
        else
            unit.Finish(await WasConsumed(unit.Unit) ? CommitOutcome.Duplicate : CommitOutcome.Conflict);
    }

    async Task<bool> WasConsumed(PreparedUnit unit)
    {
        if (unit.Inbox is not { } inbox)
            return false;
        await using var command = new NpgsqlCommand("SELECT EXISTS (SELECT FROM saga.inbox WHERE message_id = $1 AND consumer = $2)", _connection);
        command.Parameters.Add(Database.P(inbox.MessageId));
        command.Parameters.Add(Database.P(inbox.Consumer));
        return (bool)(await command.ExecuteScalarAsync())!;
    }

    void Finish(List<WaitingUnit> group, CommitOutcome[] outcomes)
    {
        List<OutboxMessage> leaving = [];
        for (var i = 0; i < group.Count; i++)
        {
            if (outcomes[i] != CommitOutcome.Committed)
                continue;
            group[i].Unit.WasCommitted();
            leaving.AddRange(group[i].Unit.Outbox);
        }
        if (leaving.Count > 0)
            _intake.Value.Take(leaving);
        for (var i = 0; i < group.Count; i++)
            group[i].Finish(outcomes[i]);
    }

    async Task DropConnection()
    {
        if (_connection is not { } connection)
            return;
        _connection = null;
        try
        {
            await connection.DisposeAsync();
        }
        catch (NpgsqlException)
        {
            // It is broken, which is why it goes.
        }
    }
}

/// <summary>A unit of work on its way through the committer.</summary>
sealed class WaitingUnit(PreparedUnit unit)
{
    const int Waiting = 0;
    const int Started = 1;
    const int GivenUp = 2;

    readonly TaskCompletionSource<CommitOutcome> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);
    int _phase = Waiting;

    internal PreparedUnit Unit => unit;

    internal Task<CommitOutcome> Outcome => _outcome.Task;

    /// <summary>The rows it writes and the message it consumes.</summary>
    internal object[] Keys { get; } =
        [.. unit.AllRows.Select(x => (object)(x.Mapping, x.Key)), .. unit.Inbox is { } key ? [(key.MessageId, key.Consumer)] : Array.Empty<object>()];

    /// <summary>False when its caller has given up.</summary>
    internal bool Start() => Interlocked.CompareExchange(ref _phase, Started, Waiting) == Waiting;

    internal void GiveUp(CancellationToken cancellation)
    {
        if (Interlocked.CompareExchange(ref _phase, GivenUp, Waiting) == Waiting)
            _outcome.TrySetCanceled(cancellation);
    }

    internal void Finish(CommitOutcome outcome) => _outcome.TrySetResult(outcome);

    internal void Fail(Exception reason) => _outcome.TrySetException(reason);
}

using System.Threading.Channels;
using NpgsqlTypes;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>
/// Reads rows for messages, each with the word whether the message was consumed before: whoever asks while a read is under way is
/// read together with the others who do. One who asks alone does not wait for company.
/// </summary>
/// <remarks>
/// Where several processes share a queue, every message of a saga may come to another one, and what a process committed last
/// serves it little: then each message reads, and a read of its own for each cost as much as its commit.
/// </remarks>
sealed class GroupReader(Database database, RowStatements statements)
{
    const int GroupReadsMax = 256;

    readonly Channel<WaitingRead> _waiting = Channel.CreateUnbounded<WaitingRead>();
    int _reading;

    /// <summary>The values of the row's columns, or null where there is none.</summary>
    /// <exception cref="DuplicateMessageException">The message was consumed before.</exception>
    internal async Task<object?[]?> Find(object key, InboxKey inbox, CancellationToken cancellation)
    {
        var read = new WaitingRead(key, inbox);
        _waiting.Writer.TryWrite(read);
        if (Interlocked.CompareExchange(ref _reading, 1, 0) == 0)
            _ = Task.Run(ReadAll, CancellationToken.None);
        return await read.Outcome.WaitAsync(cancellation);
    }

    async Task ReadAll()
    {
        while (true)
        {
            List<WaitingRead> group = [];
            while (group.Count < GroupReadsMax && _waiting.Reader.TryRead(out var read))
                group.Add(read);
            if (group.Count > 0)
            {
                await Read(group);
                continue;
            }

            // Somebody may have come between the last look and the word that nobody looks: whoever takes the word back looks on.
            Volatile.Write(ref _reading, 0);
            if (!_waiting.Reader.TryPeek(out _) || Interlocked.CompareExchange(ref _reading, 1, 0) != 0)
                return;
        }
    }

    async Task Read(List<WaitingRead> group)
    {
        try
        {
            await using var command = database.Command(statements.FindUnlessConsumed,
                ColumnValues.Keys(statements.Mapping, group.Select(x => x.Key)),
                Database.Array([.. group.Select(x => x.Inbox.MessageId)], NpgsqlDbType.Uuid),
                Database.Array([.. group.Select(x => x.Inbox.Consumer)], NpgsqlDbType.Text));
            await using var reader = await command.ExecuteReaderAsync();
            while (await reader.ReadAsync())
                group[(int)reader.GetInt64(0) - 1].Finish(wasConsumed: reader.GetBoolean(1),
                    reader.IsDBNull(2) ? null : ColumnValues.Read(reader, statements.Mapping, 3));
        }
        catch (Exception e)
        {
            group.ForEach(x => x.Fail(e)); // those that have their answer keep it
        }
    }
}

/// <summary>Somebody who waits for a row.</summary>
sealed class WaitingRead(object key, InboxKey inbox)
{
    readonly TaskCompletionSource<object?[]?> _outcome = new(TaskCreationOptions.RunContinuationsAsynchronously);

    internal object Key => key;

    internal InboxKey Inbox => inbox;

    internal Task<object?[]?> Outcome => _outcome.Task;

    internal void Finish(bool wasConsumed, object?[]? values)
    {
        if (wasConsumed)
            _outcome.TrySetException(new DuplicateMessageException(inbox));
        else
            _outcome.TrySetResult(values);
    }

    internal void Fail(Exception reason) => _outcome.TrySetException(reason);
}

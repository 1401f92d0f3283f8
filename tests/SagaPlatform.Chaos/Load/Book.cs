using System.Collections.Concurrent;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos.Load;

/// <summary>What is known of one thing that was asked for.</summary>
sealed class Entry(Asked asked)
{
    /// <summary>What was asked.</summary>
    public Asked Asked => asked;

    /// <summary>How often it was posted.</summary>
    public int Posts { get; set; }

    /// <summary>Whether the platform promised it (202).</summary>
    public bool IsAcknowledged { get; set; }

    /// <summary>Whether it was refused for good (4xx).</summary>
    public bool IsRefused { get; set; }

    /// <summary>Where it ended; null while it goes on.</summary>
    public string? EndedIn { get; set; }

    /// <summary>Whether it waits for a person, visibly.</summary>
    public bool Asks { get; set; }

    /// <summary>Whether it was under way when something was broken.</summary>
    public bool MetFault { get; set; }

    /// <summary>Whether nothing more is to be expected of it.</summary>
    public bool IsAtRest => EndedIn != null || Asks || IsRefused;
}

/// <summary>
/// Everything that was asked for, and what became of it. Ends are read from the database beside the platform: a platform that
/// is broken cannot be believed about itself.
/// </summary>
sealed class Book(LabServices services, History history)
{
    static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);

    readonly ConcurrentDictionary<Guid, Entry> _entries = new();
    readonly ConcurrentDictionary<Guid, Entry> _open = new();

    /// <summary>All of them.</summary>
    public ICollection<Entry> All => _entries.Values;

    /// <summary>Those that are acknowledged and not at rest.</summary>
    public IEnumerable<Entry> Open => _open.Values.Where(x => x.IsAcknowledged);

    /// <summary>Writes down something new.</summary>
    public Entry Add(Asked asked)
    {
        var entry = new Entry(asked);
        (_entries[asked.Id], _open[asked.Id]) = (entry, entry);
        return entry;
    }

    /// <summary>What is under way now has met a fault.</summary>
    public void MeetFault()
    {
        foreach (var entry in _open.Values)
            entry.MetFault = true;
    }

    /// <summary>Watches the tables until it is told to stop. A database that is away is asked again.</summary>
    public async Task Watch(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            try
            {
                await Look();
            }
            catch (Exception e) when (e is Npgsql.NpgsqlException or TimeoutException or IOException)
            {
                // It is being broken.
            }

            await Task.Delay(LookEvery, stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One look at what is not at rest.</summary>
    public async Task Look()
    {
        foreach (var table in _open.Values.GroupBy(x => x.Asked.Table))
            await Look(table.Key, [.. table.Select(x => x.Asked.Id)]);
        foreach (var refused in _open.Where(x => x.Value.IsRefused))
            _open.TryRemove(refused);
    }

    async Task Look(string table, Guid[] ids)
    {
        await using var connection = await services.Database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"SELECT id, state, ended_at IS NOT NULL FROM saga.{table} WHERE id = ANY($1) AND (ended_at IS NOT NULL OR question IS NOT NULL)";
        command.Parameters.AddWithValue(ids);
        await using var reader = await command.ExecuteReaderAsync();
        while (await reader.ReadAsync())
        {
            var entry = _entries[reader.GetGuid(0)];
            if (reader.GetBoolean(2))
            {
                entry.EndedIn = reader.GetString(1);
                _open.TryRemove(entry.Asked.Id, out _);
                history.Write("database", "end", Outcome.Ok, entry.Asked.Id, $"{entry.Asked.Kind}: {entry.EndedIn}");
            }
            else if (!entry.Asks)
            {
                entry.Asks = true;
                history.Write("database", "asks", Outcome.Info, entry.Asked.Id, entry.Asked.Kind);
            }
        }
    }
}

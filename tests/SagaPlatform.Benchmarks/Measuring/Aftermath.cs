using Npgsql;

namespace SagaPlatform.Benchmarks.Measuring;

/// <summary>What must be true of the database when all orders have ended: speed that loses or repeats something is none.</summary>
static class Aftermath
{
    static readonly TimeSpan RestMax = TimeSpan.FromSeconds(30);

    /// <summary>Looks until it is so, since the last deletes may be under way; then says what is not.</summary>
    /// <returns>A sentence for each law that is broken.</returns>
    public static async Task<IReadOnlyList<string>> Broken(string postgres, long sagas)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        var until = DateTime.UtcNow + RestMax;
        while (true)
        {
            var broken = await Look(connection, sagas);
            if (broken.Count == 0 || DateTime.UtcNow > until)
                return broken;
            await Task.Delay(200);
        }
    }

    static async Task<List<string>> Look(NpgsqlConnection connection, long sagas)
    {
        (string Law, string Sql, long Expected)[] laws =
        [
            ("orders that are completed", "SELECT count(*) FROM saga.measured_order WHERE state = 'Completed' AND ended_at IS NOT NULL", sagas),
            ("orders in all", "SELECT count(*) FROM saga.measured_order", sagas),
            ("transitions in the history, each once", "SELECT count(DISTINCT (saga_id, version)) FROM saga.history WHERE saga_type = 'measured-order' AND kind = 'Consumed'", sagas * Round.TransitionsPerSaga),
            ("entries in the history", "SELECT count(*) FROM saga.history WHERE saga_type = 'measured-order'", sagas * Round.TransitionsPerSaga),
            ("messages known as consumed", "SELECT count(*) FROM saga.inbox WHERE consumer LIKE 'measured%'", sagas * (Round.TransitionsPerSaga + 4)),
            ("messages that still have to leave", "SELECT count(*) FROM saga.outbox", 0),
            ("timeouts that nobody waits for", "SELECT count(*) FROM saga.timeout WHERE saga_type = 'measured-order'", 0),
        ];
        List<string> broken = [];
        foreach (var (law, sql, expected) in laws)
        {
            await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 300 };
            var found = (long)(await command.ExecuteScalarAsync())!;
            if (found != expected)
                broken.Add($"{law}: {found:N0}, and it should be {expected:N0}");
        }

        return broken;
    }
}

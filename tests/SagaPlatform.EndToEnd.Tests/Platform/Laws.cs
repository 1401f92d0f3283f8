using SagaPlatform.Testing.Services;

namespace SagaPlatform.EndToEnd.Tests.Platform;

/// <summary>The common laws, read from the tables of the running platform by plain SQL.</summary>
public static class Laws
{
    static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nothing is under way any more, then checks every law over all orders.</summary>
    public static async Task Hold(RealPlatform platform)
    {
        // The last announcement turns reserved stock into shipped stock a moment after the saga's end.
        await platform.Until(
            "NOT EXISTS (SELECT FROM saga.outbox WHERE parked_at IS NULL) AND NOT EXISTS (SELECT FROM participants.reservation r "
            + "JOIN saga.order_fulfilment o ON o.id = r.order_id WHERE o.state = 'Completed' AND r.status = 'Reserved')", QuietLimit);

        foreach (var (law, violations) in OrderLaws.All)
            await None(platform.Database, law, violations);
    }

    /// <summary>What has not ended, for the message of a test that fails.</summary>
    public static async Task<string> Open(TestDatabase database) => await Rows(database,
        "SELECT id, state, version, question, ledger FROM saga.order_fulfilment WHERE ended_at IS NULL LIMIT 5")
        + "\noutbox: " + await Rows(database, "SELECT id, message_type, attempts, error FROM saga.outbox LIMIT 10");

    /// <summary>An array literal of ids.</summary>
    public static string Array(IEnumerable<Guid> ids) => $"ARRAY[{string.Join(',', ids.Select(x => $"'{x}'"))}]::uuid[]";

    static async Task None(TestDatabase database, string law, string violations) => (await Rows(database, violations)).ShouldBe("", law);

    static async Task<string> Rows(TestDatabase database, string sql)
    {
        await using var connection = await database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<string>();
        while (await reader.ReadAsync())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(x => reader.GetValue(x))));
        return string.Join('\n', rows);
    }
}

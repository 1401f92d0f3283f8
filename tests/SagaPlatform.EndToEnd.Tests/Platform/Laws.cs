using SagaPlatform.Testing.Services;

namespace SagaPlatform.EndToEnd.Tests.Platform;

/// <summary>The common laws, read from the tables of the running platform by plain SQL.</summary>
public static class Laws
{
    const long StockOfOneArticle = 1_000_000_000;
    static readonly TimeSpan QuietLimit = TimeSpan.FromSeconds(60);

    /// <summary>Waits until nothing is under way any more, then checks every law over all orders.</summary>
    public static async Task Hold(RealPlatform platform)
    {
        // The last announcement turns reserved stock into shipped stock a moment after the saga's end.
        await platform.Until(
            "NOT EXISTS (SELECT FROM saga.outbox WHERE parked_at IS NULL) AND NOT EXISTS (SELECT FROM participants.reservation r "
            + "JOIN saga.order_fulfilment o ON o.id = r.order_id WHERE o.state = 'Completed' AND r.status = 'Reserved')", QuietLimit);

        await None(platform.Database, "money is conserved",
            "SELECT currency, sum(amount_minor) FROM participants.ledger_entry GROUP BY currency HAVING sum(amount_minor) <> 0");
        await None(platform.Database, "a completed order is charged exactly once, in full",
            """
            SELECT o.id FROM saga.order_fulfilment o LEFT JOIN participants.charge c ON c.order_id = o.id
            WHERE o.state = 'Completed' AND (c.status IS DISTINCT FROM 'Charged' OR c.amount_minor <> o.total_minor
                OR (SELECT count(*) FROM participants.ledger_entry e WHERE e.movement_id = o.id) <> 2)
            """);
        await None(platform.Database, "a cancelled order holds no money",
            """
            SELECT o.id FROM saga.order_fulfilment o JOIN participants.charge c ON c.order_id = o.id
            WHERE o.state = 'Cancelled' AND (c.status = 'Charged'
                OR (SELECT coalesce(sum(amount_minor), 0) FROM participants.ledger_entry e WHERE e.movement_id = o.id AND amount_minor > 0)
                 <> (SELECT coalesce(-sum(amount_minor), 0) FROM participants.ledger_entry e WHERE e.movement_id = o.id AND amount_minor < 0))
            """);
        await None(platform.Database, "a cancelled order holds no stock",
            """
            SELECT o.id FROM saga.order_fulfilment o JOIN participants.reservation r ON r.order_id = o.id
            WHERE o.state = 'Cancelled' AND r.status = 'Reserved'
            """);
        await None(platform.Database, "a cancelled order has no label, no packing and no tracking page",
            """
            SELECT o.id FROM saga.order_fulfilment o
            LEFT JOIN participants.label l ON l.order_id = o.id
            LEFT JOIN participants.warehouse_job w ON w.order_id = o.id
            LEFT JOIN participants.tracking_page t ON t.order_id = o.id
            WHERE o.state = 'Cancelled' AND (l.status = 'Created' OR w.status = 'Packing' OR t.status = 'Open')
            """);
        await None(platform.Database, "stock is reserved only for orders that are under way",
            $"""
            SELECT s.sku, s.reserved FROM participants.stock_line s
            WHERE s.reserved <> (SELECT coalesce(sum((l->>'quantity')::bigint), 0)
                FROM participants.reservation r, jsonb_array_elements(r.lines) l WHERE r.status = 'Reserved' AND l->>'sku' = s.sku)
            OR (s.sku LIKE 'SKU-1%' AND s.on_hand + s.shipped <> {StockOfOneArticle})
            """);
        await None(platform.Database, "versions count the applied events without a gap",
            """
            SELECT o.id, o.version, count(h.version), max(h.version) FROM saga.order_fulfilment o
            LEFT JOIN saga.history h ON h.saga_id = o.id AND h.version > 0
            GROUP BY o.id, o.version HAVING count(DISTINCT h.version) <> o.version OR count(h.version) <> o.version OR max(h.version) <> o.version
            """);
        await None(platform.Database, "each transition begins where the one before it ended",
            """
            SELECT saga_id, version, from_state, before FROM (
                SELECT saga_id, version, from_state, lag(to_state) OVER (PARTITION BY saga_id ORDER BY version) AS before
                FROM saga.history WHERE version > 0) h
            WHERE from_state IS DISTINCT FROM before
            """);
        await None(platform.Database, "an ended saga has no clock",
            "SELECT t.name FROM saga.timeout t JOIN saga.order_fulfilment o ON o.id = t.saga_id WHERE o.ended_at IS NOT NULL");
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

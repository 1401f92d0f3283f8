namespace SagaPlatform.Testing.Processes;

/// <summary>What must hold of all orders when nothing is under way, read from the tables of a running platform by plain SQL.</summary>
public static class OrderLaws
{
    const long StockOfOneArticle = 1_000_000_000;

    /// <summary>Each law, and a query for what breaks it.</summary>
    public static IReadOnlyList<(string Law, string Violations)> All { get; } =
    [
        ("money is conserved",
            "SELECT currency, sum(amount_minor) FROM participants.ledger_entry GROUP BY currency HAVING sum(amount_minor) <> 0"),
        ("a completed order is charged exactly once, in full",
            """
            SELECT o.id FROM saga.order_fulfilment o LEFT JOIN participants.charge c ON c.order_id = o.id
            WHERE o.state = 'Completed' AND (c.status IS DISTINCT FROM 'Charged' OR c.amount_minor <> o.total_minor
                OR (SELECT count(*) FROM participants.ledger_entry e WHERE e.movement_id = o.id) <> 2)
            """),
        ("a cancelled order holds no money",
            """
            SELECT o.id FROM saga.order_fulfilment o JOIN participants.charge c ON c.order_id = o.id
            WHERE o.state = 'Cancelled' AND (c.status = 'Charged'
                OR (SELECT coalesce(sum(amount_minor), 0) FROM participants.ledger_entry e WHERE e.movement_id = o.id AND amount_minor > 0)
                 <> (SELECT coalesce(-sum(amount_minor), 0) FROM participants.ledger_entry e WHERE e.movement_id = o.id AND amount_minor < 0))
            """),
        ("a cancelled order holds no stock",
            """
            SELECT o.id FROM saga.order_fulfilment o JOIN participants.reservation r ON r.order_id = o.id
            WHERE o.state = 'Cancelled' AND r.status = 'Reserved'
            """),
        ("a cancelled order has no label, no packing and no tracking page",
            """
            SELECT o.id FROM saga.order_fulfilment o
            LEFT JOIN participants.label l ON l.order_id = o.id
            LEFT JOIN participants.warehouse_job w ON w.order_id = o.id
            LEFT JOIN participants.tracking_page t ON t.order_id = o.id
            WHERE o.state = 'Cancelled' AND (l.status = 'Created' OR w.status = 'Packing' OR t.status = 'Open')
            """),
        ("stock is reserved only for orders that are under way",
            $"""
            SELECT s.sku, s.reserved FROM participants.stock_line s
            WHERE s.reserved <> (SELECT coalesce(sum((l->>'quantity')::bigint), 0)
                FROM participants.reservation r, jsonb_array_elements(r.lines) l WHERE r.status = 'Reserved' AND l->>'sku' = s.sku)
            OR (s.sku LIKE 'SKU-1%' AND s.on_hand + s.shipped <> {StockOfOneArticle})
            """),
        ("versions count the applied events without a gap",
            """
            SELECT o.id, o.version, count(h.version), max(h.version) FROM saga.order_fulfilment o
            LEFT JOIN saga.history h ON h.saga_id = o.id AND h.version > 0
            GROUP BY o.id, o.version HAVING count(DISTINCT h.version) <> o.version OR count(h.version) <> o.version OR max(h.version) <> o.version
            """),
        ("each transition begins where the one before it ended",
            """
            SELECT saga_id, version, from_state, before FROM (
                SELECT saga_id, version, from_state, lag(to_state) OVER (PARTITION BY saga_id ORDER BY version) AS before
                FROM saga.history WHERE version > 0) h
            WHERE from_state IS DISTINCT FROM before
            """),
        ("an ended saga has no clock",
            "SELECT t.name FROM saga.timeout t JOIN saga.order_fulfilment o ON o.id = t.saga_id WHERE o.ended_at IS NOT NULL"),
    ];
}

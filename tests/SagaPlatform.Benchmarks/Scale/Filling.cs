using Npgsql;

namespace SagaPlatform.Benchmarks.Scale;

/// <summary>
/// Fills a database with the past: finished sagas with their history and inbox rows, modelled on one that was really carried,
/// and timeouts that are due in days.
/// </summary>
static class Filling
{
    const int SagasPerStep = 20_000;

    /// <summary>The past of so many sagas; one that has been carried already is the model.</summary>
    public static async Task FinishedSagas(string postgres, int count, Action<string> say)
    {
        for (var filled = 0; filled < count; filled += SagasPerStep)
        {
            await Execute(postgres, Past(Math.Min(SagasPerStep, count - filled)));
            if ((filled / SagasPerStep) % 10 == 9)
                say($"filling: {filled + SagasPerStep:N0} of {count:N0} finished sagas");
        }
    }

    /// <summary>Timeouts that are due within 1 to 30 days.</summary>
    public static Task PendingTimeouts(string postgres, int count) => Execute(postgres,
        $"""
        INSERT INTO saga.timeout (token, saga_type, saga_id, name, due, message_id, destination, message_type, content_type, body)
        SELECT gen_random_uuid(), 'measured-later', gen_random_uuid(), 'ProcessClockRang', now() + interval '1 day' * (1 + 29 * random()),
            gen_random_uuid(), 'rabbitmq://localhost/measured-later', 'SagaPlatform.Core.Sagas:ProcessClockRang', 'application/vnd.masstransit+json',
            convert_to(repeat('-', 600), 'UTF8')
        FROM generate_series(1, {count})
        """);

    /// <summary>What autovacuum would do in the hours in which so much comes together.</summary>
    public static Task Settle(string postgres) => Execute(postgres, "VACUUM (ANALYZE)");

    static string Past(int count) =>
        $"""
        CREATE TEMPORARY TABLE past AS SELECT gen_random_uuid() AS id, now() - interval '30 days' * random() AS at FROM generate_series(1, {count});
        CREATE TEMPORARY TABLE model AS SELECT * FROM saga.measured_order WHERE state = 'Completed' LIMIT 1;
        INSERT INTO saga.measured_order (id, version, state, ledger, business_key, started_at, changed_at, ended_at, fingerprint,
                customer_id, amount_minor, lines, reservation_id, payment_id, tracking)
            SELECT past.id, version, state, ledger, past.id::text, at, at, at, fingerprint, customer_id, amount_minor, lines, reservation_id, payment_id, tracking
            FROM past, model ORDER BY at;
        INSERT INTO saga.history (saga_id, saga_type, version, at, kind, event, message_id, from_state, to_state, reason, detail)
            SELECT past.id, h.saga_type, h.version, past.at, h.kind, h.event, gen_random_uuid(), h.from_state, h.to_state, h.reason, h.detail
            FROM past, saga.history h WHERE h.saga_id = (SELECT id FROM model) ORDER BY past.at, h.number;
        INSERT INTO saga.inbox (message_id, consumer, fingerprint, at)
            SELECT gen_random_uuid(), CASE n % 2 WHEN 0 THEN 'measured-order' ELSE 'measured-inventory/ReserveInventory' END, NULL, past.at
            FROM past, generate_series(1, 8) n ORDER BY past.at;
        DROP TABLE past, model;
        """;

    internal static async Task Execute(string postgres, string sql)
    {
        await using var connection = new NpgsqlConnection(postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 1_800 };
        await command.ExecuteNonQueryAsync();
    }
}

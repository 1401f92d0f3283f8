using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>What units of work write beside their rows: inbox, outbox, timeouts, history; set by set, in one statement.</summary>
static class Effects
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web);

    /// <summary>The statement of units that have no saga's row to win.</summary>
    internal static readonly string OfAll = $"WITH {Sql(1, onlyWon: false)}\nSELECT 1";

    /// <summary>
    /// The data-modifying queries, without WITH. Parameters from <paramref name="first"/> on as <see cref="AddParameters"/>
    /// adds them; the first of each set is the number of the unit. What is compared with the database's clock later is stamped
    /// by it: a process whose clock is wrong would make its messages look forgotten, or stuck for hours.
    /// </summary>
    internal static string Sql(int first, bool onlyWon)
    {
        var won = onlyWon ? "WHERE x.unit = ANY (ARRAY(SELECT number FROM won))" : "";
        var andWon = onlyWon ? "AND x.unit = ANY (ARRAY(SELECT number FROM won))" : "";
        var cancelledTokens = $"${first + 25}::uuid[]";
        return
            $"""
            inbox_lines AS (SELECT * FROM unnest({Set(first, "integer uuid text text")}) AS x(unit, message_id, consumer, fingerprint)),
            inbox_written AS (INSERT INTO saga.inbox (message_id, consumer, fingerprint, at)
                SELECT x.message_id, x.consumer, x.fingerprint, now() FROM inbox_lines x {won}),
            outbox_written AS (INSERT INTO saga.outbox (id, message_id, destination, message_type, content_type, headers, body, created_at, attempts)
                SELECT x.id, x.message_id, x.destination, x.message_type, x.content_type, x.headers, x.body, now(), 0
                FROM unnest({Set(first + 4, "integer bigint uuid text text text jsonb bytea")})
                    AS x(unit, id, message_id, destination, message_type, content_type, headers, body) {won}),
            timeout_set AS (INSERT INTO saga.timeout (token, saga_type, saga_id, name, due, message_id, destination, message_type, content_type, headers, body)
                SELECT x.token, x.saga_type, x.saga_id, x.name, now() + x.after, x.message_id, x.destination, x.message_type, x.content_type, x.headers, x.body
                FROM unnest({Set(first + 12, "integer uuid text uuid text interval uuid text text text jsonb bytea")})
                    AS x(unit, token, saga_type, saga_id, name, after, message_id, destination, message_type, content_type, headers, body) {won}
                ON CONFLICT (token) DO UPDATE SET due = excluded.due, name = excluded.name, message_id = excluded.message_id,
                    destination = excluded.destination, message_type = excluded.message_type, content_type = excluded.content_type,
                    headers = excluded.headers, body = excluded.body),
            timeout_cancelled AS (DELETE FROM saga.timeout t
                USING unnest({Set(first + 24, "integer uuid")}) AS x(unit, token)
                WHERE t.token = ANY ({cancelledTokens}) AND t.token = x.token {andWon}),
            history_written AS (INSERT INTO saga.history (saga_id, saga_type, version, at, kind, event, message_id, from_state, to_state, reason, detail)
                SELECT x.saga_id, x.saga_type, x.version, x.at, x.kind, x.event, x.message_id, x.from_state, x.to_state, x.reason, x.detail
                FROM unnest({Set(first + 26, "integer uuid text integer timestamptz text text uuid text text text jsonb")}) WITH ORDINALITY
                    AS x(unit, saga_id, saga_type, version, at, kind, event, message_id, from_state, to_state, reason, detail, place) {won}
                ORDER BY x.place)
            """;
    }

    /// <summary>The parameters of <see cref="Sql"/>: the units with the numbers their rows have in the statement.</summary>
    internal static void AddParameters(NpgsqlParameterCollection parameters, IReadOnlyList<PreparedUnit> units)
    {
        var inbox = Lines<InboxKey>(units, x => x.Inbox is { } key ? [key] : []);
        Add(parameters, NpgsqlDbType.Integer, inbox, x => x.Unit);
        Add(parameters, NpgsqlDbType.Uuid, inbox, x => x.Line.MessageId);
        Add(parameters, NpgsqlDbType.Text, inbox, x => x.Line.Consumer);
        Add(parameters, NpgsqlDbType.Text, inbox, x => x.Line.Fingerprint);

        var outbox = Lines(units, x => x.Outbox);
        Add(parameters, NpgsqlDbType.Integer, outbox, x => x.Unit);
        Add(parameters, NpgsqlDbType.Bigint, outbox, x => x.Line.Id);
        Add(parameters, NpgsqlDbType.Uuid, outbox, x => x.Line.MessageId);
        Add(parameters, NpgsqlDbType.Text, outbox, x => x.Line.Destination);
        Add(parameters, NpgsqlDbType.Text, outbox, x => x.Line.MessageType);
        Add(parameters, NpgsqlDbType.Text, outbox, x => x.Line.ContentType);
        Add(parameters, NpgsqlDbType.Jsonb, outbox, x => Headers(x.Line.Headers));
        Add(parameters, NpgsqlDbType.Bytea, outbox, x => x.Line.Body);

        var set = Lines(units, x => x.Set);
        Add(parameters, NpgsqlDbType.Integer, set, x => x.Unit);
        Add(parameters, NpgsqlDbType.Uuid, set, x => x.Line.Token);
        Add(parameters, NpgsqlDbType.Text, set, x => x.Line.SagaType);
        Add(parameters, NpgsqlDbType.Uuid, set, x => x.Line.SagaId);
        Add(parameters, NpgsqlDbType.Text, set, x => x.Line.Name);
        Add(parameters, NpgsqlDbType.Interval, set, x => x.Line.After);
        Add(parameters, NpgsqlDbType.Uuid, set, x => x.Line.Ring.MessageId);
        Add(parameters, NpgsqlDbType.Text, set, x => x.Line.Ring.Destination);
        Add(parameters, NpgsqlDbType.Text, set, x => x.Line.Ring.MessageType);
        Add(parameters, NpgsqlDbType.Text, set, x => x.Line.Ring.ContentType);
        Add(parameters, NpgsqlDbType.Jsonb, set, x => Headers(x.Line.Ring.Headers));
        Add(parameters, NpgsqlDbType.Bytea, set, x => x.Line.Ring.Body);

        var cancelled = Lines(units, x => x.Cancelled);
        Add(parameters, NpgsqlDbType.Integer, cancelled, x => x.Unit);
        Add(parameters, NpgsqlDbType.Uuid, cancelled, x => x.Line);

        var history = Lines(units, x => x.History);
        Add(parameters, NpgsqlDbType.Integer, history, x => x.Unit);
        Add(parameters, NpgsqlDbType.Uuid, history, x => x.Line.SagaId);
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.SagaType);
        Add(parameters, NpgsqlDbType.Integer, history, x => x.Line.Version);
        Add(parameters, NpgsqlDbType.TimestampTz, history, x => x.Line.At);
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.Kind.ToString());
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.Event);
        Add(parameters, NpgsqlDbType.Uuid, history, x => x.Line.MessageId);
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.From);
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.To);
        Add(parameters, NpgsqlDbType.Text, history, x => x.Line.Reason);
        Add(parameters, NpgsqlDbType.Jsonb, history, x => Detail(x.Line));
    }

    internal static string? Headers(IReadOnlyDictionary<string, string> headers) =>
        headers.Count == 0 ? null : JsonSerializer.Serialize(headers, Json);

    internal static Dictionary<string, string> Headers(string headers) =>
        JsonSerializer.Deserialize<Dictionary<string, string>>(headers, Json)!;

    internal static (IReadOnlyList<SentMessage> Sent, IReadOnlyList<TimeoutChange> Timeouts) Detail(string detail)
    {
        var read = JsonSerializer.Deserialize<HistoryDetail>(detail, Json)!;
        return (read.Sent ?? [], read.Timeouts ?? []);
    }

    static string? Detail(HistoryEntry entry) => entry.Sent.Count == 0 && entry.Timeouts.Count == 0
        ? null
        : JsonSerializer.Serialize(new HistoryDetail(entry.Sent, entry.Timeouts), Json);

    static string Set(int first, string types) =>
        string.Join(", ", types.Split(' ').Select((x, i) => $"${first + i}::{x}[]"));

    static List<(int Unit, T Line)> Lines<T>(IReadOnlyList<PreparedUnit> units, Func<PreparedUnit, IReadOnlyList<T>> lines)
    {
        List<(int, T)> all = [];
        for (var i = 0; i < units.Count; i++)
        {
            foreach (var line in lines(units[i]))
                all.Add((i, line));
        }
        return all;
    }

    static void Add<TLine, T>(NpgsqlParameterCollection parameters, NpgsqlDbType type, List<TLine> lines, Func<TLine, T> value)
    {
        var values = new T[lines.Count];
        for (var i = 0; i < values.Length; i++)
            values[i] = value(lines[i]);
        parameters.Add(Database.Array(values, type));
    }

    sealed record HistoryDetail(IReadOnlyList<SentMessage>? Sent, IReadOnlyList<TimeoutChange>? Timeouts);
}

using SagaPlatform.Chaos.Load;
using SagaPlatform.Testing.Processes;

namespace SagaPlatform.Chaos.Checks;

/// <summary>Something that should not be.</summary>
/// <param name="Law">The law, as the fault matrix numbers it, and in words.</param>
/// <param name="What">What breaks it.</param>
/// <param name="IsDuplicate">Whether something happened twice.</param>
sealed record Violation(string Law, string What, bool IsDuplicate = false);

/// <summary>Every invariant, once nothing is under way: by SQL beside the platform, by the platform's own laws, and in its logs.</summary>
static class LabLaws
{
    static readonly string[] SagaTables = ["order_fulfilment", "cross_chain_transfer", "routed_payment"];

    /// <summary>How the reason of a fault ends that a customer's test token asked for.</summary>
    const string ScriptedFault = "as the test token asks.";

    /// <summary>How the reason of a cancellation ends that used up its attempts before its order's start arrived.</summary>
    const string OutrunFault = "that could hear CancelOrder.";

    /// <summary>All that is broken.</summary>
    /// <param name="lab">What is looked at.</param>
    /// <param name="logs">The folder of the processes' logs.</param>
    public static async Task<IReadOnlyList<Violation>> Broken(Lab lab, string logs)
    {
        List<Violation> broken = [];
        foreach (var (law, sql, isDuplicate) in Sql())
            broken.AddRange((await Rows(lab, sql)).Select(x => new Violation(law, x, isDuplicate)));
        broken.AddRange(await ByPlatform(lab));
        broken.AddRange(await ErrorQueues(lab));
        broken.AddRange(await AuditLaws.Broken(lab));
        broken.AddRange(Secrets(logs));
        return broken;
    }

    static IEnumerable<(string Law, string Sql, bool IsDuplicate)> Sql()
    {
        foreach (var (law, violations) in OrderLaws.All)
            yield return ($"I1 I4 I7: {law}", violations, false);
        yield return ("I2: an order is charged at most once",
            "SELECT movement_id, count(*) FROM participants.ledger_entry WHERE amount_minor > 0 AND movement_id IN (SELECT id FROM saga.order_fulfilment) "
            + "GROUP BY movement_id, account HAVING count(*) > 2", true);
        yield return ("I6: a message takes effect once", "SELECT saga_id, message_id, count(*) FROM saga.history WHERE kind = 'Consumed' AND message_id IS NOT NULL "
            + "GROUP BY saga_id, message_id HAVING count(*) > 1", true);
        yield return ("I5: nothing waits in the outbox", "SELECT id, message_type, attempts, error FROM saga.outbox", false);
        foreach (var table in SagaTables)
        {
            yield return ("I9: an ended saga has no clock", $"SELECT t.name, s.id FROM saga.timeout t JOIN saga.{table} s ON s.id = t.saga_id WHERE s.ended_at IS NOT NULL", false);
            yield return ("I9: a waiting saga has one clock", $"SELECT s.id, s.state, (SELECT count(*) FROM saga.timeout t WHERE t.saga_id = s.id) FROM saga.{table} s "
                + "WHERE s.ended_at IS NULL AND (SELECT count(*) FROM saga.timeout t WHERE t.saga_id = s.id) <> 1", false);
            yield return ("I5: no saga was refused a message that was meant for it",
                $"SELECT h.saga_id, h.event, h.reason FROM saga.history h JOIN saga.{table} s ON s.id = h.saga_id WHERE h.kind IN ('Faulted', 'NotFound') AND h.event <> 'CancelOrder'", false);
            yield return ("I7: versions count the applied events without a gap",
                $"SELECT s.id, s.version, count(h.version), max(h.version) FROM saga.{table} s LEFT JOIN saga.history h ON h.saga_id = s.id AND h.version > 0 "
                + "GROUP BY s.id, s.version HAVING count(DISTINCT h.version) <> s.version OR count(h.version) <> s.version OR max(h.version) <> s.version", false);
        }
    }

    static async Task<List<string>> Rows(Lab lab, string sql)
    {
        await using var connection = await lab.Services.Database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = sql;
        await using var reader = await command.ExecuteReaderAsync();
        List<string> rows = [];
        while (await reader.ReadAsync())
            rows.Add(string.Join(" | ", Enumerable.Range(0, reader.FieldCount).Select(x => reader.GetValue(x))));
        return rows;
    }

    /// <summary>The laws that the platform knows itself: money, stock, chains, sagas.</summary>
    static async Task<IEnumerable<Violation>> ByPlatform(Lab lab)
    {
        using var http = new HttpClient { BaseAddress = lab.Fleet.Hosts[0].Process!.Address, Timeout = TimeSpan.FromMinutes(2) };
        using var answer = await http.GetAsync(new Uri("/api/invariants", UriKind.Relative));
        if (!answer.IsSuccessStatusCode)
            return [new Violation("/api/invariants", $"answers {(int)answer.StatusCode}")];
        using var report = System.Text.Json.JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return [.. report.RootElement.GetProperty("laws").EnumerateArray().SelectMany(law =>
            law.GetProperty("broken").EnumerateArray().Select(x => x.GetString()!)
                .Concat(law.TryGetProperty("notChecked", out var why) && why.GetString() is { } not ? [$"not checked: {not}"] : [])
                .Select(x => new Violation($"platform law {law.GetProperty("name").GetString()}", x)))];
    }

    /// <summary>What is in the error queues is the poison, all of it, and nothing else; every other queue is empty.</summary>
    static async Task<IEnumerable<Violation>> ErrorQueues(Lab lab)
    {
        List<Violation> broken = [];
        var found = new HashSet<string>(StringComparer.Ordinal);
        var sent = lab.Poison.Sent.ToDictionary(x => x.Body, StringComparer.Ordinal);
        foreach (var queue in (await lab.Services.Broker.Queues()).Where(x => x.Messages > 0 && !x.Name.StartsWith("amq.", StringComparison.Ordinal)))
        {
            if (!queue.Name.EndsWith("_error", StringComparison.Ordinal) && !queue.Name.EndsWith("_skipped", StringComparison.Ordinal))
            {
                broken.Add(new Violation("I5: no message waits", $"{queue.Messages} in {queue.Name}"));
                continue;
            }

            foreach (var message in await lab.Services.Broker.Messages(queue.Name, 10_000))
                if (sent.ContainsKey(message.Body))
                    found.Add(message.Body);
                else if (!IsAccountedFor(message.Headers.GetValueOrDefault("MT-Fault-Message") ?? ""))
                    broken.Add(new Violation("I5: only poison is in the error queues",
                        $"{queue.Name}: {message.Headers.GetValueOrDefault("MT-Fault-Message")} {message.Body[..Math.Min(200, message.Body.Length)]}"));
        }

        broken.AddRange(lab.Poison.Sent.Where(x => !found.Contains(x.Body))
            .Select(x => new Violation("I5: poison is found in an error queue", $"{x.File} is in none")));
        return broken;
    }

    static bool IsAccountedFor(string fault) => fault.EndsWith(ScriptedFault, StringComparison.Ordinal) || fault.EndsWith(OutrunFault, StringComparison.Ordinal);

    /// <summary>Cancellations that came long before the start they are about: for an operator to send again, from the error queue.</summary>
    public static async Task<IEnumerable<string>> Outrun(Lab lab) =>
        (await Rows(lab, "SELECT saga_id FROM saga.history WHERE kind = 'NotFound' AND event = 'CancelOrder'"))
        .Select(x => $"the cancellation of order {x} outran its start and waits in the error queue");

    static IEnumerable<Violation> Secrets(string logs) => Directory.GetFiles(logs, "*.log")
        .SelectMany(file => File.ReadLines(file).Where(x => x.Contains(Business.SecretName, StringComparison.Ordinal)).Take(3)
            .Select(x => new Violation("I12: no log has personal values", $"{Path.GetFileName(file)}: {x}")));
}

using System.CommandLine;
using System.Text.Json.Nodes;

namespace SagaPlatform.CommandLine;

/// <summary>Commands that only look.</summary>
static class Looking
{
    static readonly Argument<Guid> Id = new("id") { Description = "The saga's id" };
    static readonly Option<string?> Type = new("--type") { Description = "Of this saga type" };
    static readonly Option<string?> State = new("--state") { Description = "In this state" };
    static readonly Option<string?> Key = new("--key") { Description = "With exactly this business key" };
    static readonly Option<bool> Trouble = new("--in-trouble") { Description = "Only those with a question, an overdue timeout or a failed message" };
    static readonly Option<int?> Older = new("--older-than") { Description = "Started so many seconds ago, or more" };
    static readonly Option<bool> Oldest = new("--oldest") { Description = "Oldest first" };
    static readonly Option<int> Limit = new("--limit") { Description = "At most so many", DefaultValueFactory = _ => 50 };
    static readonly Option<bool> Overdue = new("--overdue") { Description = "Only those that should have rung" };
    static readonly Argument<string> Machine = new("type") { Description = "The saga type" };

    public static IEnumerable<CommandNode> Commands() =>
    [
        new(new Command("list", "Lists sagas, latest started first") { Type, State, Key, Trouble, Older, Oldest, Limit }, List),
        new(new Command("count", "Counts sagas") { Type, State, Key, Trouble, Older }, Count),
        new(new Command("describe", "Shows one saga: what it waits for, its ledger, what may be done") { Id }, Describe),
        new(new Command("history", "Shows what happened to a saga, oldest first") { Id, Limit }, History),
        new(new Command("watch", "Follows a saga until it ends, or the whole platform without an id") { Optional }, Watch),
        new(new Command("graph", "Draws a machine as a Mermaid state diagram") { Machine }, Graph),
        new(new Command("drain", "Counts live sagas per type, state and machine fingerprint"), Drain),
        new(new Command("doctor", "Says how the platform is, and what wants somebody"), Doctor),
        new(new Command("timeouts", "Pending timeouts") { Type, Overdue, Limit }, Timeouts, Acting.OnTimeouts()),
        new(new Command("errors", "Messages that failed, by cause"), Errors, Acting.OnErrors()),
    ];

    static readonly Argument<Guid?> Optional = new("id") { Description = "The saga's id", Arity = ArgumentArity.ZeroOrOne };

    internal static string Filter(ParseResult read) => Query(("type", read.GetValue(Type)), ("state", read.GetValue(State)), ("key", read.GetValue(Key)),
        ("inTrouble", read.GetValue(Trouble) ? "true" : null), ("olderThanSeconds", read.GetValue(Older)?.ToString()));

    static async Task<int> List(Session session, ParseResult read, CancellationToken cancellation)
    {
        var page = await session.Platform.Get($"api/sagas?{Filter(read)}&limit={read.GetValue(Limit)}&sort={(read.GetValue(Oldest) ? "oldest" : "newest")}", cancellation);
        session.Output.Tell(page, () =>
        {
            session.Output.Table(page["items"]!.AsArray(), ("type", x => x["type"]), ("key", x => x["businessKey"]), ("state", x => x["state"]),
                ("started", x => x["startedAt"]), ("version", x => x["version"]), ("id", x => x["id"]), ("question", x => x["question"]));
            if (page["next"] != null)
                session.Output.Line("There are more: raise --limit, or narrow the list.");
        });
        return ExitCodes.Ok;
    }

    static async Task<int> Count(Session session, ParseResult read, CancellationToken cancellation)
    {
        var tally = await session.Platform.Get($"api/sagas/count?{Filter(read)}", cancellation);
        session.Output.Tell(tally, () => session.Output.Line($"{tally["count"]}{((bool)tally["more"]! ? " or more" : "")}"));
        return ExitCodes.Ok;
    }

    static async Task<int> Describe(Session session, ParseResult read, CancellationToken cancellation)
    {
        var saga = await session.Platform.Get($"api/sagas/{read.GetValue(Id):D}", cancellation);
        session.Output.Tell(saga, () => Show(session.Output, saga));
        return ExitCodes.Ok;
    }

    static void Show(Output output, JsonNode saga)
    {
        output.Facts(("saga", $"{saga["type"]} {saga["id"]}"), ("key", saga["businessKey"]), ("state", saga["state"]), ("version", saga["version"]),
            ("started", saga["startedAt"]), ("changed", saga["changedAt"]), ("ended", saga["endedAt"]), ("given back", saga["reason"]), ("waits", saga["waitingFor"]));
        Section(output, "Ledger", saga["ledger"], ("step", x => x["step"]), ("item", x => x["item"]), ("status", x => x["status"]), ("attempts", x => x["attempts"]),
            ("asked", x => x["askedAt"]), ("due", x => x["due"]), ("owed", x => (bool?)x["owed"] == true ? "yes" : ""));
        Section(output, "Timeouts", saga["timeouts"], ("name", x => x["name"]), ("due", x => x["due"]), ("token", x => x["token"]));
        Section(output, "Failed messages", saga["failedMessages"], ("message", x => x["messageType"]), ("exception", x => x["exception"]), ("at", x => x["failedAt"]), ("id", x => x["id"]));
        Section(output, "Related", saga["related"], ("type", x => x["type"]), ("state", x => x["state"]), ("id", x => x["id"]), ("how", x => x["how"]));
        Section(output, "Actions", saga["actions"], ("verb", x => x["verb"]), ("possible", x => (bool)x["possible"]! ? "yes" : "no"), ("what", x => x["sentence"]));
    }

    static void Section(Output output, string head, JsonNode? rows, params (string, Func<JsonNode, object?>)[] columns)
    {
        if (rows is not JsonArray { Count: > 0 } items)
            return;
        output.Line();
        output.Line(head);
        output.Table(items, columns);
    }

    static async Task<int> History(Session session, ParseResult read, CancellationToken cancellation)
    {
        var page = await session.Platform.Get($"api/sagas/{read.GetValue(Id):D}/history?limit={read.GetValue(Limit)}", cancellation);
        session.Output.Tell(page, () => session.Output.Table(page["items"]!.AsArray(), ("at", x => x["at"]), ("after s", x => x["afterSeconds"]), ("event", x => x["event"]),
            ("kind", x => x["kind"]), ("from", x => x["from"]), ("to", x => x["to"]),
            ("sent", x => string.Join(", ", x["sent"]!.AsArray().Select(s => $"{s!["type"]} to {s["to"]}"))), ("reason", x => x["reason"])));
        return ExitCodes.Ok;
    }

    static async Task<int> Watch(Session session, ParseResult read, CancellationToken cancellation)
    {
        var id = read.GetValue(Optional);
        if (id != null)
            await session.Platform.Get($"api/sagas/{id:D}", cancellation); // not there is not something to wait for
        await foreach (var (name, data) in session.Platform.Follow($"api/stream{(id == null ? "" : $"?saga={id:D}")}", cancellation))
        {
            if (id == null && name == "counts")
                session.Output.Event(data, $"{data["at"]}  started {data["rates"]!["startedPerSecond"]}/s, completed {data["rates"]!["completedPerSecond"]}/s, "
                    + $"need attention {data["trouble"]!["needAttention"]}, failed messages {data["trouble"]!["failedMessages"]}, in the outbox {data["outbox"]!["pending"]}");
            else if (id != null && name == "saga")
            {
                session.Output.Event(data, $"{data["changedAt"]}  {data["state"]}  version {data["version"]}{(data["endedAt"] == null ? "" : "  ended")}");
                if (data["endedAt"] != null)
                    return ExitCodes.Ok;
            }
        }
        await session.Errors.WriteLineAsync("The platform ended the stream.");
        return ExitCodes.Unhealthy;
    }

    static async Task<int> Graph(Session session, ParseResult read, CancellationToken cancellation)
    {
        var name = Uri.EscapeDataString(read.GetRequiredValue(Machine));
        if (session.Output.IsJson)
            session.Output.Tell(await session.Platform.Get($"api/machines/{name}", cancellation), () => { });
        else
            session.Output.Line((await session.Platform.Text($"api/machines/{name}/diagram", cancellation)).TrimEnd());
        return ExitCodes.Ok;
    }

    static async Task<int> Drain(Session session, ParseResult read, CancellationToken cancellation)
    {
        var report = await session.Platform.Get("api/drain", cancellation);
        session.Output.Tell(report, () => session.Output.Table(report["items"]!.AsArray(), ("type", x => x["type"]), ("state", x => x["state"]), ("stage", x => x["stage"]),
            ("machine", x => x["fingerprint"]), ("today's", x => (bool)x["current"]! ? "yes" : "no"), ("known", x => (bool)x["known"]! ? "yes" : "NO"), ("count", x => x["count"]),
            ("example", x => x["example"])));
        return report["items"]!.AsArray().All(x => (bool)x!["known"]!) ? ExitCodes.Ok : ExitCodes.Failed;
    }

    static async Task<int> Doctor(Session session, ParseResult read, CancellationToken cancellation)
    {
        var health = await session.Platform.Health(cancellation);
        var overview = await session.Platform.Get("api/overview", cancellation);
        var trouble = overview["trouble"]!;
        session.Output.Tell(overview, () =>
        {
            session.Output.Line($"{session.Platform.Url}: {health["status"]}");
            session.Output.Table(health["checks"]!.AsArray(), ("check", x => x["name"]), ("status", x => x["status"]), ("reason", x => x["reason"]));
            session.Output.Line();
            foreach (var (what, count, advice) in new[]
            {
                ("sagas wait for a person", trouble["needAttention"], "saga list --state NeedsAttention"),
                ("timeouts are overdue", trouble["overdueTimeouts"], "saga timeouts --overdue"),
                ("messages failed", trouble["failedMessages"], "saga errors"),
                ("messages are parked", trouble["parkedMessages"], "the broker refused them"),
                ("decisions wait for people", trouble["openWorkItems"], "GET /api/work-items"),
                ("sagas are in states their machine no longer has", trouble["unknownStates"], "saga drain"),
            })
                if ((long)count! > 0)
                    session.Output.Line($"{count} {what}: {advice}");
        });
        return (string?)health["status"] == "Unhealthy" ? ExitCodes.Unhealthy : ExitCodes.Ok;
    }

    static async Task<int> Timeouts(Session session, ParseResult read, CancellationToken cancellation)
    {
        var page = await session.Platform.Get($"api/timeouts?{Query(("type", read.GetValue(Type)), ("overdue", read.GetValue(Overdue) ? "true" : null))}&limit={read.GetValue(Limit)}", cancellation);
        session.Output.Tell(page, () => session.Output.Table(page["items"]!.AsArray(), ("due", x => x["due"]), ("overdue s", x => x["overdueSeconds"]), ("name", x => x["name"]),
            ("saga", x => x["sagaType"]), ("saga id", x => x["sagaId"]), ("token", x => x["token"])));
        return ExitCodes.Ok;
    }

    static async Task<int> Errors(Session session, ParseResult read, CancellationToken cancellation)
    {
        var groups = await session.Platform.Get("api/failed-messages/groups", cancellation);
        session.Output.Tell(groups, () => session.Output.Table(groups["items"]!.AsArray(), ("group", x => x["group"]), ("count", x => x["count"]), ("queue", x => x["queue"]),
            ("message", x => x["messageType"]), ("exception", x => x["exception"]), ("says", x => x["message"]), ("last", x => x["last"])));
        return ExitCodes.Ok;
    }

    internal static string Query(params (string Name, string? Value)[] fields) =>
        string.Join('&', fields.Where(x => x.Value != null).Select(x => $"{x.Name}={Uri.EscapeDataString(x.Value!)}"));
}

using System.CommandLine;
using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.CommandLine;

/// <summary>Commands that act: each needs a reason, and the version that was looked at, which is read now unless it is given.</summary>
static class Acting
{
    static readonly Argument<Guid> Id = new("id") { Description = "The saga's id" };
    static readonly Option<string> Reason = new("--reason") { Description = "Why: it stands in the audit", Required = true };
    static readonly Option<int?> Version = new("--version-looked-at") { Description = "The version that was looked at; else the one of now" };
    static readonly Option<bool> DryRun = new("--dry-run") { Description = "Only say what would happen" };
    static readonly Option<string?> Step = new("--step") { Description = "Which step" };
    static readonly Option<string?> Item = new("--item") { Description = "Which item of the step" };
    static readonly Option<string> Ruling = Words("--ruling", "What was found out", "Done", "NotDone", "AskAgain");
    static readonly Option<string> Event = new("--event") { Description = "The event, as 'saga describe --output json' names it", Required = true };
    static readonly Option<string> Message = new("--message") { Description = "Its message, in JSON", Required = true };
    static readonly Argument<Guid> Token = new("token") { Description = "The timeout's token" };
    static readonly Option<DateTimeOffset> Until = new("--until") { Description = "When it shall ring", Required = true };
    static readonly Argument<Guid> MessageId = new("id") { Description = "The failed message's id" };
    static readonly Argument<string> Group = new("group") { Description = "The group, as 'saga errors' names it" };
    static readonly Option<bool> Ramp = new("--ramp") { Description = "1, 10, 100, ... and stop when too many fail again" };
    static readonly Argument<Guid> Run = new("run") { Description = "The run's id" };
    static readonly Option<string> BulkVerb = Words("--verb", "What is done to each", "cancel", "retry", "hold", "release");
    static readonly Option<string?> Type = new("--type") { Description = "Of this saga type" };
    static readonly Option<string?> State = new("--state") { Description = "In this state" };

    public static IEnumerable<CommandNode> Commands() =>
    [
        OnSaga("cancel", "Gives back everything a saga asked so far"),
        OnSaga("retry", "Asks again what a saga waits for", Step, Item),
        OnSaga("hold", "Keeps a saga's messages, unread, until it is released"),
        OnSaga("release", "Lets the kept messages of a saga go"),
        OnSaga("resolve", "Takes your word for what became of a step", Step, Item, Ruling),
        OnSaga("send", "Sends a saga an event that its machine hears", Event, Message),
        new(new Command("bulk", "Acts on all sagas of a type and state: counted first, then a run with progress") { BulkVerb, Type, State, Reason, DryRun }, Bulk),
        new(new Command("runs", "Runs of many acts"), Runs,
            Steering("pause", "Pauses a run"), Steering("resume", "Lets a paused run go on"), Steering("stop", "Ends a run where it is")),
    ];

    /// <summary>Below <c>timeouts</c>.</summary>
    public static CommandNode[] OnTimeouts() =>
    [
        OnTimeout("ring", "Rings a timeout now"), OnTimeout("postpone", "Rings a timeout at another moment", Until), OnTimeout("cancel", "Cancels a timeout"),
    ];

    /// <summary>Below <c>errors</c>.</summary>
    public static CommandNode[] OnErrors() =>
    [
        new(new Command("list", "Lists the messages of a group") { Group }, ListErrors),
        new(new Command("show", "Shows one failed message, its body masked") { MessageId }, ShowError),
        new(new Command("retry", "Sends one failed message again") { MessageId, Reason, DryRun }, (s, r, c) => OneError(s, r, "retry", c)),
        new(new Command("discard", "Drops one failed message for good") { MessageId, Reason, DryRun }, (s, r, c) => OneError(s, r, "discard", c)),
        new(new Command("retry-group", "Sends all failed messages of a group again") { Group, Reason, Ramp, DryRun }, (s, r, c) => ManyErrors(s, r, "retry", c)),
        new(new Command("discard-group", "Drops all failed messages of a group for good") { Group, Reason, DryRun }, (s, r, c) => ManyErrors(s, r, "discard", c)),
    ];

    static CommandNode OnSaga(string word, string description, params Option[] more)
    {
        var command = new Command(word, description) { Id, Reason, Version, DryRun };
        foreach (var option in more)
            command.Options.Add(option);
        return new CommandNode(command, async (session, read, cancellation) =>
        {
            var id = read.GetValue(Id);
            JsonNode? message = null;
            if (more.Contains(Message))
                message = Parsed(read.GetRequiredValue(Message));
            return await Act(session, read, $"api/sagas/{id:D}/{word}", new
            {
                reason = read.GetValue(Reason),
                version = read.GetValue(Version) ?? await VersionOf(session, id, cancellation),
                step = more.Contains(Step) ? read.GetValue(Step) : null,
                item = more.Contains(Item) ? read.GetValue(Item) : null,
                ruling = more.Contains(Ruling) ? read.GetValue(Ruling) : null,
                @event = more.Contains(Event) ? read.GetValue(Event) : null,
                message,
            }, cancellation);
        });
    }

    static CommandNode OnTimeout(string word, string description, params Option[] more)
    {
        var command = new Command(word, description) { Token, Reason, Version, DryRun, SagaOfTimeout };
        foreach (var option in more)
            command.Options.Add(option);
        return new CommandNode(command, async (session, read, cancellation) => await Act(session, read, $"api/timeouts/{read.GetValue(Token):D}/{word}", new
        {
            reason = read.GetValue(Reason),
            version = read.GetValue(Version) ?? await VersionOf(session, read.GetValue(SagaOfTimeout), cancellation),
            due = more.Contains(Until) ? read.GetValue(Until) : (DateTimeOffset?)null,
        }, cancellation));
    }

    static readonly Option<Guid> SagaOfTimeout = new("--saga") { Description = "The saga that set it", Required = true };

    static async Task<int?> VersionOf(Session session, Guid saga, CancellationToken cancellation) =>
        (int?)(await session.Platform.Get($"api/sagas/{saga:D}", cancellation))["version"];

    static async Task<int> Act(Session session, ParseResult read, string path, object body, CancellationToken cancellation)
    {
        var answer = await session.Platform.Post(path + (read.GetValue(DryRun) ? "?preview=true" : ""), body, cancellation);
        session.Output.Tell(answer, () => Show(session.Output, answer!));
        return ExitCodes.Ok;
    }

    static void Show(Output output, JsonNode answer)
    {
        output.Line($"{((bool)answer["done"]! ? "Done" : "Would be done")}: {answer["sentence"]}");
        output.Facts(("state", answer["stateAfter"] == null ? $"{answer["stateBefore"]}" : $"{answer["stateBefore"]} -> {answer["stateAfter"]}"),
            ("version", answer["version"]), ("audit", answer["audit"]));
        foreach (var x in answer["sends"]!.AsArray())
            output.Line($"sends {x!["type"]} to {x["to"]}{(x["step"] == null ? "" : $" for {x["step"]}")}{(x["item"] == null ? "" : $" ({x["item"]})")}");
        foreach (var x in answer["publishes"]!.AsArray())
            output.Line($"publishes {x}");
        foreach (var x in answer["timeouts"]!.AsArray())
            output.Line($"timeout {x!["name"]} {x["change"]}{(x["due"] == null ? "" : $" for {x["due"]}")}");
    }

    static async Task<int> ListErrors(Session session, ParseResult read, CancellationToken cancellation)
    {
        var page = await session.Platform.Get($"api/failed-messages?group={Uri.EscapeDataString(read.GetRequiredValue(Group))}&limit=200", cancellation);
        session.Output.Tell(page, () => session.Output.Table(page["items"]!.AsArray(), ("at", x => x["failedAt"]), ("message", x => x["messageType"]), ("queue", x => x["queue"]),
            ("says", x => x["message"]), ("saga id", x => x["sagaId"]), ("id", x => x["id"])));
        return ExitCodes.Ok;
    }

    static async Task<int> ShowError(Session session, ParseResult read, CancellationToken cancellation)
    {
        var message = await session.Platform.Get($"api/failed-messages/{read.GetValue(MessageId):D}", cancellation);
        session.Output.Tell(message, () =>
        {
            session.Output.Facts(("message", $"{message["messageType"]} {message["messageId"]}"), ("queue", message["queue"]), ("failed", message["failedAt"]), ("status", message["status"]),
                ("saga", message["sagaId"]), ("exception", message["exception"]), ("says", message["message"]));
            session.Output.Line($"{message["stack"]}");
            session.Output.Line(message["body"]?.ToJsonString(new JsonSerializerOptions { WriteIndented = true }) ?? "");
        });
        return ExitCodes.Ok;
    }

    static async Task<int> OneError(Session session, ParseResult read, string word, CancellationToken cancellation)
    {
        var id = read.GetValue(MessageId);
        var version = (int?)(await session.Platform.Get($"api/failed-messages/{id:D}", cancellation))["version"];
        return await Act(session, read, $"api/failed-messages/{id:D}/{word}", new { reason = read.GetValue(Reason), version }, cancellation);
    }

    static Task<int> ManyErrors(Session session, ParseResult read, string word, CancellationToken cancellation) =>
        Begin(session, read, $"api/failed-messages/{word}", new { reason = read.GetValue(Reason), group = read.GetValue(Group), ramp = word == "retry" && read.GetValue(Ramp) }, cancellation);

    static Task<int> Bulk(Session session, ParseResult read, CancellationToken cancellation) => Begin(session, read, "api/sagas/bulk", new
    {
        verb = read.GetValue(BulkVerb), reason = read.GetValue(Reason), filter = new { type = read.GetValue(Type), state = read.GetValue(State) },
    }, cancellation);

    /// <summary>Counts first, and only that in a dry run; then begins the run and shows how far it is until it ends.</summary>
    static async Task<int> Begin(Session session, ParseResult read, string path, object body, CancellationToken cancellation)
    {
        var counted = await session.Platform.Post(path + "?preview=true", body, cancellation);
        await session.Errors.WriteLineAsync($"{counted!["count"]} found.");
        if (read.GetValue(DryRun))
        {
            session.Output.Tell(counted, () => { });
            return ExitCodes.Ok;
        }

        var run = (await session.Platform.Post(path, body, cancellation))!;
        var href = $"api/runs/{run["id"]}";
        for (var said = ""; run["endedAt"] == null; await Task.Delay(TimeSpan.FromMilliseconds(500), cancellation))
        {
            run = await session.Platform.Get(href, cancellation);
            if ($"{run["sentence"]}" is var now && now != said)
                await session.Errors.WriteLineAsync(said = now);
        }
        session.Output.Tell(run, () =>
        {
            session.Output.Line($"{run["state"]}: {run["sentence"]}");
            if (run["items"] is JsonArray items)
                session.Output.Table([.. items.Where(x => !(bool)x!["ok"]!).Select(x => x!.DeepClone())], ("not done", x => x["id"]), ("why", x => x["sentence"]));
        });
        return (string?)run["state"] == "Done" && (int)run["failed"]! == 0 ? ExitCodes.Ok : ExitCodes.Failed;
    }

    static async Task<int> Runs(Session session, ParseResult read, CancellationToken cancellation)
    {
        var runs = await session.Platform.Get("api/runs", cancellation);
        session.Output.Tell(runs, () => session.Output.Table(runs["items"]!.AsArray(), ("started", x => x["startedAt"]), ("verb", x => x["verb"]), ("state", x => x["state"]),
            ("by", x => x["actor"]), ("how", x => x["sentence"]), ("id", x => x["id"])));
        return ExitCodes.Ok;
    }

    static CommandNode Steering(string word, string description) => new(new Command(word, description) { Run, Reason }, async (session, read, cancellation) =>
    {
        var answer = await session.Platform.Post($"api/runs/{read.GetValue(Run):D}/{word}", new { reason = read.GetValue(Reason) }, cancellation);
        session.Output.Tell(answer, () => session.Output.Line($"{answer!["sentence"]}"));
        return ExitCodes.Ok;
    });

    static JsonNode Parsed(string json)
    {
        try
        {
            return JsonNode.Parse(json) ?? throw new PlatformException(ExitCodes.Usage, "--message must be a JSON object.");
        }
        catch (JsonException e)
        {
            throw new PlatformException(ExitCodes.Usage, string.Create(CultureInfo.InvariantCulture, $"--message is no JSON: {e.Message}"));
        }
    }

    static Option<string> Words(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, Required = true };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}

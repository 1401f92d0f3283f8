using System.CommandLine;

namespace SagaPlatform.CommandLine;

/// <summary>The audit, and keys.</summary>
static class Administering
{
    static readonly Option<string?> Anchor = new("--anchor") { Description = "The anchor of an earlier look, kept elsewhere: number:hash" };
    static readonly Option<Guid?> Saga = new("--saga") { Description = "About this saga" };
    static readonly Option<string?> Actor = new("--actor") { Description = "Of this person" };
    static readonly Option<string> Name = new("--name") { Description = "Whom the key stands for", Required = true };
    static readonly Option<string> Role = new Option<string>("--role") { Description = "What they may do", Required = true };
    static readonly Option<string[]> Scope = new("--scope") { Description = "The saga types they may change; left out for all", AllowMultipleArgumentsPerToken = true };
    static readonly Option<int> Days = new("--days") { Description = "When it ends", DefaultValueFactory = _ => 90 };
    static readonly Option<string> Reason = new("--reason") { Description = "Why: it stands in the audit", Required = true };
    static readonly Argument<string> Key = new("key") { Description = "The key's id" };

    public static IEnumerable<CommandNode> Commands()
    {
        Role.AcceptOnlyFromAmong("Viewer", "Operator", "Approver", "Admin");
        return
        [
            new(new Command("audit", "What operators did"), null,
                new CommandNode(new Command("list", "Lists the audit, latest first") { Saga, Actor }, List),
                new CommandNode(new Command("verify", "Looks at every row, and names the first that is not as it was written") { Anchor }, Verify)),
            new(new Command("keys", "Keys of the API"), null,
                new CommandNode(new Command("list", "Lists the keys"), Keys),
                new CommandNode(new Command("create", "Makes a key, and shows it this once") { Name, Role, Scope, Days }, Create),
                new CommandNode(new Command("revoke", "Ends a key") { Key, Reason }, Revoke)),
            new(new Command("me", "Says who I am to the platform"), Me),
        ];
    }

    static async Task<int> List(Session session, ParseResult read, CancellationToken cancellation)
    {
        var page = await session.Platform.Get($"api/audit?{Looking.Query(("saga", read.GetValue(Saga)?.ToString("D")), ("actor", read.GetValue(Actor)))}", cancellation);
        session.Output.Tell(page, () => session.Output.Table(page["items"]!.AsArray(), ("number", x => x["number"]), ("at", x => x["at"]), ("actor", x => x["actor"]),
            ("action", x => x["action"]), ("target", x => x["target"]), ("reason", x => x["reason"]), ("outcome", x => x["outcome"] == null ? null : $"of {x["about"]}: {x["outcome"]}")));
        return ExitCodes.Ok;
    }

    static async Task<int> Verify(Session session, ParseResult read, CancellationToken cancellation)
    {
        var verdict = await session.Platform.Get($"api/audit/verify?{Looking.Query(("anchor", read.GetValue(Anchor)))}", cancellation);
        session.Output.Tell(verdict, () =>
        {
            session.Output.Line($"{verdict["sentence"]}");
            session.Output.Facts(("first bad row", verdict["firstBad"]), ("anchor, to be kept elsewhere", verdict["anchor"]));
        });
        return (bool)verdict["holds"]! ? ExitCodes.Ok : ExitCodes.Failed;
    }

    static async Task<int> Keys(Session session, ParseResult read, CancellationToken cancellation)
    {
        var keys = await session.Platform.Get("api/keys", cancellation);
        session.Output.Tell(keys, () => session.Output.Table(keys["items"]!.AsArray(), ("id", x => x["id"]), ("name", x => x["name"]), ("role", x => x["role"]),
            ("scope", x => string.Join(", ", x["scope"]!.AsArray())), ("expires", x => x["expiresAt"]), ("used", x => x["lastUsedAt"]), ("revoked", x => x["revokedAt"])));
        return ExitCodes.Ok;
    }

    static async Task<int> Create(Session session, ParseResult read, CancellationToken cancellation)
    {
        var made = (await session.Platform.Post("api/keys", new
        {
            name = read.GetValue(Name), role = read.GetValue(Role), scope = read.GetValue(Scope) ?? [], expiresInDays = read.GetValue(Days),
        }, cancellation))!;
        session.Output.Tell(made, () => session.Output.Line($"{made["key"]}"));
        await session.Errors.WriteLineAsync("It is shown this once; the platform keeps its hash.");
        return ExitCodes.Ok;
    }

    static async Task<int> Revoke(Session session, ParseResult read, CancellationToken cancellation)
    {
        var key = await session.Platform.Post($"api/keys/{Uri.EscapeDataString(read.GetRequiredValue(Key))}/revoke", new { reason = read.GetValue(Reason) }, cancellation);
        session.Output.Tell(key, () => session.Output.Line($"{key!["id"]} of {key["name"]} ended at {key["revokedAt"]}."));
        return ExitCodes.Ok;
    }

    static async Task<int> Me(Session session, ParseResult read, CancellationToken cancellation)
    {
        var me = await session.Platform.Get("api/me", cancellation);
        session.Output.Tell(me, () => session.Output.Facts(("name", me["name"]), ("role", me["role"]), ("via", me["via"]), ("may", string.Join(", ", me["may"]!.AsArray())), ("note", me["note"])));
        return ExitCodes.Ok;
    }
}

using System.CommandLine;

namespace SagaPlatform.CommandLine;

/// <summary>The command line <c>saga</c>: the operators' verbs, over the platform's HTTP API.</summary>
static class SagaCommand
{
    const string DefaultUrl = "http://127.0.0.1:8080";

    static readonly Option<string?> Url = new("--url") { Description = "Where the platform is; else SAGA_URL, else " + DefaultUrl, Recursive = true };
    static readonly Option<string?> Key = new("--api-key") { Description = "A key; better in SAGA_API_KEY, where nobody sees it in a list of processes", Recursive = true };
    static readonly Option<string> Format = Among("--output", "table, or json for programs", "table", "json");

    /// <param name="args">The command.</param>
    /// <param name="output">Where answers go.</param>
    /// <param name="errors">Where refusals go.</param>
    /// <param name="environment">The variables of the environment.</param>
    /// <param name="stop">Ends it.</param>
    /// <param name="handler">Who answers instead of the network.</param>
    /// <returns>One of <see cref="ExitCodes"/>.</returns>
    public static async Task<int> Run(
        string[] args, TextWriter output, TextWriter errors, Func<string, string?> environment, CancellationToken stop, HttpMessageHandler? handler = null)
    {
        var root = Root((verb, read, cancellation) => Act(verb, read, output, errors, environment, handler, cancellation));
        var parsed = root.Parse(args);
        if (parsed.Errors.Count == 0)
            return await parsed.InvokeAsync(new InvocationConfiguration { Output = output, Error = errors, ProcessTerminationTimeout = null }, stop);
        foreach (var error in parsed.Errors)
            await errors.WriteLineAsync(error.Message);
        await errors.WriteLineAsync("'saga --help' lists the commands.");
        return ExitCodes.Usage;
    }

    static async Task<int> Act(
        Verb verb, ParseResult read, TextWriter output, TextWriter errors, Func<string, string?> environment, HttpMessageHandler? handler, CancellationToken cancellation)
    {
        try
        {
            using var platform = new PlatformClient(read.GetValue(Url) ?? environment("SAGA_URL") ?? DefaultUrl, read.GetValue(Key) ?? environment("SAGA_API_KEY"), handler);
            return await verb(new Session(platform, new Output(output, read.GetValue(Format) == "json"), errors), read, cancellation);
        }
        catch (PlatformException e)
        {
            await errors.WriteLineAsync(e.Message);
            return e.ExitCode;
        }
        catch (OperationCanceledException) when (cancellation.IsCancellationRequested)
        {
            return ExitCodes.Ok; // somebody had seen enough
        }
    }

    static RootCommand Root(Func<Verb, ParseResult, CancellationToken, Task<int>> run)
    {
        var root = new RootCommand("Looks at the sagas of a platform and acts on them.\n\n"
            + "Exit codes: 0 done, 1 not done, 2 not understood, 3 not there, 4 it moved or is not possible now, 5 the platform is not well.");
        foreach (var option in new Option[] { Url, Key, Format })
            root.Options.Add(option);
        foreach (var command in Looking.Commands().Concat(Acting.Commands()).Concat(Administering.Commands()))
            root.Subcommands.Add(command.Bound(run));
        return root;
    }

    internal static Option<string> Among(string name, string description, params string[] words)
    {
        var option = new Option<string>(name) { Description = description, DefaultValueFactory = _ => words[0], Recursive = true };
        option.AcceptOnlyFromAmong(words);
        return option;
    }
}

/// <summary>What a command does.</summary>
delegate Task<int> Verb(Session session, ParseResult read, CancellationToken cancellation);

/// <summary>What a command works with.</summary>
/// <param name="Platform">The platform.</param>
/// <param name="Output">Where answers go.</param>
/// <param name="Errors">Where progress and refusals go, so that answers can be piped.</param>
sealed record Session(PlatformClient Platform, Output Output, TextWriter Errors);

/// <summary>A command with what it does, or with commands below it.</summary>
sealed class CommandNode(Command command, Verb? verb = null, params CommandNode[] below)
{
    public Command Bound(Func<Verb, ParseResult, CancellationToken, Task<int>> run)
    {
        foreach (var node in below)
            command.Subcommands.Add(node.Bound(run));
        if (verb != null)
            command.SetAction((read, cancellation) => run(verb, read, cancellation));
        return command;
    }
}

using SagaPlatform.Testing.Services;
using Shouldly;

namespace SagaPlatform.Testing.Embedded;

/// <summary>A checked-in file that must say what the code says. <c>UPDATE_APPROVED=1</c> writes it anew; then look at the difference.</summary>
public sealed class Approved
{
    /// <summary>Two machines may have their diagrams in one README.</summary>
    static readonly Lock Writing = new();

    readonly string _path;

    Approved(string path) => _path = path;

    static bool IsUpdating => Environment.GetEnvironmentVariable("UPDATE_APPROVED") == "1";

    /// <summary>A file by its path from the repository's root.</summary>
    public static Approved File(string path) => new(path);

    /// <summary>The file, or what stands between two markers in it, says this.</summary>
    /// <param name="text">What the code says.</param>
    /// <param name="between">The name of the markers, comments such as <c>diagram: begin</c>; null for the whole file.</param>
    public void ShouldSay(string text, string? between = null)
    {
        lock (Writing)
            Says(text, between);
    }

    void Says(string text, string? between)
    {
        var file = Path.Combine(RepositoryRoot.Path, _path);
        var says = System.IO.File.Exists(file) ? System.IO.File.ReadAllText(file) : "";
        var expected = between == null ? text.TrimEnd() + "\n" : Replaced(says, text, between);
        if (IsUpdating)
            System.IO.File.WriteAllText(file, expected);
        else
            says.ShouldBe(expected, $"{_path} is not what the code says. If the code is right: UPDATE_APPROVED=1 dotnet test, and look at the difference.");
    }

    string Replaced(string says, string text, string between)
    {
        var (begin, end) = ($"<!-- {between}: begin, generated -->\n", $"<!-- {between}: end -->");
        var (from, to) = (says.IndexOf(begin, StringComparison.Ordinal), says.IndexOf(end, StringComparison.Ordinal));
        if (from < 0 || to < from)
            throw new InvalidOperationException($"{_path} lacks the markers {begin.Trim()} and {end}.");
        return says[..(from + begin.Length)] + text + says[to..];
    }
}

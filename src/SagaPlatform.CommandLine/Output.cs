using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.CommandLine;

/// <summary>Writes answers as people read them, or as programs do.</summary>
/// <param name="writer">Where to.</param>
/// <param name="json">Whether programs read it.</param>
sealed class Output(TextWriter writer, bool json)
{
    /// <summary>A cell is cut beyond this, so that a row stays a line.</summary>
    const int CellCharactersMax = 60;

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    public bool IsJson => json;

    public void Line(string text = "") => writer.WriteLine(text);

    /// <summary>The answer itself when programs read it; else what <paramref name="people"/> writes.</summary>
    public void Tell(JsonNode? answer, Action people)
    {
        if (json)
            writer.WriteLine(answer?.ToJsonString(Indented) ?? "null");
        else
            people();
    }

    /// <summary>One event of a stream, on a line of its own.</summary>
    public void Event(JsonNode data, string text) => writer.WriteLine(json ? data.ToJsonString() : text);

    /// <summary>A table of rows, columns by the names of their fields; nothing but a word when there are none.</summary>
    public void Table(JsonArray rows, params (string Head, Func<JsonNode, object?> Cell)[] columns)
    {
        if (rows.Count == 0)
        {
            writer.WriteLine("None.");
            return;
        }
        var cells = rows.Select(row => columns.Select(c => Text(c.Cell(row!))).ToArray()).ToList();
        var widths = columns.Select((c, i) => Math.Max(c.Head.Length, cells.Max(x => x[i].Length))).ToArray();
        Row([.. columns.Select(x => x.Head.ToUpperInvariant())], widths);
        cells.ForEach(x => Row(x, widths));
    }

    /// <summary>Names and values, one a line.</summary>
    public void Facts(params (string Name, object? Value)[] facts)
    {
        var known = facts.Where(x => x.Value is not null and not "").ToList();
        var width = known.Count == 0 ? 0 : known.Max(x => x.Name.Length);
        foreach (var (name, value) in known)
            writer.WriteLine($"{name.PadRight(width)}  {Plain(value)}");
    }

    void Row(string[] cells, int[] widths) =>
        writer.WriteLine(string.Join("  ", cells.Select((x, i) => x.PadRight(widths[i]))).TrimEnd());

    static string Text(object? value)
    {
        var text = Plain(value).ReplaceLineEndings(" ");
        return text.Length > CellCharactersMax ? text[..(CellCharactersMax - 1)] + "…" : text;
    }

    static string Plain(object? value) => value switch
    {
        null => "",
        JsonValue v when v.TryGetValue<string>(out var s) => Moment(s),
        IFormattable f => f.ToString(null, CultureInfo.InvariantCulture),
        _ => value.ToString() ?? "",
    };

    /// <summary>Moments to the second, in UTC.</summary>
    static string Moment(string text) => text.Length >= 20 && text[4] == '-' && text.Contains('T', StringComparison.Ordinal)
        && DateTimeOffset.TryParse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime().ToString("u", CultureInfo.InvariantCulture) : text;
}

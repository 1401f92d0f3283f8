using System.Globalization;
using System.Text.Json.Nodes;
using System.Text.RegularExpressions;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>
/// Reads the limits that a doc states in the wording of the contracts ("1 to 64 characters", "1 to 100 lines", "two capital letters").
/// A sentence that says it in any other way gives no limit: a schema that guesses would refuse good messages.
/// </summary>
static partial class DocumentedLimits
{
    public static void Apply(JsonObject schema, string doc, bool isCommand)
    {
        switch (TypeOf(schema))
        {
            case "string":
                ApplyToText(schema, doc);
                break;
            case "array":
                if (CountRange().Match(doc) is { Success: true } lines)
                    SetRange(schema, "minItems", "maxItems", lines);
                break;
            case "integer":
                ApplyToNumber(schema, doc, isCommand);
                break;
        }
    }

    static string? TypeOf(JsonObject schema) => schema["type"] switch
    {
        JsonArray types => types.Select(type => type!.GetValue<string>()).First(type => type != "null"),
        JsonValue type => type.GetValue<string>(),
        _ => null,
    };

    static void ApplyToText(JsonObject schema, string doc)
    {
        if (Length().Match(doc) is { Success: true } length)
            SetRange(schema, "minLength", "maxLength", length);
        else if (LengthMax().Match(doc) is { Success: true } most)
            schema["maxLength"] = Number(most.Groups["max"]);

        if (CapitalLetters().Match(doc) is { Success: true } letters)
            schema["pattern"] = letters.Groups["count"].Value == "two" ? "^[A-Z]{2}$" : "^[A-Z]{3}$";
    }

    static void ApplyToNumber(JsonObject schema, string doc, bool isCommand)
    {
        if (NumberRange().Match(doc) is { Success: true } range)
            SetRange(schema, "minimum", "maximum", range);
        else if (AtLeast().Match(doc) is { Success: true } least && (isCommand || !least.Groups["command"].Success))
            schema["minimum"] = Number(least.Groups["min"]);
        else if (MoreThan().Match(doc) is { Success: true } more)
            schema["exclusiveMinimum"] = Number(more.Groups["min"]);
    }

    static void SetRange(JsonObject schema, string min, string max, Match range)
    {
        schema[min] = Number(range.Groups["min"]);
        schema[max] = Number(range.Groups["max"]);
    }

    static long Number(Group digits) =>
        long.Parse(digits.Value, NumberStyles.AllowThousands, CultureInfo.InvariantCulture);

    const string N = @"\d{1,3}(?:,\d{3})+|\d+";

    [GeneratedRegex($@"(?<min>{N}) to (?<max>{N}) characters", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex Length();

    [GeneratedRegex($@"at most (?<max>{N}) characters", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex LengthMax();

    [GeneratedRegex("(?<count>two|three) capital letters", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CapitalLetters();

    [GeneratedRegex($@"(?<min>{N}) to (?<max>{N}) [a-z]+s\b", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex CountRange();

    [GeneratedRegex($@"(?:^|; )(?<min>{N}) to (?<max>{N})\.", RegexOptions.ExplicitCapture, 1000)]
    private static partial Regex NumberRange();

    [GeneratedRegex($@"at least (?<min>{N})\b(?<command> in every command)?", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex AtLeast();

    [GeneratedRegex($@"more than (?<min>{N})\b", RegexOptions.ExplicitCapture | RegexOptions.IgnoreCase, 1000)]
    private static partial Regex MoreThan();
}

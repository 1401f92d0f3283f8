namespace SagaPlatform.Participants;

/// <summary>What is wrong with a field of a command, in words that name the field; null when nothing is.</summary>
/// <remarks>Commands also come from other programs as plain JSON, so that nothing about a field can be taken for granted.</remarks>
static class FieldRules
{
    /// <summary>An id must be one.</summary>
    public static string? Id(string field, Guid value) =>
        value == Guid.Empty ? $"{field} is missing" : null;

    /// <summary>A text must be there, and short enough.</summary>
    public static string? Text(string field, string? value, int charactersMax) =>
        string.IsNullOrWhiteSpace(value) ? $"{field} is missing"
        : value.Length > charactersMax ? $"{field} has {value.Length} characters, at most {charactersMax} are allowed"
        : null;

    /// <summary>A number must lie between both limits, which are allowed themselves.</summary>
    public static string? Between(string field, long value, long min, long max) =>
        value < min || value > max ? $"{field} is {value}, allowed is {min} to {max}" : null;
}

using System.Globalization;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;

namespace SagaPlatform.OperatorConsole.Web;

/// <summary>
/// Reads the fields of a query as text and remembers what is wrong with each, so that one answer names them all. The framework's
/// own binding would answer with an empty 400 at the first.
/// </summary>
sealed class QueryFields
{
    readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public bool AreWrong => _errors.Count > 0;

    public ValidationProblem Problem => TypedResults.ValidationProblem(_errors, detail: "Nothing was done: see errors.");

    public void Refuse(string field, string reason) => _errors[field] = [reason];

    /// <summary>An empty field is one that was not filled in.</summary>
    public string? Text(string field, string? value, int charactersMax)
    {
        if (value?.Length > charactersMax)
            Refuse(field, $"{field} has {value.Length} characters; at most {charactersMax} are allowed.");
        return value is "" ? null : value;
    }

    public bool? YesOrNo(string field, string? value)
    {
        if (value is null or "")
            return null;
        if (bool.TryParse(value, out var answer))
            return answer;
        Refuse(field, $"{field} must be true or false.");
        return null;
    }

    public int Number(string field, string? value, int min, int max, int otherwise)
    {
        if (value is null or "")
            return otherwise;
        if (int.TryParse(value, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var number) && number >= min && number <= max)
            return number;
        Refuse(field, $"{field} must be a whole number from {min} to {max}.");
        return otherwise;
    }

    public Guid Id(string field, string value)
    {
        if (Guid.TryParseExact(value, "D", out var id))
            return id;
        Refuse(field, $"{field} must be a UUID such as 0b1c5ea0-7f5c-4d5b-9f0e-3f7a2c1d9e55.");
        return Guid.Empty;
    }
}

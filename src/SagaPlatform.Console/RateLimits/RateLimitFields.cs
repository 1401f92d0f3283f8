using System.Globalization;
using System.Text.Json;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.OperatorConsole.RateLimits;

/// <summary>Reads a changed limit, and remembers what is wrong with each field, so that one answer names them all.</summary>
sealed class RateLimitFields
{
    readonly Dictionary<string, string[]> _errors = new(StringComparer.Ordinal);

    public double PermitsPerSecond { get; private set; }

    public int Burst { get; private set; }

    public bool AreWrong => _errors.Count > 0;

    public ValidationProblem Problem => TypedResults.ValidationProblem(_errors, detail: "Nothing was changed: see errors.");

    public void Refuse(string field, string reason) => _errors[field] = [reason];

    public void Read(JsonElement body)
    {
        if (body.ValueKind != JsonValueKind.Object)
        {
            Refuse("$", "The body must be an object with permitsPerSecond and burst.");
            return;
        }

        PermitsPerSecond = Number(body, "permitsPerSecond", 0, RateLimit.PermitsPerSecondMax, whole: false);
        Burst = (int)Number(body, "burst", 1, RateLimit.BurstMax, whole: true);
    }

    double Number(JsonElement body, string field, double min, double max, bool whole)
    {
        if (body.TryGetProperty(field, out var value) && value.ValueKind == JsonValueKind.Number && value.TryGetDouble(out var number)
            && number >= min && number <= max && (!whole || number % 1 == 0))
            return number;
        Refuse(field, string.Create(CultureInfo.InvariantCulture, $"{field} must be a {(whole ? "whole " : "")}number from {min} to {max}."));
        return min;
    }
}

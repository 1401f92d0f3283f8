namespace SagaPlatform.OperatorConsole.Web;

/// <summary>Moments and durations as people read them.</summary>
static class Words
{
    /// <summary>To the second, in UTC: <c>2026-11-21 09:30:00Z</c>.</summary>
    public static string At(DateTimeOffset moment) => moment.ToString("u");

    /// <summary>Two units at most: <c>45 s</c>, <c>3 min 20 s</c>, <c>2 h 5 min</c>, <c>9 d 1 h</c>.</summary>
    public static string Of(TimeSpan duration) => duration switch
    {
        { TotalMinutes: < 1 } => $"{duration.TotalSeconds:0.#} s",
        { TotalHours: < 1 } => Two(duration.Minutes, "min", duration.Seconds, "s"),
        { TotalDays: < 1 } => Two(duration.Hours, "h", duration.Minutes, "min"),
        _ => Two(duration.Days, "d", duration.Hours, "h"),
    };

    static string Two(int large, string unit, int small, string smaller) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smaller}";
}

using System.Globalization;
using System.Text;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Operations.Audit;

namespace SagaPlatform.Core.Persistence;

/// <summary>Where a page of sagas ended: latest started first, then by id and type, so that no two sagas share a place.</summary>
/// <param name="StartedAt">When the last saga of the page was started, in UTC.</param>
/// <param name="Id">Its id.</param>
/// <param name="Type">Its type.</param>
sealed record SagaCursor(DateTimeOffset StartedAt, Guid Id, string Type)
{
    internal string Text => PageCursor.Write($"{StartedAt.UtcTicks}|{Id:N}|{Type}");

    internal static SagaCursor? Parse(string? cursor)
    {
        if (cursor == null)
            return null;
        var parts = PageCursor.Read(cursor).Split('|');
        if (parts.Length == 3
            && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(parts[1], "N", out var id))
            return new SagaCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id, parts[2]);
        throw PageCursor.NotOurs(cursor);
    }
}

/// <summary>Where a page ended that is ordered by a moment, then by an id: timeouts, failed messages, runs.</summary>
/// <param name="At">The moment of the last row.</param>
/// <param name="Id">Its id.</param>
sealed record MomentCursor(DateTimeOffset At, Guid Id)
{
    internal string Text => PageCursor.Write($"{At.UtcTicks}|{Id:N}");

    internal static MomentCursor? Parse(string? cursor)
    {
        if (cursor == null)
            return null;
        return PageCursor.Read(cursor).Split('|') is [var at, var key]
            && long.TryParse(at, NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
            && Guid.TryParseExact(key, "N", out var id)
                ? new MomentCursor(new DateTimeOffset(ticks, TimeSpan.Zero), id)
                : throw PageCursor.NotOurs(cursor);
    }

    /// <summary>Cuts what was read, one row more than the page, to the page.</summary>
    internal static Page<T> PageOf<T>(IReadOnlyList<T> read, int limit, Func<T, MomentCursor> placeOf) => read.Count <= limit
        ? new Page<T>(read, null)
        : new Page<T>([.. read.Take(limit)], placeOf(read[limit - 1]).Text);
}

/// <summary>Writes and reads the opaque cursors of pages.</summary>
static class PageCursor
{
    internal const int SagasMax = 200;
    internal const int HistoryMax = 500;
    internal const int AuditMax = 500;
    internal const int CountMax = 100_000;

    internal static string Write(string text) =>
        Convert.ToBase64String(Encoding.UTF8.GetBytes(text)).TrimEnd('=').Replace('+', '-').Replace('/', '_');

    internal static string Read(string cursor)
    {
        var padded = cursor.Replace('-', '+').Replace('_', '/').PadRight((cursor.Length + 3) / 4 * 4, '=');
        try
        {
            return Encoding.UTF8.GetString(Convert.FromBase64String(padded));
        }
        catch (FormatException)
        {
            throw NotOurs(cursor);
        }
    }

    internal static long HistoryNumber(string? cursor)
    {
        if (cursor == null)
            return 0;
        return long.TryParse(Read(cursor), NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : throw NotOurs(cursor);
    }

    internal static string OfHistory(long number) => Write(number.ToString(CultureInfo.InvariantCulture));

    internal static long AuditBefore(string? cursor) => cursor == null ? long.MaxValue : HistoryNumber(cursor);

    internal static Page<AuditRow> AuditPage(List<AuditRow> rows, int limit) =>
        rows.Count <= limit ? new Page<AuditRow>(rows, null) : new Page<AuditRow>(rows[..limit], OfHistory(rows[limit - 1].Number));

    internal static void CheckLimit(int limit, int max)
    {
        if (limit < 1 || limit > max)
            throw new ArgumentOutOfRangeException(nameof(limit), limit, $"limit must be 1 to {max}.");
    }

    internal static FormatException NotOurs(string cursor) => new($"cursor: '{cursor}' is not the next of a page.");
}

using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using System.Text.Encodings.Web;
using System.Text.Json;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.Audit;

/// <summary>What is to be remembered of an operator's act, before it has a place in the chain.</summary>
/// <param name="Actor">Who; at most 128 characters.</param>
/// <param name="Role">In which role.</param>
/// <param name="Action">What: a verb; at most 64 characters.</param>
/// <param name="Target">To what: <c>order-fulfilment 7b1c...</c>; at most 256 characters.</param>
/// <param name="SagaId">The saga it concerns; null when none.</param>
/// <param name="Reason">Why; at most 512 characters.</param>
/// <param name="Detail">What else decides about it, as text.</param>
/// <param name="About">The number of the row whose outcome this one tells; null for the act itself.</param>
public sealed record AuditDraft(
    string Actor, string Role, string Action, string Target, Guid? SagaId, string Reason, string Detail = "", long? About = null);

/// <summary>A row of the audit: append-only, each one sealed by a hash over the one before it and its own content.</summary>
public sealed record AuditRow
{
    /// <summary>Its place in the chain, from 1 without a gap.</summary>
    public required long Number { get; init; }

    /// <summary>When, in UTC.</summary>
    public required DateTimeOffset At { get; init; }

    /// <summary>What is remembered.</summary>
    public required AuditDraft Entry { get; init; }

    /// <summary>SHA-256 over the hash of the row before and this row's canonical text.</summary>
    public required byte[] Hash { get; init; }

    /// <summary>The row that comes after this end of the chain.</summary>
    internal static AuditRow After(AuditHead head, AuditDraft entry, DateTimeOffset at)
    {
        var row = new AuditRow { Number = head.Number + 1, At = RowValues.Microseconds(at), Entry = Fitting(entry), Hash = [] };
        return row with { Hash = row.HashAfter(head.Hash) };
    }

    internal byte[] HashAfter(byte[] before) => SHA256.HashData([.. before, .. Encoding.UTF8.GetBytes(Canonical)]);

    /// <summary>A JSON array in a fixed order: no two different rows have the same text.</summary>
    string Canonical => JsonSerializer.Serialize(new object?[]
    {
        Number.ToString(CultureInfo.InvariantCulture),
        At.UtcTicks.ToString(CultureInfo.InvariantCulture),
        Entry.Actor, Entry.Role, Entry.Action, Entry.Target, Entry.SagaId?.ToString("D"), Entry.Reason, Entry.Detail,
        Entry.About?.ToString(CultureInfo.InvariantCulture),
    }, Plain);

    static readonly JsonSerializerOptions Plain = new() { Encoder = JavaScriptEncoder.Default };

    static AuditDraft Fitting(AuditDraft x) => x with
    {
        Actor = Cut(x.Actor, 128), Role = Cut(x.Role, 16), Action = Cut(x.Action, 64), Target = Cut(x.Target, 256), Reason = Cut(x.Reason, 512),
    };

    // PostgreSQL keeps no NUL in a text.
    static string Cut(string text, int max)
    {
        var kept = text.Replace("\0", "", StringComparison.Ordinal);
        return kept.Length > max ? kept[..max] : kept;
    }
}

/// <summary>The end of the chain.</summary>
/// <param name="Number">The last row's number; 0 when there is none.</param>
/// <param name="Hash">Its hash; empty when there is none.</param>
public sealed record AuditHead(long Number, byte[] Hash)
{
    /// <summary>Before the first row.</summary>
    internal static AuditHead None { get; } = new(0, []);

    /// <summary>What a person keeps outside: <c>number:hash</c>. Whoever rewrites the chain cannot rewrite that.</summary>
    public string Anchor => $"{Number.ToString(CultureInfo.InvariantCulture)}:{Convert.ToHexStringLower(Hash)}";

    /// <summary>Reads an anchor.</summary>
    /// <exception cref="FormatException">It is none.</exception>
    public static AuditHead Parse(string anchor)
    {
        ArgumentNullException.ThrowIfNull(anchor);
        return anchor.Split(':') is [var number, var hash] && long.TryParse(number, NumberStyles.None, CultureInfo.InvariantCulture, out var at)
            ? new AuditHead(at, Convert.FromHexString(hash))
            : throw new FormatException("An anchor is a number, a colon and a hash in hexadecimal digits.");
    }
}

/// <summary>Which rows to list; null means any.</summary>
/// <param name="SagaId">About which saga.</param>
/// <param name="Actor">Of whom.</param>
public sealed record AuditFilter(Guid? SagaId = null, string? Actor = null);

/// <summary>The audit as it is stored.</summary>
public interface IAuditStore
{
    /// <summary>Appends a row. Appends of all processes queue up, so that the chain has one order.</summary>
    Task<AuditRow> Append(AuditDraft entry, CancellationToken cancellation);

    /// <summary>Rows in order, after a number.</summary>
    Task<IReadOnlyList<AuditRow>> Read(long after, int rowsMax, CancellationToken cancellation);

    /// <summary>A page of rows, latest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="cursor">The <see cref="Page{T}.Next"/> of the page before; null for the first.</param>
    /// <param name="limit">1 to 500.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="FormatException">The cursor is none of ours.</exception>
    Task<Page<AuditRow>> List(AuditFilter filter, string? cursor, int limit, CancellationToken cancellation);

    /// <summary>What the store itself remembers as the end of the chain.</summary>
    Task<AuditHead> Head(CancellationToken cancellation);
}

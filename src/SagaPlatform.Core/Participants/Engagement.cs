using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Participants;

/// <summary>What became of something a participant was asked to do.</summary>
public enum EngagementStatus
{
    /// <summary>It was done.</summary>
    Done,

    /// <summary>It was turned down.</summary>
    Refused,

    /// <summary>It was undone, or called off before it was asked for: it will not be done any more.</summary>
    Undone,
}

/// <summary>The row by which a participant remembers one thing it was asked to do, and what it answered first.</summary>
public sealed class Engagement : IVersionedRow
{
    /// <summary>The longest <see cref="Key"/>, in characters.</summary>
    public const int KeyCharactersMax = 200;

    /// <summary>Who was asked for what: <c>participant/what/id</c>. At most <see cref="KeyCharactersMax"/> characters.</summary>
    public string Key { get; set; } = "";

    /// <summary>What became of it.</summary>
    public EngagementStatus Status { get; set; }

    /// <summary>The type of the first answer; null when nothing was said, or nothing was asked before the undo.</summary>
    public string? AnswerType { get; set; }

    /// <summary>The first answer as JSON; null where <see cref="AnswerType"/> is.</summary>
    public string? Answer { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of one thing one participant is asked to do.</summary>
    /// <param name="participant">Who: the queue's name.</param>
    /// <param name="what">What: <c>charge</c>, <c>label</c>.</param>
    /// <param name="id">For which order, claim or transfer.</param>
    /// <exception cref="ArgumentException">A part is empty, or the key is too long.</exception>
    public static string KeyOf(string participant, string what, Guid id)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(participant);
        ArgumentException.ThrowIfNullOrWhiteSpace(what);
        return Checked($"{participant}/{what}/{id:D}");
    }

    internal static string Checked(string key)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(key);
        return key.Length <= KeyCharactersMax
            ? key
            : throw new ArgumentException($"An engagement's key has at most {KeyCharactersMax} characters, this one {key.Length}.", nameof(key));
    }
}

/// <summary>The table of <see cref="Engagement"/>.</summary>
/// <remarks>The answer is text, not jsonb: a repeat is answered with the very bytes of the first answer.</remarks>
public sealed class EngagementMapping : IEntityTypeConfiguration<Engagement>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Engagement> row)
    {
        row.ToTable("engagement", "participants");
        row.HasKey(x => x.Key);
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

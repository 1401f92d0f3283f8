using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.Runs;

/// <summary>Where a run stands.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<BulkRunState>))]
public enum BulkRunState
{
    /// <summary>It goes on.</summary>
    Running,

    /// <summary>Somebody paused it.</summary>
    Paused,

    /// <summary>Somebody stopped it, or too much of it failed.</summary>
    Stopped,

    /// <summary>Everything was tried.</summary>
    Done,
}

/// <summary>What came of one thing of a run.</summary>
/// <param name="Id">The saga or the message.</param>
/// <param name="Ok">Whether it was done.</param>
/// <param name="Sentence">In words.</param>
public sealed record BulkResult(Guid Id, bool Ok, string Sentence);

/// <summary>One action on many things, one after the other. Kept: it says what was done at once, by whom and why.</summary>
public sealed class BulkRun : IVersionedRow
{
    /// <summary>The most things of one run.</summary>
    public const int TargetsMax = 10_000;

    /// <summary>The run.</summary>
    public Guid Id { get; set; }

    /// <summary>What is done to each: a verb of the sagas', or of failed messages.</summary>
    public string Verb { get; set; } = "";

    /// <summary>Why.</summary>
    public string Reason { get; set; } = "";

    /// <summary>Who.</summary>
    public string Actor { get; set; } = "";

    /// <summary>In which role.</summary>
    public string Role { get; set; } = "";

    /// <summary>The saga types they may change; empty for all.</summary>
    public List<string> Scope { get; set; } = [];

    /// <summary>Whether it goes 1, 10, 100, ... and stops when too many fail again.</summary>
    public bool Ramped { get; set; }

    /// <summary>Where it stands.</summary>
    public BulkRunState State { get; set; }

    /// <summary>How it goes, in words.</summary>
    public string Sentence { get; set; } = "";

    /// <summary>What it is done to, in order.</summary>
    public List<Guid> Targets { get; set; } = [];

    /// <summary>What came of the first of them, in the same order.</summary>
    public List<BulkResult> Results { get; set; } = [];

    /// <summary>When it began, in UTC.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>When its process last wrote it, in UTC: a run whose process is gone is taken over.</summary>
    public DateTimeOffset BeatAt { get; set; }

    /// <summary>When it ended, in UTC; null while it has not.</summary>
    public DateTimeOffset? EndedAt { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    internal void End(BulkRunState state, string sentence, DateTimeOffset at) => (State, Sentence, EndedAt) = (state, sentence, at);
}

/// <summary>The table <c>saga.bulk_run</c>.</summary>
public sealed class BulkRunMapping : IEntityTypeConfiguration<BulkRun>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<BulkRun> row)
    {
        row.ToTable("bulk_run");
        row.HasKey(x => x.Id);
        row.Property(x => x.Id).ValueGeneratedNever();
        row.Property(x => x.Verb).HasMaxLength(64);
        row.Property(x => x.Reason).HasMaxLength(512);
        row.Property(x => x.Actor).HasMaxLength(128);
        row.Property(x => x.Role).HasMaxLength(16);
        row.Property(x => x.State).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.Sentence).HasMaxLength(512);
        row.Property(x => x.Scope).HasJsonConversion();
        row.Property(x => x.Targets).HasJsonConversion();
        row.Property(x => x.Results).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => new { x.StartedAt, x.Id });
        row.HasIndex(x => x.State);
    }
}

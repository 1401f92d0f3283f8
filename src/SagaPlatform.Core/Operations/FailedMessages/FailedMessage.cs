using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>What became of a message that failed.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<FailedMessageStatus>))]
public enum FailedMessageStatus
{
    /// <summary>Nobody has looked after it yet.</summary>
    Waiting,

    /// <summary>It was sent to its queue again. If it fails once more, that is another failed message.</summary>
    Retried,

    /// <summary>Somebody dropped it for good.</summary>
    Discarded,
}

/// <summary>A message that could not be handled: taken over from an error queue as it was, with the reason.</summary>
public sealed class FailedMessage : IVersionedRow
{
    /// <summary>Follows from the message, its queue and the moment it failed, so that it is taken over once.</summary>
    public Guid Id { get; set; }

    /// <summary>The id its sender gave it; null when there was none.</summary>
    public Guid? MessageId { get; set; }

    /// <summary>Its type as the contracts name it, <c>Namespace:Name</c>; <c>unknown</c> when that cannot be read.</summary>
    public string MessageType { get; set; } = "";

    /// <summary>Its type as people call it.</summary>
    public string ShortType
    {
        get
        {
            var last = MessageType[(MessageType.LastIndexOf(':') + 1)..];
            return last[(last.LastIndexOf('.') + 1)..];
        }
    }

    /// <summary>The queue on which it failed, and to which a retry goes.</summary>
    public string Queue { get; set; } = "";

    /// <summary>The type of the saga it concerns; null when none is known.</summary>
    public string? SagaType { get; set; }

    /// <summary>The saga it concerns; null when none is known.</summary>
    public Guid? SagaId { get; set; }

    /// <summary>The class of the exception.</summary>
    public string ExceptionType { get; set; } = "";

    /// <summary>What it said.</summary>
    public string Exception { get; set; } = "";

    /// <summary>Where it was thrown: the first line of the stack.</summary>
    public string Frame { get; set; } = "";

    /// <summary>The stack; at most 16,384 characters of it.</summary>
    public string StackTrace { get; set; } = "";

    /// <summary>What failed for the same cause: queue, message type, exception class and first frame.</summary>
    public string GroupKey { get; set; } = "";

    /// <summary>The media type of <see cref="Body"/>.</summary>
    public string ContentType { get; set; } = "";

    /// <summary>The transport headers that a retry needs.</summary>
    public Dictionary<string, string> Headers { get; set; } = [];

    /// <summary>The message as it was, envelope included.</summary>
    public byte[] Body { get; set; } = [];

    /// <summary>When it failed, in UTC.</summary>
    public DateTimeOffset FailedAt { get; set; }

    /// <summary>When it was taken over, in UTC.</summary>
    public DateTimeOffset TakenAt { get; set; }

    /// <summary>What became of it.</summary>
    public FailedMessageStatus Status { get; set; }

    /// <summary>When it was retried or discarded, in UTC; null while it waits.</summary>
    public DateTimeOffset? ClosedAt { get; set; }

    /// <summary>By whom.</summary>
    public string? ClosedBy { get; set; }

    /// <summary>Why.</summary>
    public string? CloseReason { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    internal void Close(FailedMessageStatus status, string by, string reason, DateTimeOffset at) =>
        (Status, ClosedBy, CloseReason, ClosedAt) = (status, by, reason, at);
}

/// <summary>The table <c>saga.failed_message</c>.</summary>
public sealed class FailedMessageMapping : IEntityTypeConfiguration<FailedMessage>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<FailedMessage> row)
    {
        row.ToTable("failed_message");
        row.HasKey(x => x.Id);
        row.Property(x => x.Id).ValueGeneratedNever();
        row.Ignore(x => x.ShortType);
        row.Property(x => x.MessageType).HasMaxLength(256);
        row.Property(x => x.Queue).HasMaxLength(256);
        row.Property(x => x.SagaType).HasMaxLength(64);
        row.Property(x => x.ExceptionType).HasMaxLength(256);
        row.Property(x => x.Exception).HasMaxLength(2048);
        row.Property(x => x.Frame).HasMaxLength(512);
        row.Property(x => x.GroupKey).HasMaxLength(16);
        row.Property(x => x.ContentType).HasMaxLength(128);
        row.Property(x => x.Headers).HasJsonConversion();
        row.Property(x => x.Status).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.ClosedBy).HasMaxLength(128);
        row.Property(x => x.CloseReason).HasMaxLength(512);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => new { x.Status, x.FailedAt, x.Id });
        row.HasIndex(x => new { x.Status, x.GroupKey, x.FailedAt, x.Id });
        row.HasIndex(x => new { x.Status, x.Queue, x.FailedAt, x.Id });
        row.HasIndex(x => x.SagaId);
        row.HasIndex(x => x.MessageId);
    }
}

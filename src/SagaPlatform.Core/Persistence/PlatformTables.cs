using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// The platform's own tables in the EF Core model, so that one test proves every migrated table equal to the model.
/// The hot path writes them with plain SQL; nothing reads through these classes.
/// </summary>
static class PlatformTables
{
    internal static void Map(ModelBuilder model)
    {
        model.Entity<InboxRow>(inbox =>
        {
            inbox.ToTable("inbox");
            inbox.HasKey(x => new { x.MessageId, x.Consumer });
            inbox.Property(x => x.Consumer).HasMaxLength(128);
            inbox.Property(x => x.Fingerprint).HasMaxLength(64);
            // Retention is the only reader by time, and rows arrive in time order: a block range index costs nearly nothing.
            inbox.HasIndex(x => x.At).HasMethod("brin");
        });
        model.Entity<OutboxRow>(outbox =>
        {
            outbox.ToTable("outbox");
            outbox.HasKey(x => x.Id);
            outbox.Property(x => x.Id).ValueGeneratedNever();
            outbox.Property(x => x.Headers).HasColumnType("jsonb");
            outbox.HasIndex(x => x.ParkedAt).HasFilter("parked_at IS NOT NULL");
        });
        model.Entity<TimeoutRow>(timeout =>
        {
            timeout.ToTable("timeout");
            timeout.HasKey(x => x.Token);
            timeout.Property(x => x.Token).ValueGeneratedNever();
            timeout.Property(x => x.SagaType).HasMaxLength(64);
            timeout.Property(x => x.Headers).HasColumnType("jsonb");
            timeout.HasIndex(x => new { x.Due, x.Token });
            timeout.HasIndex(x => x.SagaId);
            timeout.HasIndex(x => new { x.SagaType, x.Due, x.Token });
        });
        model.Entity<HistoryRow>(history =>
        {
            history.ToTable("history");
            history.HasKey(x => new { x.SagaId, x.Number });
            history.Property(x => x.Number).UseIdentityAlwaysColumn();
            history.Property(x => x.SagaType).HasMaxLength(64);
            history.Property(x => x.Kind).HasMaxLength(16);
            history.Property(x => x.Reason).HasMaxLength(1024);
            history.Property(x => x.Detail).HasColumnType("jsonb");
        });
        model.Entity<AuditLine>(audit =>
        {
            audit.ToTable("audit");
            audit.HasKey(x => x.Number);
            audit.Property(x => x.Number).ValueGeneratedNever();
            audit.Property(x => x.Actor).HasMaxLength(128);
            audit.Property(x => x.Role).HasMaxLength(16);
            audit.Property(x => x.Action).HasMaxLength(64);
            audit.Property(x => x.Target).HasMaxLength(256);
            audit.Property(x => x.Reason).HasMaxLength(512);
            audit.HasIndex(x => new { x.SagaId, x.Number });
            audit.HasIndex(x => new { x.Actor, x.Number });
        });
        model.Entity<AuditEnd>(end =>
        {
            end.ToTable("audit_head");
            end.HasKey(x => x.Id);
            end.Property(x => x.Id).ValueGeneratedNever();
        });
        model.Entity<RateLimitRow>(limit =>
        {
            limit.ToTable("rate_limit", x => x.HasCheckConstraint("ck_rate_limit_law", "tokens >= 0 AND tokens <= burst AND permits_per_second >= 0"));
            limit.HasKey(x => x.Name);
            limit.Property(x => x.Name).HasMaxLength(RateLimit.NameCharactersMax);
        });
    }

    sealed class InboxRow
    {
        public Guid MessageId { get; set; }
        public string Consumer { get; set; } = "";
        public string? Fingerprint { get; set; }
        public DateTimeOffset At { get; set; }
    }

    sealed class OutboxRow
    {
        public long Id { get; set; }
        public Guid MessageId { get; set; }
        public string Destination { get; set; } = "";
        public string MessageType { get; set; } = "";
        public string ContentType { get; set; } = "";
        public string? Headers { get; set; }
        public byte[] Body { get; set; } = [];
        public DateTimeOffset CreatedAt { get; set; }
        public int Attempts { get; set; }
        public string? Error { get; set; }
        public DateTimeOffset? ParkedAt { get; set; }
    }

    sealed class TimeoutRow
    {
        public Guid Token { get; set; }
        public string SagaType { get; set; } = "";
        public Guid SagaId { get; set; }
        public string Name { get; set; } = "";
        public DateTimeOffset Due { get; set; }
        public Guid MessageId { get; set; }
        public string Destination { get; set; } = "";
        public string MessageType { get; set; } = "";
        public string ContentType { get; set; } = "";
        public string? Headers { get; set; }
        public byte[] Body { get; set; } = [];
    }

    sealed class HistoryRow
    {
        public Guid SagaId { get; set; }
        public long Number { get; set; }
        public string SagaType { get; set; } = "";
        public int Version { get; set; }
        public DateTimeOffset At { get; set; }
        public string Kind { get; set; } = "";
        public string Event { get; set; } = "";
        public Guid? MessageId { get; set; }
        public string? FromState { get; set; }
        public string? ToState { get; set; }
        public string? Reason { get; set; }
        public string? Detail { get; set; }
    }

    sealed class AuditLine
    {
        public long Number { get; set; }
        public DateTimeOffset At { get; set; }
        public string Actor { get; set; } = "";
        public string Role { get; set; } = "";
        public string Action { get; set; } = "";
        public string Target { get; set; } = "";
        public Guid? SagaId { get; set; }
        public string Reason { get; set; } = "";
        public string Detail { get; set; } = "";
        public long? About { get; set; }
        public byte[] Hash { get; set; } = [];
    }

    sealed class AuditEnd
    {
        public int Id { get; set; }
        public long Number { get; set; }
        public byte[] Hash { get; set; } = [];
    }

    sealed class RateLimitRow
    {
        public string Name { get; set; } = "";
        public double PermitsPerSecond { get; set; }
        public int Burst { get; set; }
        public double Tokens { get; set; }
        public DateTimeOffset RefilledAt { get; set; }
        public DateTimeOffset ChangedAt { get; set; }
    }
}

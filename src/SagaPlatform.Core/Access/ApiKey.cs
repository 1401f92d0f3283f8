using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Access;

/// <summary>What somebody may do.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<AccessRole>))]
public enum AccessRole
{
    /// <summary>Reads.</summary>
    Viewer,

    /// <summary>Reads, starts business and acts on sagas, timeouts and messages.</summary>
    Operator,

    /// <summary>Reads, and decides work items: whoever acts does not approve.</summary>
    Approver,

    /// <summary>Everything, keys and limits included.</summary>
    Admin,
}

/// <summary>A key of the API: who holds it is who it names. Its secret is known to its holder only.</summary>
public sealed class ApiKey : IVersionedRow
{
    /// <summary>The public part: <c>sp_{id}_{secret}</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whom it stands for.</summary>
    public string Name { get; set; } = "";

    /// <summary>What they may do.</summary>
    public AccessRole Role { get; set; }

    /// <summary>The saga types they may change; empty for all.</summary>
    public List<string> Scope { get; set; } = [];

    /// <summary>SHA-256 of the secret: 256 random bits need no slower hash.</summary>
    public byte[] SecretHash { get; set; } = [];

    /// <summary>When it was made, in UTC.</summary>
    public DateTimeOffset CreatedAt { get; set; }

    /// <summary>By whom.</summary>
    public string CreatedBy { get; set; } = "";

    /// <summary>When it ends, in UTC; null never.</summary>
    public DateTimeOffset? ExpiresAt { get; set; }

    /// <summary>When somebody ended it, in UTC; null while nobody did.</summary>
    public DateTimeOffset? RevokedAt { get; set; }

    /// <summary>When it was last used, in UTC, to the minute; null while it was not.</summary>
    public DateTimeOffset? LastUsedAt { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Whether it opens anything at that moment.</summary>
    public bool IsValid(DateTimeOffset at) => RevokedAt == null && (ExpiresAt == null || at < ExpiresAt);
}

/// <summary>The table <c>saga.api_key</c>.</summary>
public sealed class ApiKeyMapping : IEntityTypeConfiguration<ApiKey>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<ApiKey> row)
    {
        row.ToTable("api_key");
        row.HasKey(x => x.Id);
        row.Property(x => x.Id).HasMaxLength(16).ValueGeneratedNever();
        row.Property(x => x.Name).HasMaxLength(64);
        row.Property(x => x.Role).HasConversion<string>().HasMaxLength(16);
        row.Property(x => x.Scope).HasJsonConversion();
        row.Property(x => x.CreatedBy).HasMaxLength(128);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

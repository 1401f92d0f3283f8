using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Persistence;

/// <summary>The columns that every saga has.</summary>
public static class ProcessMapping
{
    /// <summary>Maps what every process remembers; the saga's own mapping adds its business columns.</summary>
    public static void MapProcess<TState>(this EntityTypeBuilder<TState> builder, string table) where TState : ProcessState
    {
        builder.ToTable(table, "saga");
        builder.HasKey(x => x.CorrelationId);
        builder.Property(x => x.CorrelationId).HasColumnName("id").ValueGeneratedNever();
        builder.Property(x => x.Version).HasColumnName("version").IsConcurrencyToken();
        builder.Property(x => x.CurrentState).HasColumnName("state").HasMaxLength(64);
        builder.Property(x => x.ClockToken).HasColumnName("clock_token");
        builder.Property(x => x.Ledger).HasColumnName("ledger").HasJsonConversion();
        builder.Property(x => x.BusinessKey).HasColumnName("business_key").HasMaxLength(128);
        builder.Property(x => x.StartedAt).HasColumnName("started_at");
        builder.Property(x => x.ChangedAt).HasColumnName("changed_at");
        builder.Property(x => x.EndedAt).HasColumnName("ended_at");
        builder.Property(x => x.Question).HasColumnName("question").HasMaxLength(1024);
        builder.Property(x => x.Fingerprint).HasColumnName("fingerprint").HasMaxLength(64);
    }
}

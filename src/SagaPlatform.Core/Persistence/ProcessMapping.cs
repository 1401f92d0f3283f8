using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Persistence;

/// <summary>Maps what every process's row has; a family adds its own columns to what is returned.</summary>
public static class ProcessMapping
{
    /// <summary>Maps the common columns of a process and the indexes that operators' lists need.</summary>
    /// <param name="model">The model.</param>
    /// <param name="table">The table, in snake_case: <c>order_fulfilment</c>.</param>
    /// <returns>The mapping, for the columns of the process's own.</returns>
    public static EntityTypeBuilder<TState> MapProcess<TState>(this ModelBuilder model, string table) where TState : ProcessState
    {
        ArgumentNullException.ThrowIfNull(model);
        var process = model.Entity<TState>();
        process.ToTable(table);
        process.HasKey(x => x.CorrelationId);
        process.Property(x => x.CorrelationId).HasColumnName("id").ValueGeneratedNever();
        process.Property(x => x.Version).IsConcurrencyToken();
        // A name of a stage, or such a name with a prefix of the vocabulary.
        process.Property(x => x.CurrentState).HasColumnName("state").HasMaxLength(128);
        process.Property(x => x.Ledger).HasJsonConversion();
        process.Property(x => x.BusinessKey).HasMaxLength(128);
        process.Property(x => x.Fingerprint).HasMaxLength(64);
        process.Property(x => x.Starter).HasMaxLength(ProcessLimits.StarterCharactersMax);
        process.HasIndex(x => new { x.StartedAt, x.CorrelationId });
        process.HasIndex(x => new { x.CurrentState, x.StartedAt, x.CorrelationId });
        process.HasIndex(x => x.BusinessKey);
        process.HasIndex(x => new { x.StartedAt, x.CorrelationId }, $"ix_{table}_question").HasFilter("question IS NOT NULL");
        return process;
    }
}

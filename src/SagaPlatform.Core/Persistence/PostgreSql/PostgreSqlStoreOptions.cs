using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>The limits of the PostgreSQL store. Its schema is always <c>saga</c>.</summary>
public sealed class PostgreSqlStoreOptions
{
    /// <summary>How to reach the database, as Npgsql writes it.</summary>
    [Required]
    public string ConnectionString { get; set; } = "";

    /// <summary>Units of work that are committed in one transaction at most, 1 to 1,000. Default 256: what waits goes, and a larger group costs less per unit.</summary>
    [Range(1, 1_000)]
    public int GroupUnitsMax { get; set; } = 256;

    /// <summary>Units of work that wait for each committer at most, 1 to 100,000; whoever comes then waits to be let in.</summary>
    [Range(1, 100_000)]
    public int GroupQueueMax { get; set; } = 1_024;

    /// <summary>
    /// Committers, each with a connection of its own, 1 to 16, beside the one for units that are committed alone. Default 1: two make
    /// groups of half the size that wait for each other, which cost the database twice the CPU and a third of the sagas per second.
    /// </summary>
    [Range(1, 16)]
    public int Committers { get; set; } = 1;

    /// <summary>Seconds a statement may take, 1 to 600.</summary>
    [Range(1, 600)]
    public int CommandTimeoutSeconds { get; set; } = 30;

    /// <summary>Connections for reading and ringing beside the committers', 1 to 500.</summary>
    [Range(1, 500)]
    public int PoolConnectionsMax { get; set; } = 32;

    /// <summary>Connections for searching rows, 1 to 100; whoever searches then waits for one.</summary>
    [Range(1, 100)]
    public int QueryConnectionsMax { get; set; } = 8;

    /// <summary>Seconds between two looks at the connection that holds this process's outbox rows, 1 to 60.</summary>
    [Range(1, 60)]
    public int NodeCheckSeconds { get; set; } = 2;

    /// <summary>Whether the start brings the schema up to date; false where a deployment runs the migrations itself.</summary>
    public bool MigrateAtStart { get; set; } = true;
}

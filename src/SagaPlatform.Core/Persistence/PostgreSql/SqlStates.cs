using Npgsql;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>What PostgreSQL says when it refuses.</summary>
static class SqlStates
{
    /// <summary>Raised by saga.require_rows: somebody else wrote one of the rows first.</summary>
    internal const string RowsLost = "SP001";

    /// <summary>The transaction was refused and rolled back, the connection is well: its members may be tried one by one.</summary>
    internal static bool IsRefused(PostgresException e) => e.InvariantSeverity == "ERROR" && e.SqlState != PostgresErrorCodes.QueryCanceled;

    /// <summary>A unit alone that is refused so has lost a race.</summary>
    internal static bool IsConflict(PostgresException e) => e.SqlState is RowsLost
        or PostgresErrorCodes.UniqueViolation or PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.SerializationFailure;
}

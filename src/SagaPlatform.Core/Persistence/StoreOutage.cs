using Npgsql;

namespace SagaPlatform.Core.Persistence;

/// <summary>Tells a database that is away, or cannot write for the moment, from one that says no.</summary>
public static class StoreOutage
{
    /// <summary>
    /// Whether the database did not answer, or had no room, as opposed to answering no: what failed may have been committed, and
    /// is to be tried again until it comes back.
    /// </summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException x => x.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections
            or PostgresErrorCodes.DiskFull or PostgresErrorCodes.OutOfMemory or PostgresErrorCodes.InsufficientResources
            or PostgresErrorCodes.IoError or PostgresErrorCodes.ReadOnlySqlTransaction, // the last: a standby, until the driver finds the primary
        NpgsqlException x => x.IsTransient,
        TimeoutException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}

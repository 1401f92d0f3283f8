using Npgsql;

namespace SagaPlatform.Core.Persistence;

/// <summary>Tells a database that is away from one that says no.</summary>
public static class StoreOutage
{
    /// <summary>
    /// Whether the database did not answer, as opposed to answering no: what failed may have been committed, and is to be
    /// tried again.
    /// </summary>
    public static bool Is(Exception exception) => exception switch
    {
        PostgresException x => x.SqlState is PostgresErrorCodes.AdminShutdown or PostgresErrorCodes.CrashShutdown
            or PostgresErrorCodes.CannotConnectNow or PostgresErrorCodes.TooManyConnections,
        NpgsqlException x => x.IsTransient,
        TimeoutException => true,
        { InnerException: { } inner } => Is(inner),
        _ => false,
    };
}

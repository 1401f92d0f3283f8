using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.RegularExpressions;
using Npgsql;

namespace SagaPlatform.Core.Persistence.PostgreSql;

/// <summary>The migrations embedded in one assembly as <c>NNNN_name.sql</c>.</summary>
/// <param name="Assembly">Where they are.</param>
/// <param name="Name">The set's name in <c>saga.schema_migration</c>: it must never change. At most 64 characters.</param>
public sealed record MigrationSet(Assembly Assembly, string Name)
{
    /// <summary>The platform's own.</summary>
    internal static MigrationSet Platform { get; } = new(typeof(MigrationSet).Assembly, "platform");

    internal IReadOnlyList<Migration> Migrations()
    {
        List<Migration> migrations = [];
        foreach (var resource in Assembly.GetManifestResourceNames())
        {
            if (MigrationName.Of(resource) is { } name)
                migrations.Add(Read(resource, name));
        }
        if (migrations.Count == 0)
            throw new SchemaMigrationException($"{Assembly.GetName().Name} has no migrations: embed files named Migrations/NNNN_name.sql.");
        var twice = migrations.GroupBy(x => x.Number).FirstOrDefault(x => x.Count() > 1);
        if (twice != null)
            throw new SchemaMigrationException($"Set {Name} has two migrations numbered {twice.Key:0000}: {string.Join(", ", twice.Select(x => x.Name))}.");
        return [.. migrations.OrderBy(x => x.Number)];
    }

    Migration Read(string resource, MigrationName name)
    {
        using var reader = new StreamReader(Assembly.GetManifestResourceStream(resource)!, Encoding.UTF8);
        // Line ends differ between checkouts; what a file does, does not.
        var sql = reader.ReadToEnd().ReplaceLineEndings("\n");
        return new Migration(Name, name.Number, name.Text, sql, Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes(sql))));
    }
}

/// <summary>The schema cannot be brought up to date; the message says why.</summary>
public sealed class SchemaMigrationException(string message) : Exception(message);

/// <summary>Brings the schema up to date, once, however many processes start together.</summary>
/// <remarks>
/// Files run in the order of their numbers, each in a transaction of its own, set by set: the platform's first. A file
/// that was applied must not change: what a database went through is then no longer what the files say.
/// </remarks>
public sealed class SchemaMigration(IEnumerable<MigrationSet> sets)
{
    // "SAGM" in ASCII, beside the nodes' locks.
    const long LockKey = 0x5341474D;

    // A migration that waits for a lock makes everybody wait behind it: it gives up instead, and the start fails.
    const int LockTimeoutSeconds = 30;

    readonly MigrationSet[] _sets = [MigrationSet.Platform, .. sets.Where(x => x != MigrationSet.Platform)];

    /// <summary>Applies what is missing.</summary>
    /// <returns>How many files were applied.</returns>
    /// <exception cref="SchemaMigrationException">An applied file has changed, or the database is ahead of this program.</exception>
    public async Task<int> Apply(string connectionString, CancellationToken cancellation)
    {
        await using var source = NpgsqlDataSource.Create(new NpgsqlConnectionStringBuilder(connectionString) { Pooling = false });
        await using var connection = await source.OpenConnectionAsync(cancellation);
        await Execute(connection, $"SELECT pg_advisory_lock({LockKey})", cancellation);
        await Execute(connection, $"SET lock_timeout = '{LockTimeoutSeconds}s'", cancellation);
        await Execute(connection, TableOfMigrations, cancellation);
        var applied = await Applied(connection, cancellation);
        var count = 0;
        foreach (var set in _sets)
        {
            var migrations = set.Migrations();
            RefuseUnknown(set, migrations, applied);
            foreach (var migration in migrations.Where(x => IsMissing(x, applied)))
            {
                await Apply(connection, migration, cancellation);
                count++;
            }
        }
        return count;
    }

    const string TableOfMigrations =
        """
        CREATE SCHEMA IF NOT EXISTS saga;
        CREATE TABLE IF NOT EXISTS saga.schema_migration (
            set_name   character varying(64)    NOT NULL,
            number     integer                  NOT NULL,
            name       text                     NOT NULL,
            checksum   character varying(64)    NOT NULL,
            applied_at timestamp with time zone NOT NULL DEFAULT now(),
            CONSTRAINT pk_schema_migration PRIMARY KEY (set_name, number));
        """;

    static void RefuseUnknown(MigrationSet set, IReadOnlyList<Migration> known, Dictionary<(string, int), string> applied)
    {
        var ahead = applied.Keys.Where(x => x.Item1 == set.Name && x.Item2 > known[^1].Number).Select(x => x.Item2).ToList();
        if (ahead.Count > 0)
            throw new SchemaMigrationException(
                $"The database has migration {set.Name} {ahead.Max():0000}, which this program does not know: it is older than the database; start a newer one.");
    }

    static bool IsMissing(Migration migration, Dictionary<(string, int), string> applied)
    {
        if (!applied.TryGetValue((migration.Set, migration.Number), out var checksum))
            return true;
        if (checksum == migration.Checksum)
            return false;
        throw new SchemaMigrationException(
            $"Migration {migration.Set} {migration.Number:0000}_{migration.Name} was applied with other content than it has now: "
            + "restore the file as it was, and put the change into a new migration.");
    }

    static async Task Apply(NpgsqlConnection connection, Migration migration, CancellationToken cancellation)
    {
        await using var transaction = await connection.BeginTransactionAsync(cancellation);
        await Execute(connection, migration.Sql, cancellation);
        await using var note = new NpgsqlCommand(
            "INSERT INTO saga.schema_migration (set_name, number, name, checksum) VALUES ($1, $2, $3, $4)", connection, transaction);
        note.Parameters.Add(Database.P(migration.Set));
        note.Parameters.Add(Database.P(migration.Number));
        note.Parameters.Add(Database.P(migration.Name));
        note.Parameters.Add(Database.P(migration.Checksum));
        await note.ExecuteNonQueryAsync(cancellation);
        await transaction.CommitAsync(cancellation);
    }

    static async Task<Dictionary<(string Set, int Number), string>> Applied(NpgsqlConnection connection, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand("SELECT set_name, number, checksum FROM saga.schema_migration", connection);
        await using var reader = await command.ExecuteReaderAsync(cancellation);
        Dictionary<(string, int), string> applied = [];
        while (await reader.ReadAsync(cancellation))
            applied[(reader.GetString(0), reader.GetInt32(1))] = reader.GetString(2);
        return applied;
    }

    static async Task Execute(NpgsqlConnection connection, string sql, CancellationToken cancellation)
    {
        await using var command = new NpgsqlCommand(sql, connection) { CommandTimeout = 0 };
        await command.ExecuteNonQueryAsync(cancellation);
    }
}

/// <summary>One file.</summary>
sealed record Migration(string Set, int Number, string Name, string Sql, string Checksum);

/// <summary>What a resource's name says: <c>...Migrations.0001_platform.sql</c>.</summary>
sealed partial record MigrationName(int Number, string Text)
{
    internal static MigrationName? Of(string resource)
    {
        var match = Pattern().Match(resource);
        return match.Success ? new MigrationName(int.Parse(match.Groups["number"].Value, CultureInfo.InvariantCulture), match.Groups["name"].Value) : null;
    }

    [GeneratedRegex(@"(^|\.)(?<number>[0-9]{4})_(?<name>[a-z0-9_]+)\.sql$", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Pattern();
}

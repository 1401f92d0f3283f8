using Npgsql;
using SagaPlatform.Core.Faults;

namespace SagaPlatform.Host.Settings;

/// <summary>What kind of process this is. The same keys serve the native start, the compose file and the tests.</summary>
/// <param name="Embedded"><c>SAGA_MODE</c>: <c>embedded</c> (default; one process, nothing survives) or <c>platform</c>.</param>
/// <param name="PostgreSql"><c>SAGA_POSTGRES</c>: an Npgsql connection string.</param>
/// <param name="RabbitMq"><c>SAGA_RABBITMQ</c>: an AMQP URI.</param>
/// <param name="Roles"><c>SAGA_ROLES</c>: any of <c>sagas</c>, <c>api</c>, <c>participants</c>, by comma; default all.</param>
/// <param name="Only"><c>SAGA_ONLY</c>: the queues it serves, by comma, so that a busy saga or participant gets processes of its own; empty means all of its roles.</param>
public sealed record HostSettings(bool Embedded, string? PostgreSql, string? RabbitMq, IReadOnlySet<string> Roles, IReadOnlySet<string> Only)
{
    const string ExamplePostgres = "Host=127.0.0.1;Port=5432;Username=saga;Password=...;Database=saga";

    static readonly string[] AllRoles = ["sagas", "api", "participants"];

    /// <summary>Whether it runs sagas.</summary>
    public bool RunsSagas => Roles.Contains("sagas");

    /// <summary>Whether it serves HTTP beyond its health.</summary>
    public bool ServesApi => Roles.Contains("api");

    /// <summary>Whether it runs the reference participants.</summary>
    public bool RunsParticipants => Roles.Contains("participants");

    /// <summary>Reads and checks the settings.</summary>
    /// <exception cref="SettingsException">Names the key that is wrong, and what it may be.</exception>
    public static HostSettings Read(IConfiguration configuration)
    {
        var mode = configuration["SAGA_MODE"] ?? "embedded";
        if (mode is not ("embedded" or "platform"))
            throw new SettingsException($"SAGA_MODE is '{mode}'; it may be 'embedded' or 'platform'.");

        var roles = Names(configuration["SAGA_ROLES"] ?? string.Join(',', AllRoles));
        if (roles.Count == 0 || !roles.IsSubsetOf(AllRoles))
            throw new SettingsException($"SAGA_ROLES is '{configuration["SAGA_ROLES"]}'; it may be any of {string.Join(", ", AllRoles)}, by comma.");
        if (mode == "embedded" && roles.Count != AllRoles.Length)
            throw new SettingsException("SAGA_ROLES needs SAGA_MODE=platform: the embedded platform is one process with all roles.");

        var only = Names(configuration["SAGA_ONLY"] ?? "");
        if (mode == "embedded" && only.Count > 0)
            throw new SettingsException("SAGA_ONLY needs SAGA_MODE=platform: the embedded platform is one process with all queues.");

        if (roles.Contains("api") && !roles.Contains("sagas"))
            throw new SettingsException("SAGA_ROLES has api without sagas: a process that answers for sagas must know them.");

        if (configuration["SAGA_CRASH_AT"] is { Length: > 0 } crash && !CrashPoint.All.Contains(crash.Split(':')[0], StringComparer.Ordinal))
            throw new SettingsException($"SAGA_CRASH_AT is '{crash}'; it may be one of {string.Join(", ", CrashPoint.All)}, with :N for the N-th time.");

        var settings = new HostSettings(mode == "embedded", configuration["SAGA_POSTGRES"], configuration["SAGA_RABBITMQ"], roles, only);
        if (!settings.Embedded && string.IsNullOrWhiteSpace(settings.PostgreSql))
            throw new SettingsException("SAGA_MODE=platform needs SAGA_POSTGRES, for example " + ExamplePostgres + ".");
        if (!settings.Embedded)
            CheckPostgres(settings.PostgreSql!);
        if (!settings.Embedded && !IsAmqp(settings.RabbitMq))
            throw new SettingsException("SAGA_MODE=platform needs SAGA_RABBITMQ, for example amqp://saga:password@127.0.0.1:5672/saga.");
        return settings;
    }

    /// <summary>The database alone, for commands that need nothing else.</summary>
    /// <returns>The connection string; null when none is set.</returns>
    /// <exception cref="SettingsException">It is no connection string.</exception>
    public static string? ReadPostgres(IConfiguration configuration)
    {
        if (configuration["SAGA_POSTGRES"] is not { Length: > 0 } postgres)
            return null;
        CheckPostgres(postgres);
        return postgres;
    }

    static HashSet<string> Names(string list) =>
        list.Split(',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>The message never repeats the value: it may hold a password.</summary>
    static void CheckPostgres(string connectionString)
    {
        try
        {
            if (!string.IsNullOrWhiteSpace(new NpgsqlConnectionStringBuilder(connectionString).Host))
                return;
        }
        catch (Exception e) when (e is ArgumentException or FormatException)
        {
            throw new SettingsException($"SAGA_POSTGRES is no Npgsql connection string ({e.Message}); for example {ExamplePostgres}.");
        }

        throw new SettingsException($"SAGA_POSTGRES names no Host; for example {ExamplePostgres}.");
    }

    static bool IsAmqp(string? text) => Uri.TryCreate(text, UriKind.Absolute, out var uri) && uri.Scheme is ("amqp" or "amqps");
}

/// <summary>A setting is missing or wrong; the process does not start.</summary>
public sealed class SettingsException(string message) : Exception(message);

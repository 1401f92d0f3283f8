using Npgsql;
using SagaPlatform.Chaos.Services;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Chaos.Faults;

/// <summary>What operators do to a platform at work: new versions, new tables, more and fewer processes, wrong clocks.</summary>
static class DeployFaults
{
    const string FakeTime = "/usr/lib/x86_64-linux-gnu/faketime/libfaketimeMT.so.1";

    /// <summary>How far a clock jumps; the third is the drift of a machine that lost its time server.</summary>
    static readonly string[] Jumps = ["+7200", "-3600", "+5"];

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("rolling-restart", "F26", RollingRestart);
        yield return new Fault("scale-out-and-in", "F26 F18", Scale);
        yield return new Fault("stop-while-postgres-is-down", "F11 F26", StopInOutage);
        yield return new Fault("migration-under-load", "F25", Migrate);
        yield return new Fault("clock-jump", "F23 F21", ClockJump)
        {
            WhyNot = _ => File.Exists(FakeTime) ? null : "needs the Debian package libfaketime",
        };
    }

    static async Task RollingRestart(Injection x)
    {
        foreach (var member in x.Lab.Fleet.All)
        {
            await x.Lab.Fleet.Stop(member);
            x.Lab.Fleet.Launch(member);
            await x.Lab.Fleet.AwaitReady(member);
        }
    }

    /// <summary>A third host comes, the first goes and comes back, the third goes.</summary>
    static async Task Scale(Injection x)
    {
        var (fleet, third) = (x.Lab.Fleet, new Member("host-3", "sagas,api"));
        fleet.Launch(third);
        fleet.Hosts.Add(third);
        await fleet.AwaitReady(third);
        var first = fleet.Hosts[0];
        await fleet.Stop(first);
        await Injection.Hold(x.Seconds(1, 4));
        fleet.Launch(first);
        await fleet.AwaitReady(first);
        fleet.Hosts.Remove(third);
        await fleet.Stop(third);
    }

    /// <summary>A host is told to stop while every message it holds waits for a database that is away.</summary>
    static async Task StopInOutage(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        x.Say(host.Name);
        await x.Lab.Services.Stop(PrivateService.Postgres);
        await Injection.Hold(x.Seconds(1, 3));
        host.IsKept = false;
        var stopping = x.Lab.Fleet.Stop(host);
        await Injection.Hold(x.Seconds(1, 3));
        await x.Lab.Services.Start(PrivateService.Postgres);
        await stopping;
        x.Lab.Fleet.Launch(host);
        await x.Lab.Fleet.AwaitReady(host);
    }

    /// <summary>Expand, deploy, contract, as a release does it: old and new processes work on both shapes of the tables.</summary>
    static async Task Migrate(Injection x)
    {
        var database = x.Lab.Services.Database;
        await Patiently(database, "ALTER TABLE saga.order_fulfilment ADD COLUMN IF NOT EXISTS lab_note character varying(64)");
        await Patiently(database, "ALTER TABLE saga.outbox ADD COLUMN IF NOT EXISTS lab_note integer");
        await Patiently(database, "ALTER TABLE saga.timeout ADD COLUMN IF NOT EXISTS lab_note integer NOT NULL DEFAULT 0");
        await database.Execute("CREATE INDEX CONCURRENTLY IF NOT EXISTS ix_lab_note ON saga.order_fulfilment (lab_note)");
        var host = x.One(x.Lab.Fleet.Hosts);
        x.Say($"{host.Name} restarted between expand and contract");
        await x.Lab.Fleet.Stop(host);
        x.Lab.Fleet.Launch(host);
        await x.Lab.Fleet.AwaitReady(host);
        foreach (var table in (string[])["order_fulfilment", "outbox", "timeout"])
            await Patiently(database, $"ALTER TABLE saga.{table} DROP COLUMN IF EXISTS lab_note");
    }

    /// <summary>A lock that does not come soon is given up: who queues for it stops everybody behind it.</summary>
    static async Task Patiently(TestDatabase database, string sql)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                await database.Execute($"SET lock_timeout = '2s'; {sql}");
                return;
            }
            catch (PostgresException e) when (e.SqlState == PostgresErrorCodes.LockNotAvailable && attempt < 20)
            {
                await Task.Delay(TimeSpan.FromMilliseconds(200));
            }
        }
    }

    /// <summary>One process believes that it is another hour; the other, the database and the broker do not.</summary>
    static async Task ClockJump(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        var jump = x.One(Jumps);
        x.Say($"{host.Name} {jump} s");
        var file = Path.GetTempFileName();
        await File.WriteAllTextAsync(file, "+0\n");
        Dictionary<string, string> clock = new(StringComparer.Ordinal)
        {
            ["LD_PRELOAD"] = FakeTime, ["FAKETIME_TIMESTAMP_FILE"] = file, ["FAKETIME_NO_CACHE"] = "1", ["FAKETIME_DONT_FAKE_MONOTONIC"] = "1",
        };
        foreach (var (key, value) in clock)
            host.Extra[key] = value;
        try
        {
            await Restart(x, host);
            await File.WriteAllTextAsync(file, $"{jump}\n");
            await Injection.Hold(x.Seconds(8, 14));
            await File.WriteAllTextAsync(file, "+0\n");
            await Injection.Hold(3);
        }
        finally
        {
            foreach (var key in clock.Keys)
                host.Extra.Remove(key);
        }

        await Restart(x, host);
        File.Delete(file);
    }

    static async Task Restart(Injection x, Member host)
    {
        await x.Lab.Fleet.Stop(host);
        x.Lab.Fleet.Launch(host);
        await x.Lab.Fleet.AwaitReady(host);
    }
}

using Npgsql;
using SagaPlatform.Chaos.Load;
using SagaPlatform.Chaos.Services;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Chaos.Faults;

/// <summary>A database that dies, is full, or is cut off between a commit and its answer.</summary>
static class DatabaseFaults
{
    /// <summary>Every unit of work that sends something holds the envelope of a message; a query holds none.</summary>
    static readonly byte[] UnitOfWork = [.. "\"messageType\""u8];

    /// <summary>The protocol's Sync, with which a batch, and so its transaction, ends.</summary>
    static readonly byte[] Sync = [(byte)'S', 0, 0, 0, 4];

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("postgres-crash", "F11", Crash) { Weight = 2 };
        yield return new Fault("postgres-down", "F11", Down);
        yield return new Fault("postgres-terminate-backends", "F11", TerminateBackends) { IsShort = true };
        yield return new Fault("postgres-commit-unanswered", "F12", x => CutCommits(x, Cut.BeforeReply)) { IsShort = true, Weight = 2 };
        yield return new Fault("postgres-commit-unheard", "F12", x => CutCommits(x, Cut.BeforeRequest)) { IsShort = true };
        yield return new Fault("postgres-network-stalls", "F07 F11", NetworkStalls);
        yield return new Fault("triggers-lost", "F20", TriggersLost) { IsShort = true };
        yield return new Fault("disk-full", "F24", DiskFull)
        {
            WhyNot = x => x.Services.HasSmallDisk ? null : "needs root and mounts of its own: run it by make chaos",
        };
    }

    static async Task Crash(Injection x)
    {
        await x.Lab.Services.Kill(PrivateService.Postgres);
        await x.Lab.Services.Start(PrivateService.Postgres);
    }

    static async Task Down(Injection x)
    {
        await x.Lab.Services.Stop(PrivateService.Postgres);
        await Injection.Hold(x.Seconds(5, 30));
        await x.Lab.Services.Start(PrivateService.Postgres);
    }

    static async Task TerminateBackends(Injection x)
    {
        var times = x.Random.Next(1, 4);
        x.Say($"{times} times");
        for (var i = 0; i < times; i++)
        {
            await x.Lab.Services.AsRoot($"SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = '{x.Lab.Services.Database.Name}'");
            await Injection.Hold(0.3 + x.Random.NextDouble());
        }
    }

    static async Task CutCommits(Injection x, Cut cut)
    {
        var proxy = x.Lab.Services.PostgresProxy;
        var before = proxy.CutsMade;
        proxy.Arm(UnitOfWork, Sync, cut, times: x.Random.Next(5, 25));
        await Injection.Hold(x.Seconds(3, 6));
        proxy.Disarm();
        x.Say($"{proxy.CutsMade - before} cuts");
    }

    static async Task NetworkStalls(Injection x)
    {
        x.Lab.Services.PostgresProxy.Stall();
        await Injection.Hold(x.Seconds(5, 20));
        x.Lab.Services.PostgresProxy.Flow();
    }

    /// <summary>Quartz loses what should have rung, or believes that somebody else is at it.</summary>
    static async Task TriggersLost(Injection x)
    {
        for (var i = 0; i < 5; i++)
            _ = x.Lab.Traffic.Comes(Business.SilentOrder(x.Random));
        var sql = x.One((string[])
        [
            "DELETE FROM quartz.qrtz_fired_triggers; DELETE FROM quartz.qrtz_simple_triggers; DELETE FROM quartz.qrtz_triggers",
            "UPDATE quartz.qrtz_triggers SET trigger_state = 'ACQUIRED'",
            "UPDATE quartz.qrtz_triggers SET trigger_state = 'BLOCKED'",
            "UPDATE quartz.qrtz_triggers SET trigger_state = 'ERROR'",
        ]);
        x.Say(sql.Split(';')[^1].Trim());
        try
        {
            await x.Lab.Services.Database.Execute(sql);
        }
        catch (PostgresException e) when (e.SqlState is PostgresErrorCodes.DeadlockDetected or PostgresErrorCodes.ForeignKeyViolation)
        {
            x.Say($"the scheduler was quicker: {e.MessageText}");
        }
    }

    static async Task DiskFull(Injection x)
    {
        var ballast = Path.Combine(x.Lab.Services.PostgresHome, "ballast");
        var free = new DriveInfo(x.Lab.Services.PostgresHome).AvailableFreeSpace;
        x.Say($"{free >> 20} MB taken");
        try
        {
            await using (var file = File.Create(ballast))
            {
                var block = new byte[1 << 20];
                Random.Shared.NextBytes(block);
                for (var written = 0L; written < free; written += block.Length)
                    await file.WriteAsync(block);
            }
        }
        catch (IOException)
        {
            // It is full to the last byte, which is the fault.
        }

        await Injection.Hold(x.Seconds(5, 15));
        File.Delete(ballast);
        await x.Lab.Services.Start(PrivateService.Postgres); // it may have given up recovering on a full disk; else this does nothing
    }
}

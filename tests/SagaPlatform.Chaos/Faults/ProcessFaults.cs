using SagaPlatform.Chaos.Load;
using SagaPlatform.Chaos.Services;
using SagaPlatform.Core.Faults;

namespace SagaPlatform.Chaos.Faults;

/// <summary>Processes that die, stand still, come and go.</summary>
static class ProcessFaults
{
    /// <summary>Well below the limit of a heartbeat, about it, and beyond it.</summary>
    static readonly double[] Pauses = [3, 12, 25];

    static readonly TimeSpan DeathLimit = TimeSpan.FromSeconds(40);

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("host-kill", "F01", KillHost) { IsShort = true, IsTakenOver = true, Weight = 3 };
        foreach (var point in CrashPoint.All)
            yield return new Fault($"host-crash-{point}", point == CrashPoint.AfterCommit ? "F01 F02" : point == CrashPoint.DuringDispatch ? "F01 F03" : "F01",
                x => CrashHost(x, point));
        yield return new Fault("participants-kill", "F01 F16", KillParticipants) { IsShort = true };
        yield return new Fault("participants-crash", "F01 F03", CrashParticipants);
        yield return new Fault("host-pause", "F10", PauseHost) { Weight = 2 };
        yield return new Fault("participants-pause", "F16", x => Pause(x, x.Lab.Fleet.Participants[0], x.Random.Next(2) == 0 ? 3 : 12));
        yield return new Fault("all-hosts-down-past-due", "F19", AllHostsDown);
        yield return new Fault("two-hosts-race", "F18 F27", Race) { IsShort = true };
        yield return new Fault("burst", "F15", Burst);
    }

    static async Task KillHost(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        x.Say(host.Name);
        await x.Lab.Fleet.Kill(host);
        x.IsOver();
    }

    static async Task KillParticipants(Injection x)
    {
        await x.Lab.Fleet.Kill(x.Lab.Fleet.Participants[0]);
        x.IsOver();
    }

    /// <summary>Under load the point is reached soon after the start; a ring needs somebody who waits for it.</summary>
    static async Task CrashHost(Injection x, string point)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        var nth = x.Random.Next(1, point == CrashPoint.WhileRinging ? 2 : 20);
        x.Say($"{host.Name} at {point}:{nth}");
        if (point == CrashPoint.WhileRinging)
            for (var i = 0; i < 10; i++)
                _ = x.Lab.Traffic.Comes(Business.SilentOrder(x.Random));
        await Crash(x, host, $"{point}:{nth}");
    }

    static async Task CrashParticipants(Injection x)
    {
        var point = x.One([CrashPoint.BeforeHandler, CrashPoint.AfterHandler, CrashPoint.AfterCommit, CrashPoint.BeforeDispatch, CrashPoint.DuringDispatch]);
        var nth = x.Random.Next(1, 20);
        x.Say($"at {point}:{nth}");
        await Crash(x, x.Lab.Fleet.Participants[0], $"{point}:{nth}");
    }

    static async Task Crash(Injection x, Member member, string at)
    {
        await x.Lab.Fleet.Stop(member);
        member.Extra["SAGA_CRASH_AT"] = at;
        member.MayEnd = true;
        x.Lab.Fleet.Launch(member);
        member.Extra.Remove("SAGA_CRASH_AT");
        var doomed = member.Process!;
        try
        {
            await doomed.Died(DeathLimit);
        }
        catch (InvalidOperationException)
        {
            // The other host was quicker every time: what was to ring rang there.
            x.Say("was never reached, so it was killed");
            await x.Lab.Fleet.Kill(member);
        }

        x.IsOver();
    }

    static Task PauseHost(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        x.Say(host.Name);
        return Pause(x, host, x.One(Pauses));
    }

    /// <summary>The process believes afterwards that no time has passed; the broker may have given its messages to another.</summary>
    static async Task Pause(Injection x, Member member, double seconds)
    {
        x.Say($"{seconds} s");
        await member.Process!.Pause();
        await Injection.Hold(seconds);
        await member.Process.Continue();
    }

    /// <summary>Longer than the charge is waited for: everything that waits is overdue when the first host is back.</summary>
    static async Task AllHostsDown(Injection x)
    {
        for (var i = 0; i < 20; i++)
            _ = x.Lab.Traffic.Comes(Business.SilentOrder(x.Random));
        await Injection.Hold(2);
        foreach (var host in x.Lab.Fleet.Hosts)
        {
            host.IsKept = false;
            await x.Lab.Fleet.Kill(host);
        }

        await Injection.Hold(ChaosLimits.ChargeWithin.TotalSeconds + x.Seconds(1, 4));
        foreach (var host in x.Lab.Fleet.Hosts)
        {
            host.MayEnd = false;
            x.Lab.Fleet.Launch(host);
        }

        foreach (var host in x.Lab.Fleet.Hosts)
            await x.Lab.Fleet.AwaitReady(host);
    }

    /// <summary>The same orders through both doors at once, and the same changes of mind.</summary>
    static async Task Race(Injection x)
    {
        var orders = Enumerable.Range(0, 20).Select(_ => Business.Order(x.Random)).ToList();
        await Task.WhenAll(orders.Select(async order =>
        {
            var answered = x.Lab.Traffic.Comes(order);
            await Task.WhenAll(x.Lab.Fleet.Hosts.Select(host => x.Lab.Traffic.Post(host, order.Path, order.Id, "start", order.Body)));
            await Task.WhenAll(x.Lab.Fleet.Hosts.Select((host, i) => x.Lab.Traffic.Post(host, $"{order.Path}/{order.Id}/cancel", order.Id, "cancel",
                new { reason = $"Two operators, the {i + 1}. of them." })));
            await answered;
        }));
        x.Say($"{orders.Count} orders");
    }

    static async Task Burst(Injection x)
    {
        x.Lab.Traffic.Factor = 10;
        await Injection.Hold(x.Seconds(4, 8));
        x.Lab.Traffic.Factor = 1;
    }
}

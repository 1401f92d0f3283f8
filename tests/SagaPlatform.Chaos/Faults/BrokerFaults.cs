using SagaPlatform.Chaos.Services;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Chaos.Faults;

/// <summary>A broker that dies, stands still, refuses, or is cut off at the worst moment.</summary>
static class BrokerFaults
{
    /// <summary>AMQP: class 60 (basic), method 40 (publish), as it stands in a method frame.</summary>
    static readonly byte[] BasicPublish = [0x00, 0x3C, 0x00, 0x28];

    /// <summary>The last byte of every AMQP frame.</summary>
    static readonly byte[] FrameEnd = [0xCE];

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("broker-close-connections", "F08", CloseConnections) { IsShort = true };
        yield return new Fault("broker-publish-cut", "F08", PublishCut) { IsShort = true, Weight = 2 };
        yield return new Fault("broker-stop-app", "F09", StopApp);
        yield return new Fault("broker-kill", "F09", KillBroker) { Weight = 2 };
        yield return new Fault("broker-restart", "F09", RestartBroker);
        yield return new Fault("broker-down-long", "F09 F10", DownLong);
        yield return new Fault("broker-pause", "F10", PauseBroker);
        yield return new Fault("broker-disk-alarm", "F10 F24", DiskAlarm) { IsShort = true };
        yield return new Fault("broker-memory-alarm", "F10", MemoryAlarm);
        yield return new Fault("broker-network-stalls", "F07", NetworkStalls);
        yield return new Fault("broker-ack-timeout", "F17", AckTimeout);
    }

    static async Task CloseConnections(Injection x)
    {
        var times = x.Random.Next(2, 5);
        x.Say($"{times} times");
        for (var i = 0; i < times; i++)
        {
            await x.Lab.Services.Broker.CloseConnections();
            await Injection.Hold(0.5 + x.Random.NextDouble());
        }
    }

    /// <summary>The broker has the message; its confirm never arrives.</summary>
    static async Task PublishCut(Injection x)
    {
        var proxy = x.Lab.Services.BrokerProxy;
        var (before, cut) = (proxy.CutsMade, x.One([Cut.BeforeReply, Cut.BeforeRequest]));
        proxy.Arm(BasicPublish, FrameEnd, cut, times: x.Random.Next(5, 20));
        await Injection.Hold(x.Seconds(3, 6));
        proxy.Disarm();
        x.Say($"{proxy.CutsMade - before} cuts, {cut}");
    }

    static async Task StopApp(Injection x)
    {
        await x.Lab.Services.RabbitMqCtl("stop_app");
        await Injection.Hold(x.Seconds(1, 8));
        await x.Lab.Services.RabbitMqCtl("start_app");
    }

    static async Task KillBroker(Injection x)
    {
        await x.Lab.Services.Kill(PrivateService.RabbitMq);
        await Injection.Hold(x.Seconds(0.5, 5));
        await x.Lab.Services.Start(PrivateService.RabbitMq);
    }

    static async Task RestartBroker(Injection x)
    {
        await x.Lab.Services.Stop(PrivateService.RabbitMq);
        await x.Lab.Services.Start(PrivateService.RabbitMq);
    }

    /// <summary>Long enough that every process has to say that it is not ready, within thirty seconds.</summary>
    static async Task DownLong(Injection x)
    {
        await x.Lab.Services.Kill(PrivateService.RabbitMq);
        var from = DateTimeOffset.UtcNow;
        await Injection.Hold(ChaosLimits.WedgeSeenWithin.TotalSeconds + 2);
        foreach (var member in x.Lab.Fleet.All.Where(m => m.Ready.Code != 503))
            x.Lab.Unexpected.Add($"{member.Name} says {member.Ready.Code} although the broker has been gone for {(DateTimeOffset.UtcNow - from).TotalSeconds:0} s");
        await x.Lab.Services.Start(PrivateService.RabbitMq);
    }

    static async Task PauseBroker(Injection x)
    {
        await x.Lab.Services.SignalBroker("STOP");
        await Injection.Hold(x.Seconds(3, 14));
        await x.Lab.Services.SignalBroker("CONT");
    }

    static async Task DiskAlarm(Injection x)
    {
        await x.Lab.Services.RabbitMqCtl("set_disk_free_limit", "9999GB");
        await Injection.Hold(x.Seconds(3, 8));
        await x.Lab.Services.RabbitMqCtl("set_disk_free_limit", "50MB");
    }

    static async Task MemoryAlarm(Injection x)
    {
        await x.Lab.Services.RabbitMqCtl("set_vm_memory_high_watermark", "0");
        await Injection.Hold(x.Seconds(3, 15));
        await x.Lab.Services.RabbitMqCtl("set_vm_memory_high_watermark", "0.4");
    }

    /// <summary>Connections stay open, and nothing passes.</summary>
    static async Task NetworkStalls(Injection x)
    {
        x.Lab.Services.BrokerProxy.Stall();
        await Injection.Hold(x.Seconds(5, 40));
        x.Lab.Services.BrokerProxy.Flow();
    }

    /// <summary>
    /// The broker takes away the channel of a consumer that does not acknowledge in time. A channel learns its limit when it
    /// is opened, so a host is started anew under a short one, and then stands still.
    /// </summary>
    static async Task AckTimeout(Injection x)
    {
        var host = x.One(x.Lab.Fleet.Hosts);
        x.Say(host.Name);
        await x.Lab.Services.RabbitMqCtl("eval", "application:set_env(rabbit,consumer_timeout,4000), application:set_env(rabbit,channel_tick_interval,1000).");
        await x.Lab.Fleet.Stop(host);
        x.Lab.Fleet.Launch(host);
        await x.Lab.Fleet.AwaitReady(host);
        await x.Lab.Services.RabbitMqCtl("eval", "application:set_env(rabbit,consumer_timeout,1800000).");
        await host.Process!.Pause();
        await Injection.Hold(9);
        await host.Process.Continue();
        await Injection.Hold(3);
    }
}

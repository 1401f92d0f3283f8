using System.Net;
using System.Net.Sockets;
using System.Text;
using SagaPlatform.Chaos.Services;
using SagaPlatform.Testing.Processes;

namespace SagaPlatform.Host.Tests.Chaos;

public sealed class CutProxyTests : IAsyncLifetime
{
    static readonly TimeSpan Limit = TimeSpan.FromSeconds(30);

    readonly TcpListener _server = new(IPAddress.Loopback, HostProcess.FreePort());
    CutProxy _proxy = null!;

    public Task InitializeAsync()
    {
        _server.Start();
        _proxy = CutProxy.To(((IPEndPoint)_server.LocalEndpoint).Port, HostProcess.FreePort());
        return Task.CompletedTask;
    }

    public async Task DisposeAsync()
    {
        await _proxy.DisposeAsync();
        _server.Dispose();
    }

    [Fact]
    public async Task What_is_not_armed_passes_both_ways()
    {
        var (client, server) = await Connect();

        await Say(client, "COMMIT;");
        (await Hear(server)).ShouldBe("COMMIT;");
        await Say(server, "done");
        (await Hear(client)).ShouldBe("done");
    }

    [Fact]
    public async Task Cut_before_the_reply_the_request_arrives_and_its_answer_does_not()
    {
        var (client, server) = await Connect();
        _proxy.Arm("COMMIT"u8.ToArray(), ";"u8.ToArray(), Cut.BeforeReply, times: 1);

        await Say(client, "COM");
        (await Hear(server)).ShouldBe("COM");
        await Say(client, "xCOMMIT");
        (await Hear(server)).ShouldBe("xCOMMIT");
        await Say(client, " now;");
        (await Hear(server)).ShouldBe(" now;");
        await Say(server, "done");

        (await Hear(client)).ShouldBe("", "the connection ends without a word");
        _proxy.CutsMade.ShouldBe(1);
    }

    [Fact]
    public async Task Cut_before_the_request_nothing_arrives()
    {
        var (client, server) = await Connect();
        _proxy.Arm("COMMIT"u8.ToArray(), ";"u8.ToArray(), Cut.BeforeRequest, times: 1);

        await Say(client, "COMMIT;");

        (await Hear(server)).ShouldBe("");
        (await Hear(client)).ShouldBe("");
    }

    [Fact]
    public async Task It_cuts_as_often_as_it_is_told_and_then_no_more()
    {
        _proxy.Arm("COMMIT"u8.ToArray(), ";"u8.ToArray(), Cut.BeforeRequest, times: 1);
        await Say((await Connect()).Client, "COMMIT;");
        var (client, server) = await Connect();

        await Say(client, "COMMIT;");

        (await Hear(server)).ShouldBe("COMMIT;");
    }

    [Fact]
    public async Task What_is_sent_while_it_stalls_arrives_when_it_flows()
    {
        var (client, server) = await Connect();
        _proxy.Stall();
        await Say(client, "late");
        var heard = Hear(server);
        (await Task.WhenAny(heard, Task.Delay(TimeSpan.FromMilliseconds(200)))).ShouldNotBe(heard);

        _proxy.Flow();

        (await heard).ShouldBe("late");
    }

    async Task<(Socket Client, Socket Server)> Connect()
    {
        var client = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        var accepted = _server.AcceptSocketAsync();
        await client.ConnectAsync(IPAddress.Loopback, _proxy.Port);
        return (client, await accepted.WaitAsync(Limit));
    }

    static async Task Say(Socket socket, string text) => await socket.SendAsync(Encoding.ASCII.GetBytes(text));

    static async Task<string> Hear(Socket socket)
    {
        var buffer = new byte[1024];
        try
        {
            return Encoding.ASCII.GetString(buffer, 0, await socket.ReceiveAsync(buffer).WaitAsync(Limit));
        }
        catch (SocketException)
        {
            return ""; // closed abruptly
        }
    }
}

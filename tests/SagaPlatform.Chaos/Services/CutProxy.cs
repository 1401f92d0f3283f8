using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;

namespace SagaPlatform.Chaos.Services;

/// <summary>What becomes of the chunk in which the pattern was found.</summary>
enum Cut
{
    /// <summary>It is forwarded to its end, and the answer is not: it happened, and the client never hears of it.</summary>
    BeforeReply,

    /// <summary>It is dropped: it never happened, and the client cannot tell.</summary>
    BeforeRequest,
}

/// <summary>
/// A TCP proxy that cuts connections where it hurts: between a request that was carried out and its reply. It knows nothing of
/// the protocols but two byte patterns.
/// </summary>
sealed class CutProxy : IAsyncDisposable
{
    const int BufferBytes = 64 * 1024;

    /// <summary>What the server is given to carry out a request of which the reply is dropped.</summary>
    static readonly TimeSpan CarryOut = TimeSpan.FromMilliseconds(100);

    readonly TcpListener _listener;
    readonly int _target;
    readonly ConcurrentDictionary<Pair, byte> _pairs = new();
    readonly CancellationTokenSource _stop = new();
    volatile TaskCompletionSource? _stalled;
    volatile Rule? _rule;
    Task _accepting = Task.CompletedTask;
    int _left;

    CutProxy(int target, int port)
    {
        (_target, Port) = (target, port);
        _listener = new TcpListener(IPAddress.Loopback, port);
    }

    /// <summary>Where clients connect.</summary>
    public int Port { get; }

    /// <summary>How many connections were cut at a pattern.</summary>
    public int CutsMade { get; private set; }

    /// <summary>Begins to listen; connections are forwarded to the port on this machine.</summary>
    public static CutProxy To(int target, int port)
    {
        var proxy = new CutProxy(target, port);
        proxy._listener.Start();
        proxy._accepting = proxy.Accept();
        return proxy;
    }

    /// <summary>The next <paramref name="times"/> chunks from clients that hold the pattern are cut.</summary>
    /// <param name="pattern">What is looked for in what clients send.</param>
    /// <param name="ends">How the last chunk of a request ends; empty when a request is never longer than a chunk.</param>
    /// <param name="cut">What becomes of it.</param>
    /// <param name="times">How often.</param>
    public void Arm(byte[] pattern, byte[] ends, Cut cut, int times)
    {
        Volatile.Write(ref _left, times);
        _rule = new Rule(pattern, ends, cut);
    }

    /// <summary>Cuts no more.</summary>
    public void Disarm() => _rule = null;

    /// <summary>Cuts every connection.</summary>
    public void CutAll()
    {
        foreach (var pair in _pairs.Keys)
            pair.Close();
    }

    /// <summary>Reads no more from anybody; connections stay open, as on a network that drops every packet.</summary>
    public void Stall() => _stalled ??= new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);

    /// <summary>Goes on reading.</summary>
    public void Flow()
    {
        var stalled = _stalled;
        _stalled = null;
        stalled?.TrySetResult();
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        Flow();
        _listener.Stop();
        CutAll();
        await _accepting;
        _stop.Dispose();
    }

    async Task Accept()
    {
        try
        {
            while (!_stop.IsCancellationRequested)
                _ = Serve(await _listener.AcceptSocketAsync(_stop.Token));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or ObjectDisposedException)
        {
            // The proxy is closed.
        }
    }

    async Task Serve(Socket client)
    {
        using var pair = new Pair(client);
        _pairs.TryAdd(pair, 0);
        try
        {
            await pair.Server.ConnectAsync(IPAddress.Loopback, _target);
            await Task.WhenAny(FromClient(pair), FromServer(pair));
        }
        catch (SocketException)
        {
            // The server is not there: the client hears of it by the end of its connection.
        }
        finally
        {
            pair.Close();
            _pairs.TryRemove(pair, out _);
        }
    }

    async Task FromClient(Pair pair)
    {
        var buffer = new byte[BufferBytes];
        for (int count; (count = await Read(pair.Client, buffer)) > 0;)
        {
            var chunk = buffer.AsMemory(0, count);
            if (pair.Ending == null && Hit(chunk.Span) is { } rule)
            {
                if (rule.Cut == Cut.BeforeRequest)
                    return;
                pair.Ending = rule.Ends;
            }

            await Write(pair.Server, chunk);
            if (pair.Ending != null && chunk.Span.EndsWith(pair.Ending))
            {
                await Task.Delay(CarryOut);
                return;
            }
        }
    }

    async Task FromServer(Pair pair)
    {
        var buffer = new byte[BufferBytes];
        for (int count; (count = await Read(pair.Server, buffer)) > 0;)
            if (pair.Ending == null) // else the reply is not for the client to hear
                await Write(pair.Client, buffer.AsMemory(0, count));
    }

    Rule? Hit(ReadOnlySpan<byte> chunk)
    {
        if (_rule is not { } rule || chunk.IndexOf(rule.Pattern) < 0)
            return null;
        if (Interlocked.Decrement(ref _left) < 0)
        {
            _rule = null;
            return null;
        }

        CutsMade++;
        return rule;
    }

    async Task<int> Read(Socket from, byte[] buffer)
    {
        try
        {
            var count = await from.ReceiveAsync(buffer, _stop.Token);
            if (_stalled is { } stalled)
                await stalled.Task;
            return count;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
        {
            return 0;
        }
    }

    static async Task Write(Socket to, ReadOnlyMemory<byte> chunk)
    {
        try
        {
            while (chunk.Length > 0)
                chunk = chunk[await to.SendAsync(chunk)..];
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            // The other side is gone; the next read says so.
        }
    }

    sealed record Rule(byte[] Pattern, byte[] Ends, Cut Cut);

    sealed class Pair(Socket client) : IDisposable
    {
        public Socket Client => client;

        public Socket Server { get; } = new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };

        /// <summary>How the request ends whose reply is dropped; null while nothing is dropped.</summary>
        public volatile byte[]? Ending;

        /// <summary>Abruptly, both sides: a connection that is closed in order would be another fault.</summary>
        public void Close()
        {
            foreach (var socket in (Socket[])[Client, Server])
            {
                try
                {
                    socket.Close(0);
                }
                catch (SocketException)
                {
                    // It is closed already.
                }
            }
        }

        public void Dispose() => Close();
    }
}

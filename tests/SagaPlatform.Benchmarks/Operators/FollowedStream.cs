using System.Diagnostics;
using System.Net.ServerSentEvents;
using System.Text.Json.Nodes;

namespace SagaPlatform.Benchmarks.Operators;

/// <summary>The live stream as a page follows it: when its counts came, and what they said last.</summary>
sealed class FollowedStream : IAsyncDisposable
{
    readonly HttpClient _http;
    readonly CancellationTokenSource _stop = new();
    readonly List<long> _cameAt = [];
    readonly Lock _gate = new();
    readonly Task _following;
    long _sagas;

    FollowedStream(HttpClient http)
    {
        _http = http;
        _following = Follow();
    }

    /// <summary>Sagas of all types, as it was told last.</summary>
    public long Sagas => Interlocked.Read(ref _sagas);

    public static FollowedStream Of(Uri platform) => new(new HttpClient { BaseAddress = platform, Timeout = Timeout.InfiniteTimeSpan });

    /// <summary>The longest time between two counts since <paramref name="since"/>, in milliseconds, and how many came.</summary>
    public (double LongestGapMs, int Count) Since(long since)
    {
        lock (_gate)
        {
            long[] moments = [since, .. _cameAt.Where(x => x > since), Stopwatch.GetTimestamp()];
            var gaps = moments.Zip(moments.Skip(1), Stopwatch.GetElapsedTime).Select(x => x.TotalMilliseconds);
            return (gaps.Max(), moments.Length - 2);
        }
    }

    async Task Follow()
    {
        try
        {
            await using var stream = await _http.GetStreamAsync(new Uri("/api/stream", UriKind.Relative), _stop.Token);
            await foreach (var told in SseParser.Create(stream).EnumerateAsync(_stop.Token))
            {
                if (told.EventType != "counts")
                    continue;
                lock (_gate)
                    _cameAt.Add(Stopwatch.GetTimestamp());
                Interlocked.Exchange(ref _sagas, JsonNode.Parse(told.Data)!["types"]!.AsArray().Sum(x => (long)x!["total"]!));
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            // enough was seen
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _stop.CancelAsync();
        await _following;
        _http.Dispose();
        _stop.Dispose();
    }
}

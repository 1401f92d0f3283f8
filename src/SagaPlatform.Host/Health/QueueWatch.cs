using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>Asks the broker who consumes a queue, on a connection of its own.</summary>
interface IConsumerCounts
{
    /// <summary>How many consume each queue; a queue that is not there has none.</summary>
    /// <exception cref="Exception">The broker does not answer.</exception>
    Task<IReadOnlyDictionary<string, uint>> Count(IReadOnlyCollection<string> queues, CancellationToken cancellation);
}

/// <summary>The queues that this process serves.</summary>
sealed record QueuesServedHere(IReadOnlyCollection<string> Names);

/// <summary>
/// Counts the consumers of the queues that this process serves. The broker is asked, not the client: a client has been seen
/// to believe in consumers that the broker had dropped.
/// </summary>
sealed class QueueWatch(QueuesServedHere queues, IConsumerCounts counts, IOptions<HealthOptions> options, TimeProvider time) : BackgroundService
{
    readonly HealthOptions _options = options.Value;
    readonly Dictionary<string, long> _consumed = queues.Names.ToDictionary(x => x, _ => time.GetTimestamp(), StringComparer.Ordinal);
    readonly Lock _gate = new();
    long _answered = time.GetTimestamp();
    string? _failure;

    /// <summary>Since the broker last answered, or since the start.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _answered));

    /// <summary>Why the latest count failed; null when it came.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>How many queues are watched.</summary>
    public int Watched => queues.Names.Count;

    /// <summary>
    /// The queues that nobody was seen to consume for longer than the limit, and for how long. What could not be asked was not
    /// seen: a broker that is back after an outage has no consumers yet, and that began with the outage.
    /// </summary>
    public IReadOnlyList<(string Queue, TimeSpan For)> Deserted()
    {
        lock (_gate)
            return [.. _consumed.Select(x => (x.Key, time.GetElapsedTime(x.Value))).Where(x => x.Item2 > _options.ConsumersGoneMax)
                .OrderByDescending(x => x.Item2).ThenBy(x => x.Key, StringComparer.Ordinal)];
    }

    /// <summary>One count.</summary>
    public async Task Look(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            var found = await Task.Run(() => counts.Count(queues.Names, limit.Token), CancellationToken.None)
                .WaitAsync(_options.ProbeTimeout, time, stopping);
            Note(found);
            Volatile.Write(ref _answered, time.GetTimestamp());
            Volatile.Write(ref _failure, null);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            Volatile.Write(ref _failure, $"no answer within {_options.ProbeTimeout.TotalSeconds:0.#} s");
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            Volatile.Write(ref _failure, e.Message);
        }
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (!stoppingToken.IsCancellationRequested)
        {
            await Look(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(_options.ProbeEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    void Note(IReadOnlyDictionary<string, uint> found)
    {
        lock (_gate)
            foreach (var queue in queues.Names.Where(x => found.GetValueOrDefault(x) > 0))
                _consumed[queue] = time.GetTimestamp();
    }
}

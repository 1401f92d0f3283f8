using Microsoft.Extensions.Options;
using SagaPlatform.OperatorConsole.Health;

namespace SagaPlatform.Host.Health;

/// <summary>The channels that carry the outbox, as the canary sees them.</summary>
interface IPublisherChannels
{
    /// <summary>Publishes something worthless on every channel, and completes when the broker has confirmed all of it.</summary>
    /// <exception cref="Exception">A channel is gone, or cannot be opened.</exception>
    Task Sing(CancellationToken cancellation);

    /// <summary>Drops connection and channels; what waits on them is told so, and the next publish opens others.</summary>
    Task Replace(string reason);
}

/// <summary>
/// A publish that hangs is only noticed by who publishes, so somebody always does: a canary on every channel of the
/// dispatcher, also when no saga has anything to say.
/// </summary>
sealed class PublisherCanary(IPublisherChannels channels, IOptions<HealthOptions> options, TimeProvider time, ILogger<PublisherCanary> log)
    : BackgroundService
{
    readonly HealthOptions _options = options.Value;
    long _confirmed = time.GetTimestamp();
    string? _failure;

    /// <summary>Since the last canary that was confirmed, or since the start.</summary>
    public TimeSpan Silence => time.GetElapsedTime(Volatile.Read(ref _confirmed));

    /// <summary>Why the latest canary was not confirmed; null when it was.</summary>
    public string? Failure => Volatile.Read(ref _failure);

    /// <summary>One canary.</summary>
    public async Task Sing(CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            // On a thread of its own: a client that hangs may hang before its first await.
            await Task.Run(() => channels.Sing(limit.Token), CancellationToken.None).WaitAsync(_options.ProbeTimeout, time, stopping);
            Volatile.Write(ref _confirmed, time.GetTimestamp());
            Volatile.Write(ref _failure, null);
        }
        catch (TimeoutException)
        {
            await limit.CancelAsync();
            Volatile.Write(ref _failure, $"not confirmed within {_options.ProbeTimeout.TotalSeconds:0.#} s");
            // Nobody else may be publishing who would notice: the next message should find a channel that works.
            await Replaced();
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
            await Sing(stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            await Task.Delay(_options.ProbeEvery, time, stoppingToken).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    async Task Replaced()
    {
        try
        {
            await channels.Replace("a canary was not confirmed").WaitAsync(_options.ProbeTimeout, time, CancellationToken.None);
        }
        catch (Exception e)
        {
            log.LogWarning("The channels that hang could not be replaced: {Reason}", e.Message);
        }
    }
}

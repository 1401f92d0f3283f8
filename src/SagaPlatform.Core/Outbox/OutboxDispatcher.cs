using System.Collections.Concurrent;
using System.Threading.Channels;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Faults;
using SagaPlatform.Core.Telemetry;

namespace SagaPlatform.Core.Outbox;

/// <summary>
/// Brings committed messages to the broker: many at once, each until it is confirmed, then its row is deleted.
/// </summary>
/// <remarks>
/// The rows are the truth, this is the fast path: whatever is lost here with the process is found by the sweeper of
/// another, or of the next, with the same message ids.
/// </remarks>
public sealed class OutboxDispatcher(
    IOutboxStore store,
    IOutboxTransport transport,
    IOptions<OutboxOptions> options,
    UnacknowledgedCount unacknowledged,
    PlatformMeter meter,
    TimeProvider time,
    ILogger<OutboxDispatcher> log) : BackgroundService, IOutboxIntake
{
    readonly OutboxOptions _options = options.Value;
    readonly ConcurrentDictionary<long, byte> _held = new();
    readonly Channel<OutboxMessage> _waiting = Channel.CreateUnbounded<OutboxMessage>(new UnboundedChannelOptions { SingleReader = true });
    readonly ConcurrentQueue<long> _confirmed = new();
    readonly SemaphoreSlim _inFlight = new(options.Value.InFlightMax);
    readonly SemaphoreSlim _deleteNow = new(0, 1);
    DateTimeOffset _replacedAt = DateTimeOffset.MinValue;
    int _heldCount; // the dictionary's own count takes all its locks, and every commit asks

    /// <summary>Whether this dispatcher has the row in its hands.</summary>
    public bool Holds(long id) => _held.ContainsKey(id);

    /// <summary>How many rows it has in its hands.</summary>
    public int Held => Volatile.Read(ref _heldCount);

    /// <inheritdoc />
    public void Take(IReadOnlyList<OutboxMessage> committed)
    {
        if (Held + committed.Count > _options.HandoverMax)
            return; // they are safe in the table: the sweeper brings them when there is room

        foreach (var message in committed)
            if (Hold(message.Id))
                _waiting.Writer.TryWrite(message);
    }

    /// <inheritdoc />
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        var deleting = Task.Run(() => DeleteConfirmed(stoppingToken), CancellationToken.None);
        try
        {
            await foreach (var message in _waiting.Reader.ReadAllAsync(stoppingToken))
            {
                await HoldForCrashPoint(stoppingToken);
                await _inFlight.WaitAsync(stoppingToken);
                _ = Dispatch(message, stoppingToken);
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
            // Stopping: what is not confirmed stays in the table.
        }

        await deleting;
    }

    /// <remarks>A message that waits for its next attempt holds no place among those in flight: the others pass it.</remarks>
    async Task Dispatch(OutboxMessage message, CancellationToken stopping)
    {
        var inFlight = true;
        try
        {
            for (var failures = 1; await Attempt(message, failures, stopping) is { } left; failures++)
            {
                message = left;
                _inFlight.Release();
                inFlight = false;
                await Task.Delay(BackOff.Jittered(_options.BackOffFirst, _options.BackOffMax, failures - 1), time, stopping);
                await _inFlight.WaitAsync(stopping);
                inFlight = true;
            }
        }
        catch (Exception) when (stopping.IsCancellationRequested)
        {
            LetGo(message.Id); // stopping: the row stays for the next process
        }
        catch (Exception e)
        {
            log.LogError(e, "{MessageType} {MessageId} was let go of; the sweeper brings it again", message.MessageType, message.MessageId);
            LetGo(message.Id);
        }
        finally
        {
            if (inFlight)
                _inFlight.Release();
        }
    }

    /// <summary>Null when the message is off our hands (confirmed, or parked); otherwise the message as it is to be tried again.</summary>
    async Task<OutboxMessage?> Attempt(OutboxMessage message, int nth, CancellationToken stopping)
    {
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        try
        {
            await transport.Publish(message, limit.Token).WaitAsync(_options.ConfirmTimeout, time, stopping);
            CrashPoint.Reach(CrashPoint.DuringDispatch);
            meter.Dispatched(time.GetUtcNow() - message.CreatedAt);
            Confirm(message.Id);
            return null;
        }
        catch (TimeoutException)
        {
            // Publishes have been seen to hang for ever after a broker's restart: the channel is given up, the row is not.
            await limit.CancelAsync();
            await ReplaceOnce($"{message.MessageType} {message.MessageId} was not confirmed within {_options.ConfirmTimeout}");
            return message;
        }
        catch (MessageRefusedException e)
        {
            return await Refused(message with { Attempts = message.Attempts + 1 }, e.Message, stopping);
        }
        catch (Exception e) when (!stopping.IsCancellationRequested)
        {
            if (nth == 1)
                log.LogWarning("{MessageType} {MessageId} could not be published, trying again: {Reason}", message.MessageType, message.MessageId, e.Message);
            return message;
        }
    }

    /// <summary>Only refusals count towards parking: an outage, however long, parks nothing.</summary>
    async Task<OutboxMessage?> Refused(OutboxMessage message, string reason, CancellationToken stopping)
    {
        if (message.Attempts < _options.AttemptsMax)
        {
            await store.NoteFailure(message.Id, message.Attempts, reason, stopping);
            return message;
        }

        await store.Park(message.Id, message.Attempts, reason, stopping);
        LetGo(message.Id);
        log.LogError("{MessageType} {MessageId} was refused {Attempts} times and is parked: {Reason}",
            message.MessageType, message.MessageId, message.Attempts, reason);
        return null;
    }

    /// <summary>Many publishes hang together; the channel they hang on is replaced once.</summary>
    async Task ReplaceOnce(string reason)
    {
        lock (_held)
        {
            if (time.GetUtcNow() - _replacedAt < _options.ConfirmTimeout / 2)
                return;
            _replacedAt = time.GetUtcNow();
        }

        log.LogWarning("The channel to the broker is replaced: {Reason}", reason);
        await transport.Replace(reason);
    }

    bool Hold(long id)
    {
        if (!_held.TryAdd(id, 0))
            return false;
        Interlocked.Increment(ref _heldCount);
        return true;
    }

    void LetGo(long id)
    {
        if (_held.TryRemove(id, out _))
            Interlocked.Decrement(ref _heldCount);
    }

    void Confirm(long id)
    {
        _confirmed.Enqueue(id);
        if (_confirmed.Count >= _options.DeleteRowsMax && _deleteNow.CurrentCount == 0)
            try
            {
                _deleteNow.Release();
            }
            catch (SemaphoreFullException)
            {
                // somebody else asked at the same moment
            }
    }

    async Task DeleteConfirmed(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested || !_confirmed.IsEmpty)
        {
            try
            {
                if (!stopping.IsCancellationRequested)
                    await _deleteNow.WaitAsync(_options.DeleteLinger, stopping);
            }
            catch (OperationCanceledException)
            {
                // the last batch goes out below
            }

            if (!await DeleteBatch(stopping))
                return;
        }
    }

    /// <summary>False when the store is gone and we are stopping: the rows are then published again by the next process, with the same ids.</summary>
    async Task<bool> DeleteBatch(CancellationToken stopping)
    {
        var ids = new List<long>();
        while (ids.Count < _options.DeleteRowsMax && _confirmed.TryDequeue(out var id))
            ids.Add(id);
        if (ids.Count == 0)
            return true;

        try
        {
            await store.Delete(ids, CancellationToken.None);
            foreach (var id in ids)
                LetGo(id);
            return true;
        }
        catch (Exception e)
        {
            log.LogWarning("{Count} confirmed messages could not be deleted from the outbox yet: {Reason}", ids.Count, e.Message);
            foreach (var id in ids)
                _confirmed.Enqueue(id);
            if (stopping.IsCancellationRequested)
                return false;
            await Task.Delay(_options.BackOffFirst, time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            return true;
        }
    }

    async Task HoldForCrashPoint(CancellationToken stopping)
    {
        if (!CrashPoint.IsArmed(CrashPoint.BeforeDispatch))
            return;
        while (unacknowledged.Value > 0)
            await Task.Delay(1, stopping);
        CrashPoint.Reach(CrashPoint.BeforeDispatch);
    }
}

/// <summary>The broker answered that it does not take this message; sending it again unchanged is unlikely to help.</summary>
public sealed class MessageRefusedException(string reason) : Exception(reason);

namespace SagaPlatform.Core.RateLimits;

/// <summary>What one process holds of one limit: tokens that it may use until its lease ends.</summary>
sealed class RateShare(IRateLimitStore store, RateLimit limit, RateLimitOptions options, TimeProvider time)
{
    static readonly TimeSpan OneTick = TimeSpan.FromTicks(1);

    readonly Lock _gate = new();
    Task? _asking;
    long _lease;
    int _tokens;
    int _used;
    int _waiting;
    int _wanted = 1;
    DateTimeOffset _endsAt;
    DateTimeOffset _emptyUntil;

    public async ValueTask<RatePermit> Take(CancellationToken cancellation)
    {
        while (true)
        {
            Task asking;
            lock (_gate)
            {
                var now = time.GetUtcNow();
                if (_tokens > 0 && now < _endsAt)
                {
                    (_tokens, _used) = (_tokens - 1, _used + 1);
                    return new RatePermit(true, TimeSpan.Zero, _lease);
                }

                if (now < _emptyUntil)
                    return new RatePermit(false, _emptyUntil - now, _lease);
                _waiting++;
                asking = _asking ??= Ask(now); // whoever comes meanwhile waits for the same answer
            }

            try
            {
                await asking.WaitAsync(cancellation);
            }
            finally
            {
                lock (_gate)
                    _waiting--;
            }
        }
    }

    public void Return(RatePermit permit)
    {
        lock (_gate)
            if (permit.IsGranted && permit.Lease == _lease && time.GetUtcNow() < _endsAt)
                (_tokens, _used) = (_tokens + 1, _used - 1);
    }

    /// <summary>The lease counts from the moment it is asked for: the answer may take its time.</summary>
    async Task Ask(DateTimeOffset now)
    {
        // As much as the last lease needed; twice that when it ran out before its end.
        _wanted = Math.Clamp(now < _endsAt ? _wanted * 2 : _used, 1, options.LeaseTokensMax);
        await Task.Yield(); // the answer is never there before the task that is waited for
        try
        {
            var grant = await store.Take(limit, Math.Clamp(Math.Max(_wanted, Volatile.Read(ref _waiting)), 1, options.LeaseTokensMax), CancellationToken.None);
            lock (_gate)
            {
                (_lease, _tokens, _used, _endsAt) = (_lease + 1, grant.Tokens, 0, now + options.LeaseLifetime);
                if (grant.Tokens == 0)
                    _emptyUntil = now + Pause(grant);
            }
        }
        finally
        {
            lock (_gate)
                _asking = null;
        }
    }

    /// <summary>Until there is a token, and no shorter than half of what the bucket needs to fill: but never past the next change.</summary>
    TimeSpan Pause(TokenGrant grant)
    {
        if (grant.NextTokenIn is not { } next)
            return options.LeaseLifetime;
        var halfFull = TimeSpan.FromSeconds(grant.Limit.Burst / grant.Limit.PermitsPerSecond / 2);
        var pause = halfFull < options.EmptyFor ? halfFull : options.EmptyFor;
        pause = next > pause ? next : pause;
        pause = pause > OneTick ? pause : OneTick; // a token that is due in less than can be told is not due now
        return pause < options.LeaseLifetime ? pause : options.LeaseLifetime;
    }
}

namespace SagaPlatform.LoadTest.Broker;

/// <summary>
/// Which messages of one channel the broker has not answered for yet. Counted here and not by the client, whose own count puts a
/// header into every message and lets only 128 wait unless told otherwise.
/// </summary>
sealed class Confirms
{
    readonly Lock _gate = new();
    readonly Dictionary<ulong, Guid> _waiting = [];
    ulong _next = 1;
    ulong _oldest = 1;

    /// <summary>Messages that the broker has not answered for.</summary>
    public int Waiting
    {
        get
        {
            lock (_gate)
                return _waiting.Count;
        }
    }

    /// <summary>The next message is about to be published; the broker counts them in this order.</summary>
    public void Publishes(Guid message)
    {
        lock (_gate)
            _waiting.Add(_next++, message);
    }

    /// <summary>The broker has answered.</summary>
    /// <param name="tag">For the message with this number.</param>
    /// <param name="multiple">For all before it as well.</param>
    /// <returns>The messages it answered for.</returns>
    public IReadOnlyList<Guid> Answered(ulong tag, bool multiple)
    {
        List<Guid> answered = [];
        lock (_gate)
        {
            for (var number = multiple ? _oldest : tag; number <= tag; number++)
                if (_waiting.Remove(number, out var message))
                    answered.Add(message);
            while (_oldest < _next && !_waiting.ContainsKey(_oldest))
                _oldest++;
        }

        return answered;
    }
}

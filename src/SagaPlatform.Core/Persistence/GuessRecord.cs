namespace SagaPlatform.Core.Persistence;

/// <summary>Whether guesses have been good enough of late to go on with them.</summary>
/// <remarks>
/// A wrong guess costs about twenty times what it would have saved, so a few in a hundred are too many. While guesses are
/// given up, nothing is learnt about them: they are tried again after a number of messages, which grows while they stay wrong.
/// </remarks>
sealed class GuessRecord
{
    /// <summary>Guesses that are judged together.</summary>
    const int Judged = 256;

    /// <summary>Wrong ones among them from which on guessing is given up.</summary>
    const int WrongMax = 8;

    /// <summary>Messages that read, after guessing was given up for the first time.</summary>
    const int PauseFirst = 4_096;

    /// <summary>The longest such pause, in messages.</summary>
    const int PauseMax = 262_144;

    int _right;
    int _wrong;
    int _pause = PauseFirst;
    int _pausing;

    /// <summary>Whether to guess. Each question while guessing is given up brings its end nearer.</summary>
    public bool IsTrusted => Volatile.Read(ref _pausing) == 0 || Interlocked.Decrement(ref _pausing) <= 0;

    /// <summary>How one guess came out. Counts are not exact when many threads add at once, and need not be.</summary>
    public void Add(bool right)
    {
        if (right)
            Interlocked.Increment(ref _right);
        else
            Interlocked.Increment(ref _wrong);

        if (_wrong >= WrongMax)
        {
            Volatile.Write(ref _pausing, _pause);
            _pause = Math.Min(_pause * 2, PauseMax);
            _right = _wrong = 0;
        }
        else if (_right + _wrong >= Judged)
        {
            _pause = _wrong == 0 ? PauseFirst : _pause;
            _right = _wrong = 0;
        }
    }
}

namespace SagaPlatform.Core.Participants;

/// <summary>Carries out one kind of command. One is made per message, with the rows of that message's unit of work.</summary>
/// <typeparam name="TCommand">The command, or an announcement the participant listens to.</typeparam>
public interface ICommandHandler<in TCommand> where TCommand : class
{
    /// <summary>Carries it out and says what to answer.</summary>
    /// <remarks>
    /// What it writes through <see cref="Persistence.IRows"/> is committed together with the answer and the note that the
    /// command was consumed, or not at all. Anything else it does may happen again: a command is delivered at least once.
    /// </remarks>
    /// <exception cref="Exception">
    /// Nothing is stored; the command is tried again, and in the end lands in the error queue as a fault.
    /// </exception>
    Task<Answer> Handle(TCommand command, CancellationToken cancellation);
}

/// <summary>What a participant says to a command.</summary>
public sealed record Answer
{
    Answer(object? message) => Message = message;

    /// <summary>Nothing is said: an announcement was heard, or silence is what the test data asks for.</summary>
    public static readonly Answer None = new((object?)null);

    /// <summary>The message that is sent back; null when nothing is said.</summary>
    public object? Message { get; }

    /// <summary>Not before this moment; null for at once. A participant that calls back late, for test data.</summary>
    public DateTimeOffset? NotBefore { get; init; }

    /// <summary>Whether it is said twice, as two messages. A participant that calls back twice, for test data.</summary>
    public bool Twice { get; init; }

    /// <summary>Says this message.</summary>
    public static Answer With(object message)
    {
        ArgumentNullException.ThrowIfNull(message);
        return new Answer(message);
    }
}

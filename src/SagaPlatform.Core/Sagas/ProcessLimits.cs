namespace SagaPlatform.Core.Sagas;

/// <summary>The limits that the process vocabulary puts on every process.</summary>
public static class ProcessLimits
{
    /// <summary>Lines in one ledger. It is rewritten at every event: work on more items wants child processes.</summary>
    public const int LedgerLinesMax = 1_000;

    /// <summary>Times one command may be asked before its silence is taken as an outcome.</summary>
    public const int AttemptsMax = 100;

    /// <summary>Characters in the name of a step or stage; a name is also a state and part of every message id.</summary>
    public const int NameCharactersMax = 64;

    /// <summary>Characters of a business key that are kept; the rest is cut off.</summary>
    public const int BusinessKeyCharactersMax = 128;

    /// <summary>Characters of a question that are listed; the ledger keeps all of it.</summary>
    public const int QuestionCharactersMax = 1_024;

    /// <summary>Characters of the address of whoever started a process; a start with a longer one faults.</summary>
    public const int StarterCharactersMax = 1_024;

    /// <summary>Messages that are kept for one process while an operator holds it; a further one goes to the error queue.</summary>
    public const int HeldMessagesMax = 1_000;

    /// <summary>How often a person is asked again about an open question, where <c>Ends</c> says nothing else.</summary>
    public static readonly TimeSpan AskingAgainEvery = TimeSpan.FromHours(8);

    /// <summary>How far the clocks of two nodes are believed to differ. A ring from further ahead came before its time.</summary>
    public static readonly TimeSpan ClockSkewMax = TimeSpan.FromSeconds(5);

    internal static string? Cut(string? text, int charactersMax) => text?.Length > charactersMax ? text[..charactersMax] : text;
}

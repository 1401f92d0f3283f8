namespace SagaPlatform.Core.Persistence;

/// <summary>A row cannot be stored as it is mapped. It stops the start, and its message says what to change.</summary>
public sealed class RowModelException : Exception
{
    /// <summary>Stops the start with a reason.</summary>
    public RowModelException(string message)
        : base(message)
    {
    }

    /// <summary>Stops the start with a reason and what caused it.</summary>
    public RowModelException(string message, Exception cause)
        : base(message, cause)
    {
    }
}

/// <summary>A row that is about to be committed holds a value its column cannot take.</summary>
public sealed class RowValueException(string message) : Exception(message);

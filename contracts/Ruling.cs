using System.Text.Json.Serialization;

namespace SagaPlatform.Contracts;

/// <summary>How a person settles the question of a saga that needs attention.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Ruling>))]
public enum Ruling
{
    /// <summary>The command (or its undo) is sent once more.</summary>
    AskAgain,

    /// <summary>The person found that it happened.</summary>
    Done,

    /// <summary>The person found that it did not happen; of an undo: that it is no longer needed.</summary>
    NotDone,
}

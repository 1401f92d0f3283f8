using System.Reflection;
using System.Text.Json;

namespace SagaPlatform.Core.Participants;

/// <summary>
/// The messages an answer may be stored as and restored to: those of the given assemblies, and nothing else. A type name
/// read from a table never makes any other class.
/// </summary>
public sealed class AnswerTypes
{
    readonly Dictionary<string, Type> _byName;

    /// <summary>Allows the public, concrete classes of these assemblies.</summary>
    public AnswerTypes(params IEnumerable<Assembly> contracts)
    {
        _byName = contracts
            .SelectMany(x => x.GetExportedTypes())
            .Where(x => x is { IsClass: true, IsAbstract: false, ContainsGenericParameters: false })
            .ToDictionary(x => x.FullName!, StringComparer.Ordinal);
    }

    /// <summary>The answer as it is stored: a name and its JSON, both null for <see cref="Answer.None"/>.</summary>
    /// <exception cref="InvalidOperationException">The answer is no message of the contracts.</exception>
    internal (string? Type, string? Json) Store(Answer answer)
    {
        if (answer.Message is not { } message)
            return (null, null);
        var type = Allowed(message.GetType().FullName!);
        return (type.FullName, JsonSerializer.Serialize(message, type));
    }

    /// <summary>The answer that was stored.</summary>
    /// <exception cref="InvalidOperationException">It is no message of the contracts, or not readable as one.</exception>
    internal Answer Restore(string? type, string? json)
    {
        if (type == null)
            return Answer.None;
        var message = JsonSerializer.Deserialize(json ?? "null", Allowed(type))
            ?? throw new InvalidOperationException($"The stored answer {type} is empty.");
        return Answer.With(message);
    }

    Type Allowed(string name) => _byName.GetValueOrDefault(name)
        ?? throw new InvalidOperationException($"{name} is no answer: answers are messages of the contracts.");
}

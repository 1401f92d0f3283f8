using FluentValidation;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Validation;

namespace SagaPlatform.Core.Inbox;

/// <summary>Checks a message before anything is done with it, wherever it came from.</summary>
/// <remarks>A message type without an <see cref="IValidator{T}"/> in the service collection passes.</remarks>
public sealed class MessageValidation(IServiceProvider services)
{
    /// <summary>Throws if the message breaks a rule.</summary>
    /// <exception cref="InvalidMessageException">Names every field that is wrong.</exception>
    public void Check<T>(T message) where T : class
    {
        if (services.GetService<IValidator<T>>()?.Validate(message) is { IsValid: false } result)
            throw new InvalidMessageException(typeof(T).Name,
                result.Errors.GroupBy(x => x.PropertyName, StringComparer.Ordinal)
                    .ToDictionary(x => x.Key, x => x.Select(e => e.ErrorMessage).ToArray(), StringComparer.Ordinal))
            {
                HoldsCardNumber = result.Errors.Exists(x => x.ErrorCode == CardNumber.ErrorCode),
            };
    }
}

/// <summary>A message breaks the rules of its contract; trying it again is pointless.</summary>
public sealed class InvalidMessageException(string messageType, IReadOnlyDictionary<string, string[]> fields)
    : Exception($"{messageType} is not valid. {string.Join(" ", fields.Select(x => $"{x.Key}: {string.Join(" ", x.Value)}"))}")
{
    /// <summary>What is wrong, by field.</summary>
    public IReadOnlyDictionary<string, string[]> Fields { get; } = fields;

    /// <summary>One of the fields holds a card number: the message must not be kept as it is.</summary>
    public bool HoldsCardNumber { get; init; }
}

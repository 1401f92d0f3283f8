using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Testing.Sagas;

/// <summary>Which settings say how long a saga's steps and undos are waited for, and how often they are asked.</summary>
public static class StepLimits
{
    const int Attempts = 2;

    /// <summary>
    /// Settings under which every step and undo of a saga is waited for this long, or for the shortest time that the setting
    /// allows, and asked twice where a setting says how often. What no step follows, like how often a person is asked
    /// again, stays as it is.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Short(SagaScript script, TimeSpan limit)
    {
        var settings = new Dictionary<string, string?>(script.Family.Settings, StringComparer.Ordinal);
        foreach (var options in script.MachineType.GetConstructors().SelectMany(x => x.GetParameters()).Select(x => x.ParameterType)
            .Where(x => x.IsGenericType && x.GetGenericTypeDefinition() == typeof(IOptions<>)).Select(x => x.GetGenericArguments()[0]))
        {
            var (section, values) = Read(script, options);
            foreach (var property in options.GetProperties().Where(x => x.CanWrite))
                if (Shorter(script, $"{section}:{property.Name}", property.GetValue(values), limit) is { } shorter)
                    settings[$"{section}:{property.Name}"] = Text(Max(shorter, Least(property)));
        }

        return settings;
    }

    /// <summary>The short value of a setting that steps follow; null for all others.</summary>
    static IComparable? Shorter(SagaScript script, string key, object? value, TimeSpan limit) => value switch
    {
        TimeSpan time => Follows(script, key, [time / 2, time * 2]) switch
        {
            { Limits: true } => limit,
            { Attempts: true } => limit * Attempts, // the whole wait, divided by each
            _ => null,
        },
        int count when Follows(script, key, [count / 2, count * 2]).Attempts => Attempts,
        _ => null,
    };

    /// <summary>What is different about the steps when a setting is.</summary>
    static (bool Limits, bool Attempts) Follows(SagaScript script, string key, IEnumerable<object> others)
    {
        var before = script.Definition.Steps.ToList();
        foreach (var other in others)
            try
            {
                var after = script.DefinitionWith(new Dictionary<string, string?> { [key] = Text(other) }).Steps.ToList();
                return (!after.SelectMany(Limits).SequenceEqual(before.SelectMany(Limits)), !after.SelectMany(Asked).SequenceEqual(before.SelectMany(Asked)));
            }
            catch (OptionsValidationException)
            {
                // out of its range: the other one is not
            }

        return default;
    }

    static IEnumerable<TimeSpan> Limits(StepDefinition x) => [x.Limit, x.Undo?.Limit ?? default];

    static IEnumerable<int> Asked(StepDefinition x) => [x.Attempts, x.Undo?.Attempts ?? 0];

    /// <summary>The options, and the section they are read from.</summary>
    static (string Section, object Values) Read(SagaScript script, Type options)
    {
        var spy = new Spy(script.Settings(new Dictionary<string, string?>()));
        using var services = script.Services(spy);
        var values = typeof(IOptions<>).MakeGenericType(options).GetProperty(nameof(IOptions<>.Value))!
            .GetValue(services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options)))!;
        return (spy.Section ?? throw new InvalidOperationException($"{options.Name} is not read from the configuration."), values);
    }

    static object? Least(PropertyInfo property) => property.GetCustomAttribute<RangeAttribute>()?.Minimum is string least
        ? TimeSpan.Parse(least, CultureInfo.InvariantCulture)
        : property.GetCustomAttribute<RangeAttribute>()?.Minimum;

    static IComparable Max(IComparable value, object? least) => least?.GetType() == value.GetType() && value.CompareTo(least) < 0 ? (IComparable)least : value;

    static string Text(object x) => Convert.ToString(x, CultureInfo.InvariantCulture)!;

    /// <summary>Remembers the section that was asked for last.</summary>
    sealed class Spy(IConfiguration inner) : IConfiguration
    {
        public string? Section { get; private set; }

        public string? this[string key]
        {
            get => inner[key];
            set => inner[key] = value;
        }

        public IConfigurationSection GetSection(string key)
        {
            Section = key;
            return inner.GetSection(key);
        }

        public IEnumerable<IConfigurationSection> GetChildren() => inner.GetChildren();

        public IChangeToken GetReloadToken() => inner.GetReloadToken();
    }
}

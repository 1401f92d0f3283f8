using System.ComponentModel.DataAnnotations;
using System.Globalization;
using System.Reflection;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using Microsoft.Extensions.Primitives;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Testing.Sagas;

/// <summary>Which settings say how long a saga's steps and undos are waited for.</summary>
public static class StepLimits
{
    /// <summary>
    /// Settings under which every step and undo of a saga is waited for this long, or for the shortest time that the setting
    /// allows. A setting that no step follows, like how often a person is asked again, stays as it is.
    /// </summary>
    public static IReadOnlyDictionary<string, string?> Short(SagaScript script, TimeSpan limit)
    {
        var settings = new Dictionary<string, string?>(script.Family.Settings, StringComparer.Ordinal);
        foreach (var options in script.MachineType.GetConstructors().SelectMany(x => x.GetParameters()).Select(x => x.ParameterType)
            .Where(x => x.IsGenericType && x.GetGenericTypeDefinition() == typeof(IOptions<>)).Select(x => x.GetGenericArguments()[0]))
        {
            var (section, values) = Read(script, options);
            foreach (var property in options.GetProperties().Where(x => x.PropertyType == typeof(TimeSpan) && x.CanWrite))
                if (AnyStepFollows(script, $"{section}:{property.Name}", (TimeSpan)property.GetValue(values)!))
                    settings[$"{section}:{property.Name}"] = Text(Max(limit, Least(property)));
        }

        return settings;
    }

    /// <summary>The options, and the section they are read from.</summary>
    static (string Section, object Values) Read(SagaScript script, Type options)
    {
        var spy = new Spy(script.Settings(new Dictionary<string, string?>()));
        using var services = script.Services(spy);
        var values = typeof(IOptions<>).MakeGenericType(options).GetProperty(nameof(IOptions<>.Value))!
            .GetValue(services.GetRequiredService(typeof(IOptions<>).MakeGenericType(options)))!;
        return (spy.Section ?? throw new InvalidOperationException($"{options.Name} is not read from the configuration."), values);
    }

    static bool AnyStepFollows(SagaScript script, string key, TimeSpan value)
    {
        var before = Limits(script.Definition);
        foreach (var other in (TimeSpan[])[value / 2, value * 2])
            try
            {
                return !Limits(script.DefinitionWith(new Dictionary<string, string?> { [key] = Text(other) })).SequenceEqual(before);
            }
            catch (OptionsValidationException)
            {
                // out of its range: the other one is not
            }

        return false;
    }

    static IEnumerable<TimeSpan> Limits(ProcessDefinition definition) => definition.Steps.SelectMany(x => (TimeSpan[])[x.Limit, x.Undo?.Limit ?? default]);

    static TimeSpan Least(PropertyInfo property) =>
        property.GetCustomAttribute<RangeAttribute>() is { Minimum: string least } ? TimeSpan.Parse(least, CultureInfo.InvariantCulture) : TimeSpan.Zero;

    static TimeSpan Max(TimeSpan x, TimeSpan y) => x > y ? x : y;

    static string Text(TimeSpan x) => x.ToString("c", CultureInfo.InvariantCulture);

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

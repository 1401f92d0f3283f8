using System.Collections;
using System.Collections.Concurrent;
using System.Reflection;

namespace SagaPlatform.Core.Validation;

/// <summary>Every text in a message, with the path of its field: <c>Lines[0].Sku</c>.</summary>
static class TextFields
{
    /// <summary>Messages are flat; what is deeper than this is a cycle.</summary>
    const int DepthMax = 8;

    static readonly ConcurrentDictionary<Type, PropertyInfo[]> Properties = [];

    public static IEnumerable<(string Field, string Text)> Of(object message) => Of(message, "", 0);

    static IEnumerable<(string Field, string Text)> Of(object? value, string path, int depth) => value switch
    {
        null => [],
        string text => [(path, text)],
        _ when depth == DepthMax || IsPlain(value.GetType()) => [],
        IDictionary map => map.Keys.Cast<object>().SelectMany(key => Of(key, path, depth + 1).Concat(Of(map[key], $"{path}[{key}]", depth + 1))),
        IEnumerable list => list.Cast<object?>().SelectMany((item, i) => Of(item, $"{path}[{i}]", depth + 1)),
        _ => PropertiesOf(value.GetType()).SelectMany(x => Of(x.GetValue(value), path.Length == 0 ? x.Name : $"{path}.{x.Name}", depth + 1)),
    };

    static bool IsPlain(Type type) => type.IsPrimitive || type.IsEnum || type.Namespace == nameof(System);

    static PropertyInfo[] PropertiesOf(Type type) => Properties.GetOrAdd(type, static x =>
        [.. x.GetProperties(BindingFlags.Public | BindingFlags.Instance).Where(p => p.GetIndexParameters().Length == 0)]);
}

using System.Collections.Concurrent;
using System.Globalization;
using System.Reflection;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.RegularExpressions;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Simulation.Explorer;

/// <summary>What makes two moments the same: all that can make a difference later, and nothing else.</summary>
/// <remarks>
/// Left out are ids, and how long ago something was: which asking was the how-manieth matters only as to whether it is the
/// latest of its line. Limits count from now. What the business keeps is compared by value, its times only as to whether
/// there are any, since the limits that follow from them are in the ledger.
/// </remarks>
sealed partial class Fingerprint(SagaScript script)
{
    static readonly ConcurrentDictionary<Type, PropertyInfo[]> Business = new();

    readonly StringBuilder _text = new();
    readonly Dictionary<string, bool> _pauses = script.Definition.Steps.ToDictionary(x => x.Name, x => x.IsPause, StringComparer.Ordinal);

    /// <summary>Its value, in 128 bits.</summary>
    public UInt128 Of(Moment moment)
    {
        var text = Encoding.UTF8.GetBytes(Text(moment));
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(text, hash);
        return System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(hash);
    }

    /// <summary>Its value, in words.</summary>
    public string Text(Moment moment)
    {
        _text.Clear();
        var saga = moment.Saga;
        _text.Append(saga.CurrentState).Append('|').Append(moment.TroublesLeft).Append('|').Append(saga.EndedAt != null);
        Write(saga.Ledger);
        WriteBusiness(saga);
        WriteSorted('>', moment.UnderWay.Select(x => Told(saga, x)));
        WriteSorted('#', moment.Deeds.Where(x => x.Value != default).Select(x => $"{x.Key.Step}[{x.Key.Item}]{x.Value.Status}{(int)x.Value.SilentTo}{(int)x.Value.FaultsOn}"));
        WriteSorted('<', moment.GivenBack);
        return _text.ToString();
    }

    void Write(Ledger ledger)
    {
        _text.Append('|').Append(ledger.At).Append('|').Append(ledger.Reason != null).Append(ledger.Ended).Append('|');
        When(ledger.RingsAt);
        foreach (var line in ledger.Lines)
        {
            _text.Append('\n').Append(line.Step).Append('[').Append(line.Item).Append(']').Append((int)line.Status).Append(line.Crossed ? 'x' : '-')
                .Append(line.Question != null ? '?' : '-').Append(line.ReplacedBy);
            if (!_pauses[line.Step])
                _text.Append(line.Attempts);
            When(line.Due);
        }

        foreach (var deadline in ledger.Deadlines ?? [])
        {
            _text.Append('\n').Append(deadline.Name).Append(deadline.Passed != null);
            When(deadline.Due);
        }
    }

    void When(DateTimeOffset? due) => _text.Append('@').Append((due - VirtualTime.Dawn)?.Ticks.ToString(CultureInfo.InvariantCulture) ?? "-");

    void WriteBusiness(ProcessState saga)
    {
        foreach (var property in Business.GetOrAdd(saga.GetType(), OwnOf))
        {
            _text.Append('\n');
            var value = property.GetValue(saga);
            if (value is DateTimeOffset or null)
                _text.Append(value != null);
            else if (value is string or int or long or bool or Enum or Guid)
                _text.Append(value);
            else
                _text.Append(Moments().Replace(JsonSerializer.Serialize(value, property.PropertyType), "\"then\""));
        }
    }

    static PropertyInfo[] OwnOf(Type state) =>
        [.. state.GetProperties(BindingFlags.Public | BindingFlags.Instance | BindingFlags.DeclaredOnly).Where(x => x is { CanRead: true, CanWrite: true })];

    void WriteSorted(char mark, IEnumerable<string> values)
    {
        foreach (var value in values.Order(StringComparer.Ordinal))
            _text.Append('\n').Append(mark).Append(value);
    }

    static string Told(ProcessState saga, UnderWay message) => message switch
    {
        Asked x => Told(saga, x.Command),
        Answered x => $"{x.Says}:{Told(saga, x.To)}",
        Ring x => saga.Ledger.RingsAt == x.Due ? "ring" : "stale ring",
        _ => "",
    };

    static string Told(ProcessState saga, Command x) =>
        $"{x.Step}[{x.Item}]{x.Message.GetType().Name}{(saga.Ledger.Line(x.Step, x.Item)!.CommandId(saga.CorrelationId) == x.MessageId ? "" : " older")}";

    [GeneratedRegex("\"\\d{4}-\\d\\d-\\d\\dT[^\"]*\"", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1_000)]
    private static partial Regex Moments();
}

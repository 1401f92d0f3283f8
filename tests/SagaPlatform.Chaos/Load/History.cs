using System.Globalization;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SagaPlatform.Chaos.Load;

/// <summary>What a client knows of an operation.</summary>
[JsonConverter(typeof(JsonStringEnumConverter<Outcome>))]
enum Outcome
{
    /// <summary>It was begun.</summary>
    [JsonStringEnumMemberName("invoke")]
    Invoke,

    /// <summary>It was acknowledged: it happened.</summary>
    [JsonStringEnumMemberName("ok")]
    Ok,

    /// <summary>It was refused: it did not happen.</summary>
    [JsonStringEnumMemberName("fail")]
    Fail,

    /// <summary>Nobody can say whether it happened: never counted as failed.</summary>
    [JsonStringEnumMemberName("info")]
    Info,
}

/// <summary>One line of the history, in Jepsen's words.</summary>
/// <param name="T">Seconds since the run began.</param>
/// <param name="Process">Who did it: a client, a member of the fleet, or <c>nemesis</c> for faults.</param>
/// <param name="Op">What: <c>start</c>, <c>cancel</c>, <c>fault</c>, <c>end</c>, ...</param>
/// <param name="Type">What is known of it.</param>
/// <param name="Id">The saga; null where none is meant.</param>
/// <param name="Detail">In words; null when there is nothing to say.</param>
sealed record HistoryLine(double T, string Process, string Op, Outcome Type, Guid? Id, string? Detail);

/// <summary>Everything that was done and seen, a JSON object per line, in the order it was written down.</summary>
sealed class History(string file, TimeProvider time) : IDisposable
{
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull };

    readonly StreamWriter _writer = new(file, append: false) { AutoFlush = true };
    readonly Lock _gate = new();
    readonly long _began = time.GetTimestamp();

    /// <summary>Since the run began.</summary>
    public TimeSpan Elapsed => time.GetElapsedTime(_began);

    /// <summary>What happened to something that is no client.</summary>
    public void Note(string process, string op, string? detail = null, Guid? id = null) =>
        Write(process, op, Outcome.Info, id, string.IsNullOrEmpty(detail) ? null : detail);

    /// <summary>What a client did or heard.</summary>
    public void Write(string process, string op, Outcome type, Guid? id, string? detail = null)
    {
        lock (_gate)
            _writer.WriteLine(JsonSerializer.Serialize(new HistoryLine(Math.Round(Elapsed.TotalSeconds, 3), process, op, type, id, detail), Json));
    }

    /// <summary>A moment as the live progress shows it.</summary>
    public string Clock => Elapsed.TotalSeconds.ToString("0.0", CultureInfo.InvariantCulture).PadLeft(7);

    public void Dispose() => _writer.Dispose();
}

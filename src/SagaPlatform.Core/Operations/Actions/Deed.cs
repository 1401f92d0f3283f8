using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Operations.Actions;

/// <summary>What an act comes to, decided on a copy of the row: nothing of it has happened yet.</summary>
sealed class Deed(string sentence)
{
    public string Sentence { get; set; } = sentence;

    /// <summary>Why it is not possible; null when it is.</summary>
    public ActionResult? Refusal { get; init; }

    /// <summary>The state it leads to; null when only the message's handling will tell.</summary>
    public string? StateAfter { get; init; }

    /// <summary>What the process's own rules say follows.</summary>
    public IReadOnlyList<Effect> Effects { get; init; } = [];

    /// <summary>What would follow once the sent event is handled: for the preview only.</summary>
    public IReadOnlyList<Effect> Foreseen { get; init; } = [];

    /// <summary>A message for the saga itself.</summary>
    public object? Event { get; init; }

    public IReadOnlyList<OutboxMessage> Leaves { get; init; } = [];

    public IReadOnlyList<Timeout> Set { get; init; } = [];

    public IReadOnlyList<Timeout> Rung { get; init; } = [];

    public IReadOnlyList<Timeout> Cancelled { get; init; } = [];

    public static Deed Refused(string why) => new(why) { Refusal = new ActionResult(ActionStatus.NotAllowed, why) };

    public static Deed Missing(string what) => new(what) { Refusal = new ActionResult(ActionStatus.NotFound, what) };

    public static Deed Wrong(string field, string why) => new(why) { Refusal = ActionResult.Invalid(field, why) };

    /// <summary>What it comes to, for whoever asked.</summary>
    public ActionResult Result(ActionStatus status, string sagaType, string before, int version)
    {
        var all = Effects.Concat(Foreseen).ToList();
        return new ActionResult(status, Sentence)
        {
            StateBefore = before,
            StateAfter = StateAfter,
            Version = version,
            Sends =
            [
                .. Event == null ? Array.Empty<SentByAct>() : [new SentByAct(Event.GetType().Name, sagaType)],
                .. all.OfType<Command>().Select(x => new SentByAct(x.Message.GetType().Name, x.Queue, x.Step, x.Item is "" ? null : x.Item)),
                .. all.OfType<Reply>().Select(x => new SentByAct(x.Message.GetType().Name, BusAddress.EndpointOf(x.Address))),
                .. Leaves.Select(x => new SentByAct(x.MessageType[(x.MessageType.LastIndexOf(':') + 1)..], BusAddress.EndpointOf(x.Destination))),
            ],
            Publishes = [.. all.OfType<Announcement>().Select(x => x.Message.GetType().Name)],
            Timeouts =
            [
                .. all.OfType<ClockSet>().Select(x => new TimeoutByAct("set", nameof(ProcessClockRang), x.Due)),
                .. all.OfType<ClockStopped>().Select(_ => new TimeoutByAct("cancelled", nameof(ProcessClockRang), null)),
                .. Set.Select(x => new TimeoutByAct("set", x.Name, x.Due)),
                .. Rung.Select(x => new TimeoutByAct("rung", x.Name, null)),
                .. Cancelled.Select(x => new TimeoutByAct("cancelled", x.Name, null)),
            ],
        };
    }
}

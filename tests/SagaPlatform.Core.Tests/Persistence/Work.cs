using System.Text;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using Timeout = SagaPlatform.Core.Timeouts.Timeout;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>Units of work as the engine builds them.</summary>
static class Work
{
    internal static readonly DateTimeOffset Start = new(2026, 5, 4, 10, 0, 0, TimeSpan.Zero);

    internal static ParcelState Parcel(Guid? id = null, string state = "Moving", DateTimeOffset? startedAt = null) => new()
    {
        Id = id ?? Guid.NewGuid(), State = state, BusinessKey = "P-1", StartedAt = startedAt ?? Start, ChangedAt = startedAt ?? Start,
    };

    /// <summary>A parcel is written with one of everything else.</summary>
    internal static UnitOfWork Of(ParcelState parcel, InboxKey? inbox = null)
    {
        var unit = Bare(parcel, inbox);
        unit.Outbox.Add(Message());
        unit.TimeoutsSet.Add(Timeout(parcel.Id, TimeSpan.FromHours(1)));
        unit.History.Add(Entry(parcel.Id, parcel.Version + 1));
        return unit;
    }

    /// <summary>A parcel is written, and its message remembered.</summary>
    internal static UnitOfWork Bare(ParcelState parcel, InboxKey? inbox = null) => new()
    {
        Inbox = inbox ?? Key(),
        Saga = new SagaChange("parcel", parcel.Id, parcel, parcel.Version),
    };

    internal static UnitOfWork Rows(params IVersionedRow[] rows)
    {
        var unit = new UnitOfWork { Inbox = Key("shelves") };
        unit.Rows.AddRange(rows.Select(x => new RowChange(x, x.Version)));
        return unit;
    }

    internal static InboxKey Key(string consumer = "parcel", string? fingerprint = null) => new(Guid.NewGuid(), consumer, fingerprint);

    internal static OutboxMessage Message(string text = "hello", DateTimeOffset? createdAt = null) => new()
    {
        MessageId = Guid.NewGuid(),
        Destination = "exchange:parcels",
        MessageType = "Tests:ParcelMoved",
        ContentType = "application/json",
        Body = Encoding.UTF8.GetBytes(text),
        CreatedAt = createdAt ?? DateTimeOffset.UtcNow,
    };

    internal static Timeout Timeout(Guid sagaId, TimeSpan after, Guid? token = null) => new()
    {
        Token = token ?? Guid.NewGuid(),
        SagaType = "parcel",
        SagaId = sagaId,
        Name = "ParcelIsLate",
        Due = DateTimeOffset.UtcNow + after,
        After = after,
        Ring = Message("ring"),
    };

    internal static HistoryEntry Entry(Guid sagaId, int version, string @event = "ParcelMoved") => new()
    {
        SagaType = "parcel", SagaId = sagaId, Version = version, At = Start.AddSeconds(version), Kind = HistoryKind.Consumed,
        Event = @event, MessageId = Guid.NewGuid(), From = "Waiting", To = "Moving",
    };
}

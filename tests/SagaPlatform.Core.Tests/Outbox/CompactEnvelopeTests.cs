using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Context;
using MassTransit.Serialization;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class CompactEnvelopeTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    public sealed record Parcel(Guid ParcelId, string To, IReadOnlyList<long> Weights, TimeSpan Within, Uri? Label);

    static readonly Parcel Sent = new(Guid.NewGuid(), "Zoë <\"12\" Main Street>", [1, 2, 3], TimeSpan.FromHours(26), new Uri("https://example.com/a?b=c&d"));

    [Fact]
    public void It_says_what_MassTransits_own_says_except_the_senders_machine()
    {
        var context = Context();

        var own = JsonNode.Parse(context.Serializer.GetMessageBody(context).GetBytes())!.AsObject();
        var compact = JsonNode.Parse(CompactEnvelope.Write(context, Now))!.AsObject();

        own.Remove("host").ShouldBeTrue();
        foreach (var moment in new[] { "sentTime", "expirationTime" })
            (own.Remove(moment), compact.Remove(moment)).ShouldBe((true, true));
        foreach (var absent in own.Where(x => x.Value == null).Select(x => x.Key).ToList())
            own.Remove(absent);
        JsonNode.DeepEquals(own, compact).ShouldBeTrue($"{own}\n{compact}");
    }

    [Fact]
    public void MassTransit_reads_it()
    {
        var body = new BytesMessageBody(CompactEnvelope.Write(Context(), Now));

        var read = SystemTextJsonMessageSerializer.Instance.Deserialize(body, new DictionarySendHeaders(new Dictionary<string, object?>()));

        read.TryGetMessage<Parcel>(out var parcel).ShouldBeTrue();
        JsonSerializer.Serialize(parcel).ShouldBe(JsonSerializer.Serialize(Sent));
        read.SentTime.ShouldBe(Now.UtcDateTime);
        read.ExpirationTime.ShouldBe(Now.UtcDateTime.AddMinutes(3));
        read.Headers.Get<string>("tried").ShouldBe("twice");
    }

    [Fact]
    public void What_is_not_there_takes_no_bytes()
    {
        var context = new MessageSendContext<Parcel>(Sent) { Serializer = SystemTextJsonMessageSerializer.Instance };

        var compact = JsonNode.Parse(CompactEnvelope.Write(context, Now))!.AsObject();

        compact.Select(x => x.Key).ShouldBe(["messageId", "messageType", "message", "sentTime"], ignoreOrder: true);
    }

    [Fact]
    public void One_that_is_written_after_a_large_one_holds_nothing_of_it()
    {
        var large = new MessageSendContext<Parcel>(Sent with { To = new string('x', 100_000) }) { Serializer = SystemTextJsonMessageSerializer.Instance };

        CompactEnvelope.Write(large, Now).Length.ShouldBeGreaterThan(100_000);
        var context = Context();
        var twice = Enumerable.Range(0, 2).Select(_ => CompactEnvelope.Write(context, Now)).ToList();

        twice[0].ShouldBe(twice[1]);
        JsonNode.Parse(twice[0])!["message"]!["to"]!.GetValue<string>().ShouldBe(Sent.To);
    }

    [Fact]
    public void A_message_in_another_format_keeps_it()
    {
        var context = new MessageSendContext<Parcel>(Sent) { Serializer = new SystemTextJsonRawMessageSerializer() };

        CompactEnvelope.Fits(context).ShouldBeFalse();
    }

    static MessageSendContext<Parcel> Context()
    {
        var context = new MessageSendContext<Parcel>(Sent)
        {
            Serializer = SystemTextJsonMessageSerializer.Instance,
            RequestId = Guid.NewGuid(),
            CorrelationId = Guid.NewGuid(),
            ConversationId = Guid.NewGuid(),
            InitiatorId = Guid.NewGuid(),
            SourceAddress = new Uri("rabbitmq://localhost/saga/order"),
            DestinationAddress = new Uri("rabbitmq://localhost/saga/parcel?bind=true"),
            ResponseAddress = new Uri("queue:order"),
            FaultAddress = new Uri("queue:order"),
            TimeToLive = TimeSpan.FromMinutes(3),
        };
        context.Headers.Set("tried", "twice");
        context.Headers.Set("count", 3);
        return context;
    }
}

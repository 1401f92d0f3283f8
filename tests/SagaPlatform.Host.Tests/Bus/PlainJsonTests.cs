using System.Runtime.Serialization;
using System.Text;
using MassTransit;
using MassTransit.RabbitMqTransport;
using MassTransit.Serialization;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Host.Bus;

namespace SagaPlatform.Host.Tests.Bus;

public sealed class PlainJsonTests
{
    const string Cancel = """{"orderId":"0d4b4f6e-3d0a-4b57-8d0e-0f5f7a3f1a11","reason":"Found it cheaper."}""";
    const string CancelType = "SagaPlatform.Contracts.Orders:CancelOrder";

    [Fact]
    public void The_exchange_says_the_type()
    {
        Read(Cancel, (RabbitMqHeaders.Exchange, CancelType)).TryGetMessage<CancelOrder>(out var message).ShouldBeTrue();
        message!.Reason.ShouldBe("Found it cheaper.");
    }

    [Fact]
    public void A_header_says_the_type_and_wins_over_the_exchange()
    {
        var read = Read(Cancel, (MessageHeaders.MessageType, $"urn:message:{CancelType}"), (RabbitMqHeaders.Exchange, "Other:Type"));

        read.TryGetMessage<CancelOrder>(out _).ShouldBeTrue();
        read.SupportedMessageTypes.ShouldBe([$"urn:message:{CancelType}"]);
    }

    [Fact]
    public void It_is_not_taken_for_another_message_of_the_queue()
    {
        Read(Cancel, (RabbitMqHeaders.Exchange, CancelType)).TryGetMessage<PlaceOrder>(out _).ShouldBeFalse();
    }

    [Theory]
    [InlineData(null)]
    [InlineData("order-fulfilment")]
    public void Without_either_it_is_refused_and_told_what_to_do(string? exchange)
    {
        var refused = Should.Throw<SerializationException>(() => exchange == null ? Read(Cancel) : Read(Cancel, (RabbitMqHeaders.Exchange, exchange)));

        refused.Message.ShouldContain("MT-MessageType");
    }

    [Theory]
    [InlineData("")]
    [InlineData("this is not JSON")]
    [InlineData("{\"orderId\":")]
    public void What_is_no_json_is_refused_with_the_reason(string body)
    {
        Should.Throw<SerializationException>(() => Read(body, (RabbitMqHeaders.Exchange, CancelType))).Message.ShouldContain("The body is not JSON");
    }

    static SerializerContext Read(string body, params (string Name, string Value)[] headers)
    {
        var all = new DictionarySendHeaders(headers.ToDictionary(x => x.Name, object? (x) => x.Value, StringComparer.Ordinal));
        return new PlainJson().Deserialize(new BytesMessageBody(Encoding.UTF8.GetBytes(body)), all);
    }
}

using System.Text.Json;
using System.Text.Json.Nodes;
using MassTransit;
using MassTransit.Serialization;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.Tests.Generation;
using SagaPlatform.Contracts.Tests.Validation;

namespace SagaPlatform.Contracts.Tests;

/// <summary>A golden file is what a sender wrote once, and may still write: every later form of the platform must understand it.</summary>
public class GoldenMessageTests
{
    static readonly ContractFiles Files = CheckedInContracts.Files;

    public static TheoryData<string> GoldenFiles() =>
        [.. Files.Messages.SelectMany(entry => Files.GoldenForms(entry.Conversation, entry.Message))];

    public static TheoryData<string> NewestGoldenFiles() =>
        [.. Files.Messages.SelectMany(entry => Files.GoldenForms(entry.Conversation, entry.Message).TakeLast(1))];

    [Fact]
    public void Every_message_has_a_golden_file_that_shows_every_property()
    {
        foreach (var (conversation, message) in Files.Messages)
        {
            Files.PropertiesWithoutSample(conversation, message).ShouldBeEmpty(
                $"no golden file of {message.Type.Name} shows these. Run `make contracts`: it adds one and leaves the older forms as they are.");
        }
    }

    [Fact]
    public void No_record_has_changed_in_a_way_that_breaks_a_message_on_its_way()
    {
        foreach (var (conversation, message) in Files.Messages)
        {
            var breaks = Files.BreaksOf(conversation, message);
            breaks.ShouldBeEmpty(string.Join('\n', breaks));
        }
    }

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void A_golden_message_is_read_by_MassTransit_into_its_record_with_nothing_lost(string path)
    {
        var golden = Files.ReadGolden(path);

        var read = ReadByMassTransit(Files.Read(path), TypeOf(path));

        var written = JsonSerializer.SerializeToNode(read, TypeOf(path), SystemTextJsonMessageSerializer.Options)!;
        foreach (var leaf in Compatibility.ShapeOf(golden["message"]!))
            Compatibility.ShapeOf(written).ShouldContain(leaf);
        var readAgain = written.Deserialize(TypeOf(path), SystemTextJsonMessageSerializer.Options);
        readAgain.ShouldBeEquivalentTo(read);
    }

    [Theory]
    [MemberData(nameof(NewestGoldenFiles))]
    public void MassTransit_writes_the_property_names_and_values_of_the_newest_golden_file(string path)
    {
        var golden = Files.ReadGolden(path)["message"]!;
        var written = JsonSerializer.SerializeToNode(
            ReadByMassTransit(Files.Read(path), TypeOf(path)), TypeOf(path), SystemTextJsonMessageSerializer.Options);

        JsonNode.DeepEquals(written, golden).ShouldBeTrue($"{path} holds\n{golden}\nbut MassTransit writes\n{written}");
    }

    [Theory]
    [MemberData(nameof(GoldenFiles))]
    public void A_golden_file_is_valid_by_the_schemas_of_envelope_and_message(string path)
    {
        var type = TypeOf(path);
        var message = Files.Messages.Single(entry => entry.Message.Type == type);
        var schema = JsonNode.Parse(Files.Read(ContractPaths.SchemaOf(message.Conversation, message.Message)))!.AsObject();
        var envelope = JsonNode.Parse(Files.Read(EnvelopeSchema.RelativePath))!.AsObject();

        SchemaValidator.Validate(envelope, Files.ReadGolden(path)).ShouldBeEmpty();
        SchemaValidator.Validate(schema, Files.ReadGolden(path)["message"]).ShouldBeEmpty();
        Files.ReadGolden(path)["messageType"]!.AsArray().Select(urn => urn!.GetValue<string>()).ShouldBe([message.Message.Urn]);
    }

    [Fact]
    public void The_lines_of_a_golden_order_arrive_all_and_in_their_order()
    {
        var order = (PlaceOrder)ReadByMassTransit(Files.Read("golden/Orders/PlaceOrder.json"), typeof(PlaceOrder));

        order.Lines.ShouldBe([new OrderLine("sku 1 \"äß\"", 42), new OrderLine("sku 2 \"äß\"", 43)]);
        order.Total.ShouldBe(new Money(41, "EUR"));
        order.OrderId.ShouldNotBe(Guid.Empty);
    }

    [Fact]
    public void A_ruling_is_written_by_its_name_and_not_by_its_number()
    {
        var ruling = (RuleOrder)ReadByMassTransit(Files.Read("golden/Orders/RuleOrder.json"), typeof(RuleOrder));

        ruling.Ruling.ShouldBe(Ruling.Done);
        JsonSerializer.Serialize(ruling, SystemTextJsonMessageSerializer.Options).ShouldContain("\"ruling\": \"Done\"");
    }

    [Fact]
    public void A_message_of_another_type_is_not_taken_for_this_one() =>
        ContextOf(Files.Read("golden/Orders/CancelOrder.json")).IsSupportedMessageType<PlaceOrder>().ShouldBeFalse();

    [Fact]
    public void A_plain_JSON_message_is_read_by_the_type_and_the_id_in_its_headers()
    {
        var golden = Files.ReadGolden("golden/Orders/PlaceOrder.json");
        var headers = new DictionarySendHeaders();
        headers.Set(MessageHeaders.MessageType, golden["messageType"]![0]!.GetValue<string>());
        headers.Set(MessageHeaders.MessageId, golden["messageId"]!.GetValue<string>());

        var context = PlainContextOf(golden["message"]!, headers);

        context.MessageId.ShouldBe(golden["messageId"]!.GetValue<Guid>());
        context.IsSupportedMessageType<CancelOrder>().ShouldBeFalse();
        context.TryGetMessage<PlaceOrder>(out var order).ShouldBeTrue();
        order.ShouldBeEquivalentTo(ReadByMassTransit(golden.ToJsonString(), typeof(PlaceOrder)));
    }

    /// <summary>Why the README calls the header required: MassTransit refuses a wrong type, but not a missing one.</summary>
    [Fact]
    public void A_plain_JSON_message_without_its_type_would_be_taken_for_every_message()
    {
        var untyped = PlainContextOf(Files.ReadGolden("golden/Orders/PlaceOrder.json")["message"]!, new DictionarySendHeaders());

        untyped.IsSupportedMessageType<PlaceOrder>().ShouldBeTrue();
        untyped.IsSupportedMessageType<CancelOrder>().ShouldBeTrue();
    }

    static SerializerContext PlainContextOf(JsonNode message, Headers headers) =>
        new SystemTextJsonRawMessageSerializer(RawSerializerOptions.AddTransportHeaders | RawSerializerOptions.CopyHeaders)
            .Deserialize(new StringMessageBody(message.ToJsonString()), headers);

    static object ReadByMassTransit(string envelope, Type record)
    {
        var context = ContextOf(envelope);
        context.IsSupportedMessageType(record).ShouldBeTrue($"MassTransit does not see a {record.Name} in it");
        context.TryGetMessage(record, out var message).ShouldBeTrue($"MassTransit cannot read the {record.Name}");
        return message!;
    }

    static SerializerContext ContextOf(string envelope) =>
        SystemTextJsonMessageSerializer.Instance.Deserialize(new StringMessageBody(envelope), new DictionarySendHeaders());

    static Type TypeOf(string path) => Files.Messages
        .Single(entry => Files.GoldenForms(entry.Conversation, entry.Message).Contains(path)).Message.Type;
}

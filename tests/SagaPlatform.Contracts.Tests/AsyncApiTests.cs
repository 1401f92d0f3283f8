using SagaPlatform.Contracts.Tests.Generation;
using YamlDotNet.RepresentationModel;

namespace SagaPlatform.Contracts.Tests;

public class AsyncApiTests
{
    static readonly YamlMappingNode Document = Load();

    [Fact]
    public void It_is_an_AsyncAPI_3_document_in_one_piece()
    {
        Text(Document["asyncapi"]).ShouldBe("3.0.0");
        Document.Children.Keys.Select(Text).ShouldBe(
            ["asyncapi", "info", "defaultContentType", "servers", "channels", "operations", "components"]);
    }

    [Fact]
    public void It_names_every_message_and_no_other()
    {
        var messages = Map(Document["components"]["messages"]);

        messages.Values.Select(message => Text(message["name"]))
            .ShouldBe(CheckedInContracts.Files.Messages.Select(entry => entry.Message.Urn));
        messages.Values.ShouldAllBe(message => Text(message["contentType"]) == "application/vnd.masstransit+json");
    }

    [Fact]
    public void It_has_a_channel_for_every_queue_and_every_announcement_and_no_other()
    {
        var announcements = CheckedInContracts.Files.Messages
            .Where(entry => entry.Message.Kind == MessageKind.Announcement)
            .Select(entry => entry.Message.Exchange);

        Map(Document["channels"]).Values.Select(channel => Text(channel["address"]))
            .ShouldBe(QueueNames.All.Select(queue => queue.Name).Concat(announcements));
    }

    [Fact]
    public void Every_message_is_received_or_sent_or_a_reply()
    {
        var said = Map(Document["operations"]).Values
            .SelectMany(operation => References(operation))
            .Where(target => target.Contains("/messages/", StringComparison.Ordinal))
            .Select(target => target.Split('/')[^1]);

        said.ShouldBe(Map(Document["components"]["messages"]).Keys, ignoreOrder: true);
    }

    [Theory]
    [InlineData("Orders.PlaceOrder", "receive", "#/channels/order-fulfilment")]
    [InlineData("Orders.ReserveInventory", "send", "#/channels/inventory")]
    [InlineData("Orders.OrderCompleted", "send", "#/channels/Orders.OrderCompleted")]
    public void It_speaks_from_the_sagas_point_of_view(string operation, string action, string channel)
    {
        Text(Document["operations"][operation]["action"]).ShouldBe(action);
        Text(Document["operations"][operation]["channel"]["$ref"]).ShouldBe(channel);
    }

    [Fact]
    public void Every_reference_leads_somewhere()
    {
        var references = References(Document).ToList();

        references.Count.ShouldBeGreaterThan(CheckedInContracts.Files.Messages.Count());
        references.Where(target => !Resolves(target)).ShouldBeEmpty();
    }

    [Fact]
    public void A_reference_to_nothing_is_noticed()
    {
        Resolves("#/channels/order-fulfilment").ShouldBeTrue();
        Resolves("#/channels/nowhere").ShouldBeFalse();
        Resolves("./schemas/Orders/Nothing.schema.json").ShouldBeFalse();
    }

    static bool Resolves(string target)
    {
        if (!target.StartsWith("#/", StringComparison.Ordinal))
            return CheckedInContracts.Files.Exists(target);

        YamlNode? node = Document;
        foreach (var step in target[2..].Split('/'))
            node = node is YamlMappingNode map && map.Children.TryGetValue(new YamlScalarNode(step), out var child) ? child : null;
        return node is not null;
    }

    static IEnumerable<string> References(YamlNode node) => node.AllNodes
        .OfType<YamlMappingNode>()
        .SelectMany(map => map.Children)
        .Where(entry => Text(entry.Key) == "$ref")
        .Select(entry => Text(entry.Value));

    static Dictionary<string, YamlNode> Map(YamlNode node) =>
        ((YamlMappingNode)node).Children.ToDictionary(entry => Text(entry.Key), entry => entry.Value);

    static string Text(YamlNode node) => ((YamlScalarNode)node).Value!;

    static YamlMappingNode Load()
    {
        var yaml = new YamlStream();
        yaml.Load(new StringReader(CheckedInContracts.Files.Read(AsyncApiDocument.RelativePath)));
        return (YamlMappingNode)yaml.Documents.Single().RootNode;
    }
}

using YamlDotNet.Serialization;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>
/// The AsyncAPI 3.0 document: who says what to whom over which queue or exchange, from the sagas' point of view
/// (<c>receive</c> is what arrives at a saga, <c>send</c> is what a saga says).
/// </summary>
sealed class AsyncApiDocument(IReadOnlyList<Conversation> conversations, DocComments docs)
{
    public const string RelativePath = "asyncapi.yaml";
    public const string ContentType = "application/vnd.masstransit+json";

    const string Head = "# Generated from the records and contracts/Conversations.cs by `make contracts`; do not edit.\n";

    public static string KeyOf(Conversation conversation, ConversationMessage message) => $"{conversation.Family}.{message.Type.Name}";

    public string Write()
    {
        // Without aliases: a message named twice must not turn into a YAML anchor, which other readers may not know.
        var yaml = new SerializerBuilder().DisableAliases().WithQuotingNecessaryStrings().WithNewLine("\n").WithIndentedSequences().Build();
        return Head + yaml.Serialize(Document());
    }

    Dictionary<string, object> Document() => new()
    {
        ["asyncapi"] = "3.0.0",
        ["info"] = new Dictionary<string, object>
        {
            ["title"] = "SagaPlatform",
            ["version"] = "1.0.0",
            ["description"] = "The messages of the platform's sagas. How another program takes part: README.md beside this file.",
        },
        ["defaultContentType"] = ContentType,
        ["servers"] = new Dictionary<string, object> { ["rabbitmq"] = Server() },
        ["channels"] = Channels(),
        ["operations"] = Operations(),
        ["components"] = new Dictionary<string, object>
        {
            ["securitySchemes"] = new Dictionary<string, object>
            {
                ["rabbitmqUser"] = new Dictionary<string, object>
                {
                    ["type"] = "userPassword",
                    ["description"] = "A RabbitMQ user who may write to the queues it sends to, and read the queues it answers from.",
                },
            },
            ["messages"] = Messages(),
        },
    };

    static Dictionary<string, object> Server() => new()
    {
        ["host"] = "{host}:{port}",
        ["pathname"] = "/{virtualHost}",
        ["protocol"] = "amqp",
        ["protocolVersion"] = "0.9.1",
        ["description"] = "The RabbitMQ broker of the platform.",
        ["variables"] = new Dictionary<string, object>
        {
            ["host"] = Variable("localhost", "Name or address of the broker."),
            ["port"] = Variable("5672", "AMQP port; 5671 with TLS."),
            ["virtualHost"] = Variable("%2F", "Virtual host, URL-encoded; %2F is the default one, named /."),
        },
        ["security"] = new[] { Ref("#/components/securitySchemes/rabbitmqUser") },
    };

    static Dictionary<string, object> Variable(string value, string description) =>
        new() { ["default"] = value, ["description"] = description };

    Dictionary<string, object> Channels()
    {
        var channels = new Dictionary<string, object>();
        foreach (var queue in QueueNames.All)
        {
            channels[queue.Name] = Channel(queue.Name, docs.Of(queue.Field), ArrivingAt(queue.Name), new()
            {
                ["is"] = "queue",
                ["queue"] = new Dictionary<string, object> { ["name"] = queue.Name, ["durable"] = true, ["exclusive"] = false, ["autoDelete"] = false },
            });
        }

        foreach (var (conversation, message) in Every(MessageKind.Announcement))
        {
            channels[KeyOf(conversation, message)] = Channel(message.Exchange, docs.Of(message.Type), [(conversation, message)], new()
            {
                ["is"] = "routingKey",
                ["exchange"] = new Dictionary<string, object> { ["name"] = message.Exchange, ["type"] = "fanout", ["durable"] = true, ["autoDelete"] = false },
            });
        }

        return channels;
    }

    static Dictionary<string, object> Channel(
        string address,
        string? description,
        IEnumerable<(Conversation Conversation, ConversationMessage Message)> messages,
        Dictionary<string, object> binding)
    {
        binding["bindingVersion"] = "0.3.0";
        return new()
        {
            ["address"] = address,
            ["description"] = description ?? "",
            ["servers"] = new[] { Ref("#/servers/rabbitmq") },
            ["messages"] = messages.ToDictionary(
                entry => KeyOf(entry.Conversation, entry.Message),
                entry => (object)Ref($"#/components/messages/{KeyOf(entry.Conversation, entry.Message)}")),
            ["bindings"] = new Dictionary<string, object> { ["amqp"] = binding },
        };
    }

    IEnumerable<(Conversation Conversation, ConversationMessage Message)> ArrivingAt(string queue) =>
        from conversation in conversations
        from message in conversation.Messages
        where message.Queue == queue || (message.Kind == MessageKind.Answer && conversation.Queue == queue)
        select (conversation, message);

    IEnumerable<(Conversation Conversation, ConversationMessage Message)> Every(params MessageKind[] kinds) =>
        from conversation in conversations
        from message in conversation.Messages
        where kinds.Contains(message.Kind)
        select (conversation, message);

    Dictionary<string, object> Operations()
    {
        var operations = new Dictionary<string, object>();
        foreach (var (conversation, message) in Every(MessageKind.Command, MessageKind.Announcement))
            operations[KeyOf(conversation, message)] = Operation(conversation, message);
        return operations;
    }

    Dictionary<string, object> Operation(Conversation conversation, ConversationMessage message)
    {
        var channel = message.Queue ?? KeyOf(conversation, message);
        var operation = new Dictionary<string, object>
        {
            ["action"] = message.Queue == conversation.Queue ? "receive" : "send",
            ["channel"] = Ref($"#/channels/{channel}"),
            ["summary"] = docs.Of(message.Type) ?? "",
            ["messages"] = new[] { Ref($"#/channels/{channel}/messages/{KeyOf(conversation, message)}") },
        };

        var answers = conversation.Messages.Where(answer => answer.AnswerTo == message.Type).ToList();
        if (answers.Count > 0)
        {
            operation["reply"] = new Dictionary<string, object>
            {
                ["channel"] = Ref($"#/channels/{conversation.Queue}"),
                ["messages"] = answers
                    .Select(answer => Ref($"#/channels/{conversation.Queue}/messages/{KeyOf(conversation, answer)}"))
                    .ToArray(),
            };
        }

        return operation;
    }

    Dictionary<string, object> Messages() => Every(Enum.GetValues<MessageKind>())
        .ToDictionary(entry => KeyOf(entry.Conversation, entry.Message), entry => (object)Message(entry.Conversation, entry.Message));

    Dictionary<string, object> Message(Conversation conversation, ConversationMessage message) => new()
    {
        ["name"] = message.Urn,
        ["title"] = message.Type.Name,
        ["summary"] = docs.Of(message.Type) ?? "",
        ["contentType"] = ContentType,
        ["tags"] = new[]
        {
            new Dictionary<string, object> { ["name"] = conversation.Name },
            new Dictionary<string, object> { ["name"] = message.Kind.ToString() },
        },
        ["payload"] = new Dictionary<string, object>
        {
            ["allOf"] = new object[]
            {
                Ref($"./{EnvelopeSchema.RelativePath}"),
                new Dictionary<string, object>
                {
                    ["type"] = "object",
                    ["properties"] = new Dictionary<string, object>
                    {
                        ["messageType"] = new Dictionary<string, object>
                        {
                            ["contains"] = new Dictionary<string, object> { ["const"] = message.Urn },
                        },
                        ["message"] = Ref($"./{ContractPaths.SchemaOf(conversation, message)}"),
                    },
                },
            },
        },
    };

    static Dictionary<string, object> Ref(string target) => new() { ["$ref"] = target };
}

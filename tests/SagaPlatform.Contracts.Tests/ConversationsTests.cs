using MassTransit;
using SagaPlatform.Contracts.Tests.Generation;

namespace SagaPlatform.Contracts.Tests;

public class ConversationsTests
{
    static readonly IReadOnlyList<ConversationMessage> Described = [.. Conversations.All.SelectMany(conversation => conversation.Messages)];

    static readonly IReadOnlyList<Type> MessageInterfaces =
        [.. typeof(Conversations).Assembly.GetExportedTypes().Where(type => type.IsInterface)];

    [Fact]
    public void Every_message_is_described_exactly_once_and_nothing_else_is()
    {
        var messages = typeof(Conversations).Assembly.GetExportedTypes()
            .Where(type => type.IsClass && MessageInterfaces.Any(contract => contract.IsAssignableFrom(type)));

        Described.Select(message => message.Type.FullName).Order()
            .ShouldBe(messages.Select(type => type.FullName).Order());
    }

    [Fact]
    public void Every_family_interface_has_its_conversations_and_no_message_is_in_a_foreign_one()
    {
        Conversations.All.Select(conversation => conversation.MessageInterface).Distinct().ShouldBe(MessageInterfaces, ignoreOrder: true);
        foreach (var conversation in Conversations.All)
        {
            conversation.Messages.ShouldAllBe(message => conversation.MessageInterface.IsAssignableFrom(message.Type));
            conversation.Messages.ShouldAllBe(message => message.Type.Namespace == $"SagaPlatform.Contracts.{conversation.Family}");
        }
    }

    [Fact]
    public void A_family_interface_gets_no_exchange_of_its_own() =>
        MessageInterfaces.ShouldAllBe(type => type.IsDefined(typeof(ExcludeFromTopologyAttribute), false));

    [Fact]
    public void Commands_name_a_known_queue_and_every_queue_has_a_command()
    {
        Described.ShouldAllBe(message => (message.Kind == MessageKind.Command) == (message.Queue != null));
        Described.Select(message => message.Queue).OfType<string>().Distinct()
            .ShouldBe(QueueNames.All.Select(queue => queue.Name), ignoreOrder: true);
        QueueNames.All.Select(queue => queue.Name).ShouldBeUnique();
    }

    [Fact]
    public void Every_answer_follows_its_command_and_every_command_to_a_participant_is_answered()
    {
        Described.ShouldAllBe(message => (message.Kind == MessageKind.Answer) == (message.AnswerTo != null));
        foreach (var conversation in Conversations.All)
        {
            var asked = new HashSet<Type>();
            foreach (var message in conversation.Messages)
            {
                if (message.AnswerTo is not null)
                    asked.ShouldContain(message.AnswerTo, $"{message.Type.Name} stands before the command it answers");
                if (message.Queue is not null && message.Queue != conversation.Queue)
                    asked.Add(message.Type);
            }

            conversation.Messages.Select(message => message.AnswerTo).OfType<Type>().Distinct().ShouldBe(asked, ignoreOrder: true);
        }
    }

    [Fact]
    public void The_name_on_the_wire_is_the_one_that_MassTransit_puts_first()
    {
        foreach (var message in Described)
        {
            MessageTypeCache.GetMessageTypeNames(message.Type)[0].ShouldBe(message.Urn);
            message.Urn.ShouldBe($"urn:message:{message.Exchange}");
        }
    }

    [Fact]
    public void The_contracts_need_nothing_but_the_abstractions_of_MassTransit() =>
        typeof(Conversations).Assembly.GetReferencedAssemblies()
            .Select(assembly => assembly.Name!)
            .Where(name => !name.StartsWith("System.", StringComparison.Ordinal))
            .ShouldBe(["MassTransit.Abstractions"]);
}

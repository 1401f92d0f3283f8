using MassTransit;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;

namespace SagaPlatform.Core.Participants;

/// <summary>Hears a command from the bus, lets its handler carry it out, and sends the answer back.</summary>
/// <remarks>
/// The answer leaves through the consume context, so it is part of the unit of work. Its id derives from the id by which
/// the inbox knows the command: a command that is consumed twice is answered with the same message, and the asker hears it
/// once.
/// </remarks>
public class CommandConsumer<TCommand>(ICommandHandler<TCommand> handler) : IConsumer<TCommand> where TCommand : class
{
    /// <inheritdoc />
    public async Task Consume(ConsumeContext<TCommand> context)
    {
        var answer = await handler.Handle(context.Message, context.CancellationToken);
        if (answer.Message != null)
            await Send(context, answer.Message);
    }

    static async Task Send(ConsumeContext context, object answer)
    {
        var type = answer.GetType();
        var addressed = Pipe.Execute<SendContext>(send =>
        {
            send.MessageId = MessageIds.Derive(MessageIdentity.Of(context), type.FullName!);
            send.RequestId = context.RequestId;
        });

        if (context.ResponseAddress == null)
        {
            await context.Publish(answer, type, addressed, context.CancellationToken);
            return;
        }

        var asker = await context.GetSendEndpoint(context.ResponseAddress);
        await asker.Send(answer, type, addressed, context.CancellationToken);
    }
}

/// <summary>Ties a command to one handler class, so that two participants in one process may listen to the same message.</summary>
public sealed class CommandConsumer<TCommand, THandler>(THandler handler) : CommandConsumer<TCommand>(handler)
    where TCommand : class
    where THandler : class, ICommandHandler<TCommand>;

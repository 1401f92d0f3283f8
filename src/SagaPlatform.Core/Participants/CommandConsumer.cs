using MassTransit;
using MassTransit.Context;
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
        if (answer.Message == null)
            return;
        await Send(context, answer, "");
        if (answer.Twice)
            await Send(context, answer, "/again");
    }

    static async Task Send(ConsumeContext context, Answer answer, string again)
    {
        var (message, type) = (answer.Message!, answer.Message!.GetType());
        var addressed = Pipe.Execute<SendContext>(send =>
        {
            send.MessageId = MessageIds.Derive(MessageIdentity.Of(context), type.FullName! + again);
            send.RequestId = context.RequestId;
        });

        if (context.ResponseAddress == null)
        {
            await context.Publish(message, type, addressed, context.CancellationToken);
            return;
        }

        if (answer.NotBefore is { } moment)
        {
            await Scheduler(context).ScheduleSend(context.ResponseAddress, moment.UtcDateTime, message, type, addressed, context.CancellationToken);
            return;
        }

        var asker = await context.GetSendEndpoint(context.ResponseAddress);
        await asker.Send(message, type, addressed, context.CancellationToken);
    }

    // Made anew for this context: the endpoint's own was made outside the unit of work, and would not write into it.
    static ConsumeMessageSchedulerContext Scheduler(ConsumeContext context) =>
        new(context, context.GetPayload<MessageSchedulerContext>().SchedulerFactory);
}

/// <summary>Ties a command to one handler class, so that two participants in one process may listen to the same message.</summary>
public sealed class CommandConsumer<TCommand, THandler>(THandler handler) : CommandConsumer<TCommand>(handler)
    where TCommand : class
    where THandler : class, ICommandHandler<TCommand>;

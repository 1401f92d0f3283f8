using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Hosting;

namespace SagaPlatform.Core.Participants;

/// <summary>Puts participants on the bus.</summary>
public static class ParticipantRegistration
{
    /// <summary>
    /// Adds a participant: one receive endpoint with all its handlers. Its queue is also bound to the exchange of each
    /// message it handles, so a command may be sent to the queue or published.
    /// </summary>
    /// <param name="bus">The bus.</param>
    /// <param name="queue">The queue's name, taken as it is; see <see cref="Queues"/>.</param>
    /// <param name="handles">What it handles: at least one message.</param>
    /// <exception cref="ArgumentException">No queue is named, or the participant handles nothing.</exception>
    /// <exception cref="InvalidOperationException">It handles one message twice.</exception>
    /// <remarks>Retry, inbox and outbox come from the engine, the same for every endpoint.</remarks>
    public static IBusRegistrationConfigurator AddParticipant(
        this IBusRegistrationConfigurator bus, string queue, Action<ParticipantBuilder> handles)
    {
        ArgumentException.ThrowIfNullOrWhiteSpace(queue);
        AddKit(bus);

        var participant = new ParticipantBuilder(bus, queue);
        handles(participant);
        if (participant.Messages.Count == 0)
            throw new ArgumentException($"Participant {queue} handles nothing: name its messages with Handles.", nameof(handles));
        return bus;
    }

    static void AddKit(IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.TryAddSingleton(_ => new AnswerTypes(typeof(Queues).Assembly));
        services.TryAddScoped<Engagements>();
    }
}

/// <summary>What a participant handles.</summary>
public sealed class ParticipantBuilder
{
    readonly IBusRegistrationConfigurator _bus;
    readonly string _queue;
    readonly HashSet<Type> _messages = [];

    internal ParticipantBuilder(IBusRegistrationConfigurator bus, string queue)
    {
        _bus = bus;
        _queue = queue;
    }

    internal IReadOnlyCollection<Type> Messages => _messages;

    /// <summary>Messages of this type go to this handler; one handler is made per message.</summary>
    /// <exception cref="InvalidOperationException">The participant handles this message already.</exception>
    public ParticipantBuilder Handles<TCommand, THandler>()
        where TCommand : class
        where THandler : class, ICommandHandler<TCommand>
    {
        if (!_messages.Add(typeof(TCommand)))
            throw new InvalidOperationException($"Participant {_queue} handles {typeof(TCommand).Name} twice.");

        _bus.TryAddScoped<THandler>();
        _bus.AddSingleton(new ServedQueue(_queue, typeof(CommandConsumer<TCommand, THandler>)));
        _bus.AddConsumer<CommandConsumer<TCommand, THandler>>().Endpoint(endpoint => endpoint.Name = _queue);
        return this;
    }
}

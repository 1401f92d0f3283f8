using MassTransit;
using MassTransit.Configuration;
using MassTransit.Middleware;
using MassTransit.Saga;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Hosting;

/// <summary>How a bus gets its sagas and what every endpoint of the platform has.</summary>
public static class SagaRegistration
{
    /// <summary>Adds a saga: its machine, its repository, its queue of the same name, its place in the catalogue.</summary>
    /// <param name="bus">The bus.</param>
    /// <param name="name">Kebab-case, at most 64 characters; the queue, the history and the API call it so.</param>
    public static void AddSaga<TMachine, TState>(this IBusRegistrationConfigurator bus, string name)
        where TMachine : ProcessStateMachine<TState>
        where TState : ProcessState
    {
        bus.AddSingleton(new SagaType(name, typeof(TState), typeof(TMachine)));
        bus.AddSingleton(new ServedQueue(name, typeof(TState)));
        bus.AddSingleton(new MachineStart(x => Prepare<TMachine, TState>(x)));
        bus.AddSingleton<IInvariant>(x => ActivatorUtilities.CreateInstance<SagasWait<TState>>(x, name));
        bus.AddSingleton<IInvariant>(x => new SagasOweNothing<TState>(name, x.GetRequiredService<TMachine>()));
        bus.AddSagaStateMachine<TMachine, TState>()
            .Repository(x => x.RegisterSagaRepository<TState, UnitOfWork,
                SagaConsumeContextFactory<UnitOfWork, TState>, SagaRepositoryContextFactory<TState>>())
            .Endpoint(x => x.Name = name);
    }

    static void Prepare<TMachine, TState>(IServiceProvider services)
        where TMachine : ProcessStateMachine<TState>
        where TState : ProcessState
    {
        var machine = services.GetRequiredService<TMachine>();
        machine.EnsureComplete();
        machine.ConnectEventObserver(new PlainEventNotes<TState>());
    }

    /// <summary>Retry, inbox, outbox, timeouts and limits for every endpoint, sagas' and participants' alike.</summary>
    internal static void ConfigureEndpoint(IRegistrationContext context, string name, IReceiveEndpointConfigurator endpoint)
    {
        var options = context.GetRequiredService<IOptions<InboxOptions>>().Value;
        var isSaga = context.GetRequiredService<SagaCatalogue>().Find(name) != null;

        endpoint.PrefetchCount = options.PrefetchMessages;
        endpoint.ConcurrentMessageLimit = isSaga ? options.SagaMessagesMax : options.ParticipantMessagesMax;
        endpoint.ConfigureError(error =>
        {
            error.UseFilter(new CardNumberRedaction());
            error.UseFilter(new GenerateFaultFilter());
            error.UseFilter(new ErrorTransportFilter());
        });
        endpoint.UseTimeouts();
        endpoint.UseMessageRetry(x => x.SetRetryPolicy(_ => new ConsumeRetry(options)));
        if (!isSaga)
            endpoint.ConnectConsumerConfigurationObserver(new OutboxConsumePipeSpecificationObserver<IPlatformStore>(endpoint, context));
    }
}

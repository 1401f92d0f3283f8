using MassTransit;
using MassTransit.Configuration;
using MassTransit.InMemoryTransport;
using MassTransit.Transports;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Timeouts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Simulation.Simulator;

/// <summary>
/// One process of the platform, without a bus that moves by itself: the endpoints' own receive pipes, with everything that the
/// platform puts on them, fed by hand.
/// </summary>
/// <remarks>It is built once and started again and again, for each schedule and after each death, with nothing left in its memory.</remarks>
sealed class HostProcess : IAsyncDisposable
{
    readonly ServiceProvider _services;
    readonly Dictionary<string, (IReceivePipeDispatcher Dispatcher, InMemoryReceiveEndpointContext Context)> _endpoints = new(StringComparer.Ordinal);
    SagaTurnstile _turnstile = new();

    public HostProcess(EmbeddedFamily family, TimeProvider time, TimeProvider databaseTime, Func<MemoryDatabase> database)
    {
        Store = new ProcessStore(intake => new MemoryStore(Get<RowModel>(), Get<SagaCatalogue>(), databaseTime, intake, database()));
        _services = Build(family, time, Store, () => _turnstile);
        foreach (var machine in _services.GetServices<MachineStart>())
            machine.Prepare(_services);

        var bus = _services.GetRequiredService<IBusInstance>();
        var registration = _services.GetRequiredService<IBusRegistrationContext>();
        foreach (var queue in family.Queues)
            Connect(queue, bus.HostConfiguration, registration);
    }

    /// <summary>Its way to the database.</summary>
    public ProcessStore Store { get; }

    /// <summary>What went to an error queue, with the reason.</summary>
    public List<string> Errors { get; } = [];

    /// <summary>A service of this process.</summary>
    public T Get<T>() where T : notnull => _services.GetRequiredService<T>();

    /// <summary>It starts, with nothing in its memory.</summary>
    public void Start()
    {
        Store.Start();
        _turnstile = new SagaTurnstile();
        Get<SagaRowCache>().Clear();
    }

    /// <summary>Handles one message, from the bytes to the acknowledge.</summary>
    public async Task Handle(BrokerMessage message)
    {
        var (dispatcher, context) = _endpoints[message.Queue];
        var received = new InMemoryTransportMessage(message.MessageId, message.Body, message.ContentType)
        {
            DeliveryCount = message.IsRedelivered ? 1 : 0,
        };
        foreach (var (name, value) in message.Headers)
            received.Headers.Set(name, value);
        var receive = new InMemoryReceiveContext(received, context);
        var handling = dispatcher.Dispatch(receive, new Unlocked());
        if (await Task.WhenAny(handling, Store.Death) != handling && Store.IsDead)
            return;
        await handling;
        receive.Dispose();
    }

    /// <summary>Rings what is due by the database's clock.</summary>
    public Task Ring() => Get<TimeoutRinger>().Ring(CancellationToken.None);

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    void Connect(string queue, IHostConfiguration host, IBusRegistrationContext registration)
    {
        var endpoint = host.CreateReceiveEndpointConfiguration(queue, configurator =>
        {
            SagaRegistration.ConfigureEndpoint(registration, queue, configurator);
            foreach (var served in _services.GetServices<ServedQueue>().Where(x => x.Name == queue))
                if (typeof(ISaga).IsAssignableFrom(served.By))
                    registration.ConfigureSaga(served.By, configurator);
                else
                    registration.ConfigureConsumer(served.By, configurator);
        });
        var context = (InMemoryReceiveEndpointContext)endpoint.CreateReceiveEndpointContext();
        context.GetOrAddPayload<IErrorTransport>(() => new ErrorQueue(this));
        context.GetOrAddPayload<IDeadLetterTransport>(() => new ErrorQueue(this));
        context.ConnectReceiveObserver(ActivatorUtilities.CreateInstance<FaultedMessageObserver>(_services));
        _endpoints[queue] = (context.CreateReceivePipeDispatcher(), context);
    }

    static ServiceProvider Build(EmbeddedFamily family, TimeProvider time, ProcessStore store, Func<SagaTurnstile> turnstile)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection(family.Settings).Build();
        var services = new ServiceCollection();
        services.AddLogging();
        services.AddSingleton(time);
        services.AddSingleton<IConfiguration>(configuration);
        services.AddSagaPlatform(configuration);
        family.AddModel(services);
        services.AddMemoryStore();
        family.Services(services, configuration);
        services.AddMassTransit(bus =>
        {
            bus.UseSagaPlatform();
            family.Bus(bus);
            bus.UsingInMemory();
        });
        services.Replace(ServiceDescriptor.Singleton<IPlatformStore>(store));
        services.Replace(ServiceDescriptor.Singleton<ITimeoutStore>(store));
        services.Replace(ServiceDescriptor.Singleton<IOutboxIntake>(store));
        services.Replace(ServiceDescriptor.Scoped(_ => turnstile())); // who died in his turn holds up nobody after the restart
        // Who waits between attempts here waits in real time: not at all.
        services.AddSingleton(Options.Create(new InboxOptions { AttemptsMax = 3, BackOffFirst = TimeSpan.Zero, BackOffMax = TimeSpan.FromTicks(1) }));
        var provider = services.BuildServiceProvider();
        family.Keep(provider.GetRequiredService<RowModel>());
        return provider;
    }

    /// <summary>Whoever delivers by hand acknowledges by hand: the broker here is told by <see cref="SimulatedPlatform"/>.</summary>
    sealed class Unlocked : ReceiveLockContext
    {
        public Task Complete() => Task.CompletedTask;

        public Task Faulted(Exception exception) => Task.CompletedTask;

        public Task ValidateLockStatus() => Task.CompletedTask;
    }

    /// <summary>The queue for what could not be handled, or was for nobody.</summary>
    sealed class ErrorQueue(HostProcess process) : IErrorTransport, IDeadLetterTransport
    {
        public Task Send(ExceptionReceiveContext context)
        {
            process.Errors.Add($"{context.ExceptionInfo.ExceptionType}: {context.ExceptionInfo.Message}");
            return Task.CompletedTask;
        }

        public Task Send(ReceiveContext context, string? reason)
        {
            process.Errors.Add($"skipped: {reason}");
            return Task.CompletedTask;
        }
    }
}

using System.Text.Json;
using MassTransit;
using MassTransit.Metadata;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas;

/// <summary>One process on an in-memory bus, heard and spoken to from outside. Nothing here sleeps.</summary>
public sealed class Scenario<TMachine, TState> : IAsyncDisposable
    where TMachine : ProcessStateMachine<TState>
    where TState : ProcessState
{
    readonly ServiceProvider _services;
    readonly ITestHarness _bus;
    readonly ISagaStateMachineTestHarness<TMachine, TState> _saga;
    readonly RecordedNotes _notes;

    Scenario(ServiceProvider services, RecordedNotes notes)
    {
        (_services, _notes) = (services, notes);
        _bus = services.GetTestHarness();
        _saga = _bus.GetSagaStateMachineHarness<TMachine, TState>();
    }

    public Guid Id { get; } = NewId.NextGuid();

    public TState Saga => _saga.Sagas.Contains(Id)!;

    public bool Exists => _saga.Sagas.Contains(Id) != null;

    public TMachine Machine => _services.GetRequiredService<TMachine>();

    /// <summary>What became of the last event, as the process noted it.</summary>
    public string Noted => _notes.Last;

    /// <summary>The ledger on one line, in the order asked.</summary>
    public string Ledger => string.Join(", ", Saga.Ledger.Lines.Select(x => $"{x.Step}{(x.Item == "" ? "" : $"({x.Item})")}={x.Status}"));

    public static async Task<Scenario<TMachine, TState>> Started(Func<Guid, object>? by)
    {
        var notes = new RecordedNotes();
        var services = new ServiceCollection()
            .AddMassTransitTestHarness(x =>
            {
                x.SetTestTimeouts(testInactivityTimeout: TimeSpan.FromSeconds(5));
                x.AddDelayedMessageScheduler();
                x.AddSagaStateMachine<TMachine, TState>();
                x.UsingInMemory((context, bus) =>
                {
                    bus.UseDelayedMessageScheduler();
                    bus.UseExecute(c => c.GetOrAddPayload<ITransitionNotes>(() => notes));
                    bus.ConfigureEndpoints(context);
                });
            })
            .BuildServiceProvider(true);

        var scenario = new Scenario<TMachine, TState>(services, notes);
        await scenario._bus.Start();
        if (by != null)
            await scenario.Hears(by(scenario.Id));
        return scenario;
    }

    public async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            ((IReceivedMessage)await Consumed((dynamic)message)).Exception.ShouldBeNull();
    }

    public async Task<Exception> IsBaffledBy(object message) =>
        ((IReceivedMessage)await Consumed((dynamic)message)).Exception.ShouldNotBeNull();

    /// <summary>Rings the clock: whatever was to be answered first, was not.</summary>
    public Task FallsSilent() => Hears(new ProcessClockRang(Id, Saga.Ledger.RingsAt!.Value));

    /// <summary>A participant could not handle the latest command of this type.</summary>
    public Task Faults<TCommand>() where TCommand : class => Faults(LastSent<TCommand>());

    public Task Faults<TCommand>(SendContext<TCommand> command) where TCommand : class =>
        Hears(new Faulted<TCommand>(command.Message, command.MessageId));

    public void Asked<T>(int times = 1) where T : class => Commands<T>().Count().ShouldBe(times);

    public void NeverAsked<T>() where T : class => Asked<T>(times: 0);

    public void Said<T>(int times = 1) where T : class => All<T>().Count().ShouldBe(times);

    public void NeverSaid<T>() where T : class => Said<T>(times: 0);

    public T Last<T>() where T : class => All<T>().Last();

    public SendContext<T> LastSent<T>() where T : class => Commands<T>().Last();

    public IEnumerable<SendContext<T>> Commands<T>() where T : class => _bus.Sent.Select<T>(AlreadySeen).Select(x => x.Context);

    public Task<bool> WillSay<T>() where T : class => _bus.Published.Any<T>();

    public Task<bool> WillAsk<T>() where T : class => _bus.Sent.Any<T>();

    public void IsIn(string state) => Saga.CurrentState.ShouldBe(state);

    /// <summary>As if every message were handled by another node: only what is stored survives.</summary>
    public void IsStoredAndLoaded() => Saga.Ledger = JsonSerializer.Deserialize<Ledger>(JsonSerializer.Serialize(Saga.Ledger))!;

    public ValueTask DisposeAsync() => _services.DisposeAsync();

    async Task<IReceivedMessage> Consumed<T>(T message) where T : class
    {
        var id = NewId.NextGuid();
        _notes.Last = "";
        var queue = await _bus.GetSagaEndpoint<TState>();
        await queue.Send(message, x => x.MessageId = id);
        (await _bus.Consumed.Any<T>(x => x.Context.MessageId == id)).ShouldBeTrue($"{typeof(T).Name} was not consumed");
        return _bus.Consumed.Select<T>(x => x.Context.MessageId == id, AlreadySeen).Single();
    }

    Task<IReceivedMessage> Consumed<TCommand>(Faulted<TCommand> fault) where TCommand : class => Consumed<Fault<TCommand>>(fault);

    IEnumerable<T> All<T>() where T : class => _bus.Published.Select<T>(AlreadySeen).Select(x => x.Context.Message);

    // The harness waits out its timeout on a synchronous Select, unless the token is already cancelled.
    static readonly CancellationToken AlreadySeen = new(canceled: true);
}

/// <summary>A fault as the bus publishes it.</summary>
public sealed record Faulted<TCommand>(TCommand Message, Guid? FaultedMessageId) : Fault<TCommand>
{
    public Guid FaultId { get; } = NewId.NextGuid();
    public DateTime Timestamp { get; } = DateTime.UnixEpoch;
    public ExceptionInfo[] Exceptions { get; } = [];
    public HostInfo Host { get; } = HostMetadataCache.Empty;
    public string[] FaultMessageTypes { get; } = [MessageUrn.ForTypeString<TCommand>()];
}

sealed class RecordedNotes : ITransitionNotes
{
    public string Last { get; set; } = "";

    public void Consumed() => Last = "Consumed";
    public void Ignored(string reason) => Last = $"Ignored: {reason}";
    public void Stale(string reason) => Last = $"Stale: {reason}";
    public void Refused(string reason) => Last = $"Refused: {reason}";
}

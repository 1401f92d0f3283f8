using Microsoft.Extensions.Logging.Abstractions;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests.Bus;

/// <summary>Stops and starts a broker, so it has one of its own.</summary>
public sealed class BrokerRestartTests
{
    [Fact]
    public async Task Dispatching_goes_on_after_a_restart_of_the_broker_and_nothing_is_parked_or_lost()
    {
        await using var services = await PrivateServices.StartOwn();
        await using var scenario = await RabbitMqScenario.Start(services);
        var store = new Rows();
        using var meter = new PlatformMeter();
        using var dispatcher = new OutboxDispatcher(store, scenario.Transport,
            Options.Create(new OutboxOptions { ConfirmTimeout = TimeSpan.FromSeconds(2), BackOffMax = TimeSpan.FromMilliseconds(500), AttemptsMax = 2 }),
            new UnacknowledgedCount(), meter, TimeProvider.System, NullLogger<OutboxDispatcher>.Instance);
        await dispatcher.StartAsync(CancellationToken.None);

        var before = store.Add(200, 1);
        dispatcher.Take(before);
        await store.Empty();
        await services.Stop(PrivateService.RabbitMq);
        var during = store.Add(200, 1000);
        dispatcher.Take(during);
        await services.Start(PrivateService.RabbitMq);
        await store.Empty();
        await dispatcher.StopAsync(CancellationToken.None);

        (await scenario.Arrived()).ToHashSet().ShouldBe(before.Concat(during).Select(x => x.MessageId), ignoreOrder: true);
        store.Parked.ShouldBe(0);
    }

    /// <summary>An outbox of which only the deletes matter here.</summary>
    sealed class Rows : IOutboxStore
    {
        readonly Lock _gate = new();
        readonly HashSet<long> _rows = [];
        TaskCompletionSource _empty = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public int Parked { get; private set; }

        public List<OutboxMessage> Add(int count, int firstId)
        {
            List<OutboxMessage> added = [.. Enumerable.Range(firstId, count).Select(x => RabbitMqScenario.Message(id: x))];
            lock (_gate)
            {
                _rows.UnionWith(added.Select(x => x.Id));
                _empty = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            }

            return added;
        }

        public Task Empty() => _empty.Task.WaitAsync(RabbitMqScenario.Limit);

        public Task Delete(IReadOnlyCollection<long> ids, CancellationToken cancellation)
        {
            lock (_gate)
            {
                _rows.ExceptWith(ids);
                if (_rows.Count == 0)
                    _empty.TrySetResult();
            }

            return Task.CompletedTask;
        }

        public Task NoteFailure(long id, int attempts, string error, CancellationToken cancellation) => Task.CompletedTask;

        public Task Park(long id, int attempts, string error, CancellationToken cancellation)
        {
            Parked++;
            return Task.CompletedTask;
        }

        public Task<int> Release(IReadOnlyCollection<long>? ids, CancellationToken cancellation) => Task.FromResult(0);

        public Task<IReadOnlyList<OutboxMessage>> TakeAbandoned(
            Func<long, bool> holds, TimeSpan forgottenAfter, int rowsMax, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<OutboxMessage>>([]);

        public Task<OutboxBacklog> Backlog(CancellationToken cancellation) => Task.FromResult(new OutboxBacklog(0, null, 0));

        Task<IReadOnlyList<ParkedMessage>> IOutboxStore.Parked(int rowsMax, CancellationToken cancellation) =>
            Task.FromResult<IReadOnlyList<ParkedMessage>>([]);
    }
}

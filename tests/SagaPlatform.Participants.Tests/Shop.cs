using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Hosting;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Seeding;
using SagaPlatform.Testing.Participants;

namespace SagaPlatform.Participants.Tests;

/// <summary>The reference participants on a memory store, without a bus: a command goes in, its answer comes out.</summary>
public sealed class Shop : IDisposable
{
    // The model is the same for every shop, and costs more to build than all the rest.
    static readonly Lazy<RowModel> Model = new(() =>
    {
        using var services = new ServiceCollection().AddParticipants()
            .AddSingleton(new RowModelContribution(model => model.ApplyConfiguration(new WorkItemMapping()))).BuildServiceProvider();
        return new RowModel(services.GetServices<RowModelContribution>(), new SagaCatalogue([]));
    });

    readonly ServiceCollection _services = new();
    readonly StillClock _clock = new();
    readonly ServiceProvider _provider;

    public Shop(params (string Key, string Value)[] settings)
    {
        var configuration = new ConfigurationBuilder()
            .AddInMemoryCollection(settings.Select(x => KeyValuePair.Create(x.Key, (string?)x.Value)))
            .Build();
        _services
            .AddSingleton<IConfiguration>(configuration)
            .AddSingleton<TimeProvider>(_clock)
            .AddSingleton(new SagaCatalogue([]))
            .AddSingleton(Model.Value)
            .AddSingleton<IOutboxIntake, NothingLeaves>()
            .AddMemoryStore()
            .AddParticipants()
            .AddSingleton<WorkItemKinds>()
            .AddScoped<WorkItems>()
            .AddClaimDesks()
            // Who looks into alerts is for the rides' own family to say.
            .AddWorkItemKind(RideWork.Safety, x => x.AnswersTo(Queues.Ride).DecidedBy("safety-desk")
                .Approved((item, decision) => new SafetyAlertClosed(item.SagaId, Guid.Parse(item.Item), decision.Reason ?? ""))
                .Refused((item, decision) => new SafetyAlertClosed(item.SagaId, Guid.Parse(item.Item), decision.Reason ?? "")))
            .AddScoped<UnclaimedRows>()
            .AddScoped<IRows>(x => x.GetRequiredService<UnclaimedRows>())
            .AddMassTransit(x => x.AddReferenceParticipants());
        _provider = _services.BuildServiceProvider(validateScopes: true);
    }

    public IServiceProvider Services => _provider;

    public IPlatformStore Store => _provider.GetRequiredService<IPlatformStore>();

    /// <summary>The seeding as it is registered to run at the start.</summary>
    public StockSeed Seed => (StockSeed)ActivatorUtilities.CreateInstance(
        _provider, _services.Single(x => x.ServiceType == typeof(IHostedService) && x.ImplementationType == typeof(StockSeed)).ImplementationType!);

    /// <summary>What time it is for the participants.</summary>
    public DateTimeOffset Now => _clock.GetUtcNow();

    public void LetTimePass(TimeSpan time) => _clock.Advance(time);

    public void Dispose() => _provider.Dispose();

    /// <summary>Handles the command in a unit of work of its own, again after each conflict, and gives the message answered; null is silence.</summary>
    public async Task<object?> Ask<TCommand>(TCommand command) where TCommand : class
    {
        while (true)
        {
            using var attempt = await Begin(command);
            if (await attempt.Commit())
                return attempt.Answer;
        }
    }

    /// <summary>Handles the command without committing: what another process does meanwhile comes in between.</summary>
    public async Task<Attempt> Begin<TCommand>(TCommand command) where TCommand : class
    {
        var scope = _provider.CreateScope();
        var handler = (ICommandHandler<TCommand>)scope.ServiceProvider.GetRequiredService(HandlerOf<TCommand>());
        var answer = await handler.Handle(command, CancellationToken.None);
        return new Attempt(scope, answer.Message);
    }

    /// <summary>Writes rows as they are, in a unit of work of their own.</summary>
    public async Task Write(IEnumerable<IVersionedRow> rows)
    {
        var unit = new UnitOfWork();
        unit.Rows.AddRange(rows.Select(x => new RowChange(x, ExpectedVersion: 0)));
        (await Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    public async Task<TRow?> Row<TRow>(object key) where TRow : class, IVersionedRow =>
        await Store.Find<TRow>(key, inbox: null, CancellationToken.None);

    public Task<IReadOnlyList<TRow>> Rows<TRow>(params IEnumerable<object> keys) where TRow : class, IVersionedRow =>
        Store.FindAll<TRow>([.. keys], CancellationToken.None);

    public Task<IReadOnlyList<TRow>> All<TRow>() where TRow : class, IVersionedRow =>
        _provider.GetRequiredService<IRowQueries>().List<TRow, TRow>(x => x, CancellationToken.None);

    /// <summary>What <see cref="ISeed"/>s add at the start.</summary>
    public Task SeedTestData() => ActivatorUtilities.CreateInstance<TestDataSeeding>(_provider).StartAsync(CancellationToken.None);

    /// <summary>Writes a row that was read, as another process would.</summary>
    public async Task Write<TRow>(TRow row) where TRow : class, IVersionedRow
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(row, row.Version));
        (await Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    /// <summary>A person decides an open work item.</summary>
    public async Task Decide(string kind, Guid saga, WorkItemVerdict verdict, string by, string? reason = null, string item = "")
    {
        var found = (await Row<WorkItem>(WorkItem.IdOf(kind, saga, item))).ShouldNotBeNull("nobody was asked");
        found.Decisions.Add(new WorkItemDecision(verdict, by, Now, reason));
        found.Status = verdict == WorkItemVerdict.Approve ? WorkItemStatus.Approved : WorkItemStatus.Refused;
        await Write(found);
    }

    public async Task Stock(params (string Sku, long Pieces)[] lines)
    {
        var unit = new UnitOfWork();
        unit.Rows.AddRange(lines.Select(x => new RowChange(new StockLine { Sku = x.Sku, OnHand = x.Pieces }, 0)));
        (await Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    Type HandlerOf<TCommand>() where TCommand : class => _services
        .Select(x => x.ServiceType)
        .Single(x => x.IsClass && x.IsAssignableTo(typeof(ICommandHandler<TCommand>)));

    public sealed class Attempt(IServiceScope scope, object? answer) : IDisposable
    {
        public object? Answer { get; } = answer;

        public async Task<bool> Commit() =>
            await scope.ServiceProvider.GetRequiredService<UnclaimedRows>().Commit() == CommitOutcome.Committed;

        public void Dispose() => scope.Dispose();
    }

    sealed class NothingLeaves : IOutboxIntake
    {
        public void Take(IReadOnlyList<OutboxMessage> committed) => committed.ShouldBeEmpty();
    }

    sealed class StillClock : TimeProvider
    {
        DateTimeOffset _now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

        public void Advance(TimeSpan time) => _now += time;

        public override DateTimeOffset GetUtcNow() => _now;
    }
}

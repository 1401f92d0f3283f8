using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Testing.Participants;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Participants.Tests.Chains;

/// <summary>Two processes on one PostgreSQL: locks of one balance that meet only in the database.</summary>
public sealed class LockRaceTests : IAsyncLifetime
{
    const int Transfers = 160;
    const long OpeningMinor = 10_000;

    TestDatabase _database = null!;
    Process _one = null!;
    Process _other = null!;

    public async Task InitializeAsync()
    {
        _database = await TestDatabase.Create();
        _one = await Process.Start(_database);
        _other = await Process.Start(_database);
    }

    public async Task DisposeAsync()
    {
        await _one.DisposeAsync();
        await _other.DisposeAsync();
        await _database.DisposeAsync();
    }

    [Fact]
    public async Task Transfers_that_race_for_one_balance_never_overdraw_it()
    {
        await _one.Open(ChainAccount.Open(Chain.Source, "RACED", OpeningMinor, "BTC"), ChainAccount.Open(Chain.Target, "GOAL", 0, "BTC"));
        var random = new Random(7);
        var wishes = Enumerable.Range(0, Transfers).Select(_ => (Id: Guid.NewGuid(), Amount: new Money(random.Next(50, 250), "BTC"))).ToList();

        var answers = new object?[Transfers];
        await Parallel.ForAsync(0, Transfers, new ParallelOptions { MaxDegreeOfParallelism = 12 }, async (i, _) =>
            answers[i] = await Carry(i % 2 == 0 ? _one : _other, wishes[i].Id, wishes[i].Amount, i));

        answers.OfType<LockRefused>().Count().ShouldBeGreaterThan(0, "there is less than all want");
        answers.OfType<FundsLocked>().Count().ShouldBeGreaterThan(0);
        (_one.Conflicts + _other.Conflicts).ShouldBeGreaterThan(0, "else nothing raced");
        (await ChainLaws.Broken(_one.Queries, CancellationToken.None)).ShouldBeEmpty();
        (await _database.Scalar<long>("SELECT balance_minor + locked_minor FROM participants.chain_account WHERE address = 'RACED'")).ShouldBeGreaterThanOrEqualTo(0);
    }

    [Fact]
    public async Task The_table_itself_refuses_an_overdrawn_account()
    {
        await _one.Open(ChainAccount.Open(Chain.Source, "FIRM", 5, "BTC"));

        (await Should.ThrowAsync<PostgresException>(() => _database.Execute("UPDATE participants.chain_account SET balance_minor = -1 WHERE address = 'FIRM'")))
            .ConstraintName.ShouldBe("ck_chain_account_law");
        (await Should.ThrowAsync<PostgresException>(() => _database.Execute("UPDATE participants.chain_account SET locked_minor = -1 WHERE address = 'FIRM'")))
            .ConstraintName.ShouldBe("ck_chain_account_law");
    }

    /// <summary>Locks, and of what is locked pays out one third and unlocks one third.</summary>
    static async Task<object?> Carry(Process process, Guid id, Money amount, int number)
    {
        var locked = await process.Ask(new LockFunds(id, "RACED", amount));
        if (locked is FundsLocked && number % 3 == 0)
            (await process.Ask(new ReleaseFunds(id, "GOAL", amount, 1))).ShouldBe(new FundsReleased(id));
        else if (locked is FundsLocked && number % 3 == 1)
            (await process.Ask(new UnlockFunds(id, "because"))).ShouldBe(new FundsUnlocked(id));
        return locked;
    }

    /// <summary>One process with both chains, without a bus; its units of work know of no other's.</summary>
    sealed class Process(ServiceProvider services) : IAsyncDisposable
    {
        int _conflicts;

        public int Conflicts => _conflicts;

        public IRowQueries Queries => services.GetRequiredService<IRowQueries>();

        IPlatformStore Store => services.GetRequiredService<IPlatformStore>();

        public static async Task<Process> Start(TestDatabase database)
        {
            var services = new ServiceCollection()
                .AddSingleton<IConfiguration>(new ConfigurationBuilder().Build())
                .AddSingleton(TimeProvider.System)
                .AddSingleton(new SagaCatalogue([]))
                .AddSingleton<IOutboxIntake, NothingLeaves>()
                .AddLogging()
                .AddPostgreSqlStore(x => x.ConnectionString = database.ConnectionString)
                .AddParticipants()
                .AddScoped<UnclaimedRows>()
                .AddScoped<IRows>(x => x.GetRequiredService<UnclaimedRows>())
                .AddMassTransit(x => x.AddReferenceParticipants())
                .BuildServiceProvider();
            await services.GetRequiredService<SchemaMigration>().Apply(database.ConnectionString, CancellationToken.None);
            await services.GetRequiredService<PostgreSqlStore>().Start(CancellationToken.None);
            return new Process(services);
        }

        public async Task Open(params ChainAccount[] accounts)
        {
            var unit = new UnitOfWork();
            unit.Rows.AddRange(accounts.Select(x => new RowChange(x, 0)));
            (await Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
        }

        public Task<object?> Ask(LockFunds command) => Ask<SourceChainHandler>((x, cancel) => x.Handle(command, cancel));

        public Task<object?> Ask(UnlockFunds command) => Ask<SourceChainHandler>((x, cancel) => x.Handle(command, cancel));

        public Task<object?> Ask(ReleaseFunds command) => Ask<TargetChainHandler>((x, cancel) => x.Handle(command, cancel));

        async Task<object?> Ask<THandler>(Func<THandler, CancellationToken, Task<Answer>> handle) where THandler : class
        {
            while (true)
            {
                await using var scope = services.CreateAsyncScope();
                var answer = await handle(scope.ServiceProvider.GetRequiredService<THandler>(), CancellationToken.None);
                var rows = scope.ServiceProvider.GetRequiredService<UnclaimedRows>();
                if (answer.Message is FundsLocked or FundsUnlocked or FundsReleased)
                    rows.IsSerializable.ShouldBeTrue();
                if (rows.Changes.Count == 0 || await rows.Commit() == CommitOutcome.Committed)
                    return answer.Message;
                Interlocked.Increment(ref _conflicts);
            }
        }

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }

    sealed class NothingLeaves : IOutboxIntake
    {
        public void Take(IReadOnlyList<OutboxMessage> committed) => committed.ShouldBeEmpty();
    }
}

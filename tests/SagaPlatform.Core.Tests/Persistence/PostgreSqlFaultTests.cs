using System.Diagnostics;
using Npgsql;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>What only a database with connections can do to a store.</summary>
public sealed class PostgreSqlFaultTests(PostgreSqlFixture postgres) : IClassFixture<PostgreSqlFixture>, IAsyncLifetime
{
    public Task InitializeAsync() => postgres.Empty();

    public Task DisposeAsync() => Task.CompletedTask;

    [Fact]
    public async Task What_waits_is_committed_in_few_transactions()
    {
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        await using var blocker = await postgres.Database.Open();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("LOCK TABLE saga.inbox IN ACCESS EXCLUSIVE MODE", blocker).ExecuteNonQueryAsync();
        var parcels = Enumerable.Range(0, 65).Select(_ => Work.Parcel()).ToList();

        var first = store.Commit(Work.Of(parcels[0]));
        await Waiting("LOCK on the first", "wait_event_type = 'Lock'");
        var rest = parcels[1..].Select(x => store.Commit(Work.Of(x))).ToList();
        await transaction.CommitAsync();

        (await Task.WhenAll([first, .. rest])).ShouldAllBe(x => x == CommitOutcome.Committed);
        (await postgres.Database.Scalar<long>("SELECT count(DISTINCT xmin::text) FROM saga.parcel")).ShouldBe(2);
    }

    [Fact]
    public async Task Who_gives_up_in_the_queue_has_stored_nothing_and_who_was_taken_learns_the_outcome()
    {
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        await using var blocker = await postgres.Database.Open();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("LOCK TABLE saga.inbox IN ACCESS EXCLUSIVE MODE", blocker).ExecuteNonQueryAsync();
        using var giveUp = new CancellationTokenSource();
        var (taken, queued) = (Work.Parcel(), Work.Parcel());

        var first = store.Rows.Commit(Work.Of(taken), giveUp.Token);
        await Waiting("the first unit", "wait_event_type = 'Lock'");
        var second = store.Rows.Commit(Work.Of(queued), giveUp.Token);
        await giveUp.CancelAsync();
        await Should.ThrowAsync<OperationCanceledException>(() => second);
        await transaction.CommitAsync();

        (await first).ShouldBe(CommitOutcome.Committed);
        (await store.Parcel(queued.Id)).ShouldBeNull();
    }

    [Fact]
    public async Task A_lost_connection_fails_its_units_and_the_next_ones_are_committed()
    {
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        await using var blocker = await postgres.Database.Open();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("LOCK TABLE saga.inbox IN ACCESS EXCLUSIVE MODE", blocker).ExecuteNonQueryAsync();
        var parcel = Work.Parcel();
        var key = Work.Key();

        var lost = store.Commit(Work.Of(parcel, key));
        await Waiting("the unit", "wait_event_type = 'Lock'");
        await postgres.Database.Execute(
            "SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE datname = current_database() AND wait_event_type = 'Lock'");
        await Should.ThrowAsync<NpgsqlException>(() => lost);
        await transaction.CommitAsync();

        (await store.Parcel(parcel.Id)).ShouldBeNull();
        (await store.Commit(Work.Of(parcel, key))).ShouldBe(CommitOutcome.Committed);
    }

    /// <summary>Seen in the fault lab: the driver drops the connection of such a refusal, and the units after it were told that it is closed.</summary>
    [Fact]
    public async Task A_full_disk_fails_its_units_as_an_outage_and_the_next_ones_are_committed()
    {
        await postgres.Database.Execute(
            """
            CREATE FUNCTION disk_is_full() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not extend file' USING ERRCODE = '53100'; END $$;
            CREATE TRIGGER disk_is_full BEFORE INSERT ON saga.parcel FOR EACH ROW EXECUTE FUNCTION disk_is_full();
            """);
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        var parcel = Work.Parcel();

        for (var attempt = 1; attempt <= 3; attempt++)
        {
            var outcomes = await Task.WhenAll(new[] { Work.Parcel(), Work.Parcel(), Work.Parcel() }.Select(x => Record.ExceptionAsync(() => store.Commit(Work.Of(x)))));
            outcomes.ShouldAllBe(x => x is PostgresException && StoreOutage.Is(x));
        }

        await postgres.Database.Execute("DROP FUNCTION disk_is_full CASCADE");
        (await store.Commit(Work.Of(parcel))).ShouldBe(CommitOutcome.Committed);
    }

    [Fact]
    public async Task A_commit_whose_answer_was_lost_is_a_duplicate_when_its_message_comes_again()
    {
        await using var store = await postgres.Open();
        var key = Work.Key();
        var parcel = Work.Parcel();
        await store.Commit(Work.Of(parcel, key));
        parcel.Version = 0;

        (await store.Commit(Work.Of(parcel, key))).ShouldBe(CommitOutcome.Duplicate);
    }

    [Fact]
    public async Task When_the_connection_that_holds_the_node_dies_the_process_becomes_another_node()
    {
        await using var store = await postgres.Open(limits: x => x.NodeCheckSeconds = 1);
        await store.Commit(new UnitOfWork { Outbox = { Work.Message() } });
        var before = store.HandedOver.Messages[0].Id >> 40;

        await postgres.Database.Execute(
            "SELECT pg_terminate_backend(l.pid) FROM pg_locks l JOIN pg_database d ON d.oid = l.database WHERE d.datname = current_database() AND l.locktype = 'advisory'");

        var after = before;
        for (var i = 0; after == before && i < 10_000; i++)
        {
            await store.Commit(new UnitOfWork { Outbox = { Work.Message() } });
            after = store.HandedOver.Messages.Max(x => x.Id) >> 40;
        }
        after.ShouldNotBe(before);
        await using var other = await postgres.Open();
        (await other.TakeAbandoned(TimeSpan.FromMinutes(1))).ShouldContain((OutboxMessage x) => x.Id >> 40 == before);
    }

    [Fact]
    public async Task Who_demands_it_is_committed_serializable_and_nobody_else()
    {
        await postgres.Database.Execute(
            """
            CREATE TABLE isolation_seen (sku text, isolation text);
            CREATE FUNCTION see_isolation() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN INSERT INTO isolation_seen VALUES (NEW.sku, current_setting('transaction_isolation')); RETURN NEW; END $$;
            CREATE TRIGGER see_isolation AFTER INSERT ON saga.shelf FOR EACH ROW EXECUTE FUNCTION see_isolation();
            """);
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        var (alone, together) = (Work.Rows(new ShelfRow { Sku = "alone" }), Work.Rows(new ShelfRow { Sku = "together" }));
        alone.Serializable = true;

        await Task.WhenAll(store.Commit(alone), store.Commit(together));

        (await postgres.Database.Scalar<string>("SELECT string_agg(sku || ' ' || isolation, ', ' ORDER BY sku) FROM isolation_seen"))
            .ShouldBe("alone serializable, together read committed");
        await postgres.Database.Execute("DROP FUNCTION see_isolation CASCADE; DROP TABLE isolation_seen");
    }

    [Fact]
    public async Task A_serialization_failure_is_a_conflict_and_the_connection_stays_good()
    {
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        await postgres.Database.Execute(
            """
            CREATE FUNCTION fail_serialization() RETURNS trigger LANGUAGE plpgsql AS
                $$ BEGIN RAISE EXCEPTION 'could not serialize access' USING ERRCODE = '40001'; END $$;
            CREATE CONSTRAINT TRIGGER fail_serialization AFTER INSERT ON saga.shelf DEFERRABLE INITIALLY DEFERRED
                FOR EACH ROW WHEN (NEW.sku = 'pivot') EXECUTE FUNCTION fail_serialization();
            """);
        var unit = Work.Rows(new ShelfRow { Sku = "pivot" });
        unit.Serializable = true;

        (await store.Commit(unit)).ShouldBe(CommitOutcome.Conflict, "the failure comes with COMMIT");

        (await store.Commit(Work.Of(Work.Parcel()))).ShouldBe(CommitOutcome.Committed);
        await postgres.Database.Execute("DROP FUNCTION fail_serialization CASCADE");
    }

    [Fact]
    public async Task A_message_costs_two_round_trips()
    {
        await using var store = await postgres.Open(limits: x => x.Committers = 1);
        var parcel = Work.Parcel();
        for (var i = 0; i < 5; i++)
        {
            await store.Commit(Work.Of(parcel));
            await store.Rows.Find<ParcelState>(parcel.Id, Work.Key(), default);
        }
        using var counting = new RoundTrips(postgres.Database.Name);
        var key = Work.Key();

        var found = (await store.Rows.Find<ParcelState>(parcel.Id, key, default))!;
        await store.Commit(Work.Of(found, key));

        counting.Seen.Count.ShouldBe(2, string.Join("; ", counting.Seen));
    }

    [Fact]
    public async Task Who_reads_while_a_read_is_under_way_is_read_together_with_the_others_and_each_is_told_of_its_own()
    {
        await using var store = await postgres.Open();
        var parcels = Enumerable.Range(0, 40).Select(_ => Work.Parcel()).ToList();
        var consumed = Work.Key();
        await store.Commit(Work.Of(parcels[0], consumed));
        await Task.WhenAll(parcels[1..].Select(x => store.Commit(Work.Of(x))));
        await using var blocker = await postgres.Database.Open();
        await using var transaction = await blocker.BeginTransactionAsync();
        await new NpgsqlCommand("LOCK TABLE saga.inbox IN ACCESS EXCLUSIVE MODE", blocker).ExecuteNonQueryAsync();
        using var counting = new RoundTrips(postgres.Database.Name);

        var first = store.Rows.Find<ParcelState>(parcels[1].Id, Work.Key(), default);
        await Waiting("the first read", "wait_event_type = 'Lock'");
        var others = parcels[2..].Select(x => store.Rows.Find<ParcelState>(x.Id, Work.Key(), default)).ToList();
        var again = store.Rows.Find<ParcelState>(parcels[0].Id, consumed, default);
        var unknown = store.Rows.Find<ParcelState>(Guid.NewGuid(), Work.Key(), default);
        await transaction.CommitAsync();

        (await Task.WhenAll([first, .. others])).Select(x => x!.Id).ShouldBe(parcels[1..].Select(x => x.Id));
        await Should.ThrowAsync<DuplicateMessageException>(() => again);
        (await unknown).ShouldBeNull();
        counting.Seen.Count(x => x.Contains("asked.number", StringComparison.Ordinal)).ShouldBe(2, string.Join("; ", counting.Seen));
    }

    // The server says when a statement has come to the lock; nothing is slept for.
    async Task Waiting(string what, string condition)
    {
        for (var i = 0; i < 10_000; i++)
        {
            if (await postgres.Database.Scalar<long>(
                $"SELECT count(*) FROM pg_stat_activity WHERE datname = current_database() AND {condition}") > 0)
                return;
        }
        throw new TimeoutException($"{what} never came to the lock.");
    }

    /// <summary>Counts what Npgsql sends and waits for: one span per command or batch.</summary>
    sealed class RoundTrips : IDisposable
    {
        readonly string _database;
        readonly ActivityListener _listener;

        internal RoundTrips(string database)
        {
            _database = database;
            _listener = new ActivityListener
            {
                ShouldListenTo = x => x.Name == "Npgsql",
                Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
                ActivityStopped = Note,
            };
            ActivitySource.AddActivityListener(_listener);
        }

        internal System.Collections.Concurrent.ConcurrentQueue<string> Seen { get; } = [];

        // Other classes run beside this one, on databases of their own; the look at the node is no message's.
        void Note(Activity activity)
        {
            var isOurs = activity.Tags.Any(x => x.Value == _database);
            var isCheck = activity.Tags.Any(x => x.Value == "SELECT 1");
            if (isOurs && !isCheck)
                Seen.Enqueue(string.Join(",", activity.Tags.Select(x => x.Key + "=" + x.Value)));
        }

        public void Dispose() => _listener.Dispose();
    }
}

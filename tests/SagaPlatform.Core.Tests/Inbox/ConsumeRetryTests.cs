using System.Net.Sockets;
using MassTransit;
using MassTransit.Middleware;
using Npgsql;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Inbox;

public sealed class ConsumeRetryTests
{
    static readonly Exception Conflict = new ConcurrencyConflictException("The row");
    static readonly Exception TooEarly = new SagaNotFoundException("Order", "Cancel", Guid.NewGuid());
    static readonly Exception Away = new NpgsqlException("away", new SocketException(111));

    public static TheoryData<Exception> WhatMayGoAway => new()
    {
        Conflict,
        Away,
        TooEarly,
        Refused(PostgresErrorCodes.SerializationFailure),
        Refused(PostgresErrorCodes.DeadlockDetected),
        Refused(PostgresErrorCodes.LockNotAvailable),
        Refused(PostgresErrorCodes.AdminShutdown),
        Refused(PostgresErrorCodes.CannotConnectNow),
        Refused(PostgresErrorCodes.TooManyConnections),
        new NpgsqlException("slow", new TimeoutException()),
        new TimeoutException(),
        new InvalidOperationException("outside", Conflict),
    };

    public static TheoryData<Exception> WhatStays => new()
    {
        new InvalidOperationException(),
        new FormatException("wrong"),
        new MessageTooLargeException("Tests:Large", 2, 1),
        new InvalidMessageException("Order", new Dictionary<string, string[]>()),
        new DuplicateMessageException(new InboxKey(Guid.NewGuid(), "order")),
        new OperationCanceledException(),
        new NpgsqlException("no"),
        Refused(PostgresErrorCodes.UniqueViolation),
        Refused(PostgresErrorCodes.UndefinedTable),
    };

    [Theory]
    [MemberData(nameof(WhatMayGoAway), DisableDiscoveryEnumeration = true)]
    public void What_may_go_away_by_itself_is_tried_again(Exception exception) =>
        Waits(new InboxOptions(), Enumerable.Repeat(exception, 3)).Count.ShouldBe(3);

    [Theory]
    [MemberData(nameof(WhatStays), DisableDiscoveryEnumeration = true)]
    public void Everything_else_goes_to_the_error_queue_at_once(Exception exception) =>
        Waits(new InboxOptions(), [exception]).ShouldBeEmpty();

    [Theory]
    [InlineData(1, 0)]
    [InlineData(2, 1)]
    [InlineData(8, 7)]
    public void A_message_that_came_too_early_uses_up_its_attempts(int attemptsMax, int waits) =>
        Waits(new InboxOptions { AttemptsMax = attemptsMax }, Enumerable.Repeat(TooEarly, 100)).Count.ShouldBe(waits);

    /// <summary>Seen in the fault lab: a disk that was full for eight seconds threw everything under way into the error queues.</summary>
    [Theory]
    [InlineData(PostgresErrorCodes.DiskFull)]
    [InlineData(PostgresErrorCodes.OutOfMemory)]
    [InlineData(PostgresErrorCodes.IoError)]
    [InlineData(PostgresErrorCodes.ReadOnlySqlTransaction)]
    public void A_full_disk_and_a_standby_are_waited_for_and_use_up_no_attempts(string state) =>
        Waits(new InboxOptions { AttemptsMax = 2 }, Enumerable.Repeat<Exception>(Refused(state), 20)).Count.ShouldBe(20);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void An_outage_and_a_much_wanted_row_use_up_patience_and_no_attempts(bool isOutage)
    {
        var options = new InboxOptions { AttemptsMax = 2, PatienceMax = TimeSpan.FromMinutes(1) };

        var waits = Waits(options, Enumerable.Repeat(isOutage ? Away : Conflict, 10_000));

        waits.Aggregate((x, y) => x + y).ShouldBeGreaterThanOrEqualTo(options.PatienceMax);
        waits.SkipLast(1).Aggregate((x, y) => x + y).ShouldBeLessThan(options.PatienceMax);
        Waits(options, [Away, Conflict, Away, TooEarly, Away, TooEarly, TooEarly]).Count.ShouldBe(5, "the second time too early was the last attempt");
    }

    [Fact]
    public void Waits_double_up_to_their_limit_each_with_a_jitter_of_its_own()
    {
        var options = new InboxOptions { AttemptsMax = 40 };

        var waits = Waits(options, Enumerable.Repeat(TooEarly, 100));

        for (var i = 0; i < waits.Count; i++)
        {
            var nominal = Math.Min(options.BackOffMax.TotalMilliseconds, options.BackOffFirst.TotalMilliseconds * Math.Pow(2, i));
            waits[i].TotalMilliseconds.ShouldBeInRange(nominal * 0.5 - 0.001, nominal * 1.5 + 0.001);
        }

        waits.Skip(10).Distinct().Count().ShouldBeGreaterThan(1);
    }

    /// <summary>How long the retry waits after each of these failures, until it gives up.</summary>
    static List<TimeSpan> Waits(InboxOptions options, IEnumerable<Exception> failures)
    {
        using var course = new ConsumeRetry(options).CreatePolicyContext<PipeContext>(new Nothing());
        List<TimeSpan> waits = [];
        RetryContext<PipeContext>? last = null;
        foreach (var failure in failures)
        {
            if (last == null ? !course.CanRetry(failure, out var next) : !last.CanRetry(failure, out next))
                break;
            last = next;
            waits.Add(next.Delay!.Value);
        }

        return waits;
    }

    static PostgresException Refused(string sqlState) => new("refused", "ERROR", "ERROR", sqlState);

    sealed class Nothing : BasePipeContext;
}

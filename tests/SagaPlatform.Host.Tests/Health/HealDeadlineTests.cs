using SagaPlatform.Host.Health;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Host.Tests.Health;

public sealed class HealDeadlineTests
{
    readonly VirtualTime _time = new();
    readonly HealDeadline _deadline;

    public HealDeadlineTests() => _deadline = new HealDeadline(TimeSpan.FromMinutes(2), TimeSpan.FromMinutes(30), _time);

    [Fact]
    public void A_process_that_is_wedged_while_the_services_answer_others_has_two_minutes()
    {
        _deadline.NotReady(away: null).ShouldBeNull();
        After(TimeSpan.FromSeconds(119)).ShouldBeNull();
        After(TimeSpan.FromSeconds(1)).ShouldBe("not ready for 120 s, the last 120 s of it although broker and database answer");
    }

    [Fact]
    public void An_outage_of_the_broker_is_waited_for_much_longer_but_not_for_ever()
    {
        _deadline.NotReady("RabbitMQ is away: refused").ShouldBeNull();
        After(TimeSpan.FromMinutes(29), "RabbitMQ is away: refused").ShouldBeNull();
        After(TimeSpan.FromMinutes(1), "RabbitMQ is away: refused").ShouldBe("not ready for 1800 s (RabbitMQ is away: refused)");
    }

    [Fact]
    public void The_two_minutes_begin_when_the_outage_is_over()
    {
        _deadline.NotReady("PostgreSQL is away: refused").ShouldBeNull();
        After(TimeSpan.FromMinutes(5)).ShouldBeNull();
        After(TimeSpan.FromSeconds(119)).ShouldBeNull();
        After(TimeSpan.FromSeconds(1)).ShouldNotBeNull().ShouldContain("the last 120 s");
    }

    [Fact]
    public void Whoever_heals_starts_afresh()
    {
        _deadline.NotReady(away: null);
        _time.Advance(TimeSpan.FromSeconds(100));
        _deadline.Ready().ShouldBe(TimeSpan.FromSeconds(100));
        _deadline.Ready().ShouldBeNull();

        _deadline.NotReady(away: null).ShouldBeNull();
        After(TimeSpan.FromSeconds(119)).ShouldBeNull();
    }

    string? After(TimeSpan passed, string? away = null)
    {
        _time.Advance(passed);
        return _deadline.NotReady(away);
    }
}

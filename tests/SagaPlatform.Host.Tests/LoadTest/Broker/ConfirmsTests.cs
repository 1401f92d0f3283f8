using SagaPlatform.LoadTest.Broker;

namespace SagaPlatform.Host.Tests.LoadTest.Broker;

public sealed class ConfirmsTests
{
    readonly Confirms _confirms = new();
    readonly List<Guid> _published = [.. Enumerable.Range(0, 6).Select(_ => Guid.NewGuid())];

    public ConfirmsTests() => _published.ForEach(_confirms.Publishes);

    [Fact]
    public void The_broker_answers_for_one_or_for_all_before_it_and_for_none_twice()
    {
        _confirms.Answered(2, multiple: false).ShouldBe([_published[1]]);
        _confirms.Answered(4, multiple: true).ShouldBe([_published[0], _published[2], _published[3]]);
        _confirms.Answered(4, multiple: true).ShouldBeEmpty();
        _confirms.Waiting.ShouldBe(2);
    }

    [Fact]
    public void What_is_published_later_waits_on()
    {
        _confirms.Answered(6, multiple: true).ShouldBe(_published);
        var later = Guid.NewGuid();
        _confirms.Publishes(later);

        _confirms.Waiting.ShouldBe(1);
        _confirms.Answered(7, multiple: false).ShouldBe([later]);
    }
}

using SagaPlatform.OperatorConsole.Sagas;
using SagaPlatform.OperatorConsole.Tests.Sagas.Samples;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Tests.Sagas;

public sealed class WaitingForTests
{
    static readonly DateTimeOffset Start = new(2026, 5, 4, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void A_step_that_is_asked_says_whom_since_when_and_until_when() =>
        Sentence(_ => { }).ShouldBe(
            "It waits for 'payments' to answer ChargeFee, asked at 2026-05-04 09:00:00Z (attempt 1 of 2), until 2026-05-04 09:05:00Z.");

    [Fact]
    public void A_second_asking_is_counted() =>
        Sentence(_ => { }, later: TimeSpan.FromMinutes(5), rings: true).ShouldBe(
            "It waits for 'payments' to answer ChargeFee, asked at 2026-05-04 09:05:00Z (attempt 2 of 2), until 2026-05-04 09:10:00Z.");

    [Fact]
    public void A_limit_that_passed_without_a_ring_is_not_passed_over() =>
        Sentence(_ => { }, later: TimeSpan.FromSeconds(500)).ShouldEndWith(
            "until 2026-05-04 09:05:00Z, which is 3 min 20 s ago: the ring is late.");

    [Fact]
    public void Several_items_are_named_and_the_rest_is_counted()
    {
        var sentence = Sentence(Silent.InCustoms, legs: ["a", "b", "c", "d", "e"]);

        sentence.ShouldStartWith("It waits for 'trucks' to answer BookTruck (a), asked at");
        sentence.ShouldContain("; and for 'trucks' to answer BookTruck (c), asked at");
        sentence.ShouldEndWith("; and for 2 more.");
        sentence.ShouldNotContain("BookTruck (d)");
    }

    [Fact]
    public void A_pause_says_since_when_and_when_its_clock_rings() =>
        Sentence(Silent.InCustoms).ShouldBe(
            "It waits for whatever ends the pause Customs, entered at 2026-05-04 09:00:00Z; its clock rings at 2026-05-04 10:00:00Z.");

    [Fact]
    public void An_open_question_is_what_it_waits_for() =>
        Sentence(Silent.AtTheHandOver, later: TimeSpan.FromHours(8), rings: true).ShouldBe(
            "It waits for a person to answer, since 2026-05-04 17:00:00Z at the latest; it is asked again at 2026-05-05 01:00:00Z: "
            + "HandOver is past the point of no return and was not answered in time: did it happen?");

    [Fact]
    public void A_completed_saga_waits_for_nothing() =>
        Sentence(x =>
        {
            Silent.AtTheHandOver(x);
            x.Answered(x.Line("HandOver"), _ => { });
        }).ShouldBe("It waits for nothing: it was completed at 2026-05-04 09:00:00Z.");

    [Fact]
    public void A_cancelled_saga_says_why() =>
        Sentence(x => x.Refused(x.Line("ChargeFee"), "No funds.")).ShouldBe(
            "It waits for nothing: it ended at 2026-05-04 09:00:00Z with everything given back, because: No funds.");

    [Fact]
    public void A_step_that_a_new_version_no_longer_has_is_named_all_the_same()
    {
        var saga = Delivery(_ => { }, []);
        saga.Ledger.Lines[0].Step = "WeighParcel";

        new WaitingFor(new Delivery().Definition, Start).Sentence(saga).ShouldBe(
            "It waits for WeighParcel, which is no longer a part of the process, until 2026-05-04 09:05:00Z.");
    }

    static string Sentence(Action<Conduct<DeliveryState>> happens, TimeSpan later = default, string[]? legs = null, bool rings = false) =>
        new WaitingFor(new Delivery().Definition, Start + later).Sentence(Delivery(happens, legs ?? [], rings));

    /// <param name="happens">After the start, at the same moment.</param>
    /// <param name="legs">What is transported.</param>
    /// <param name="rings">Whether then its clock rings, when it was due.</param>
    static DeliveryState Delivery(Action<Conduct<DeliveryState>> happens, string[] legs, bool rings = false)
    {
        var saga = new DeliveryState { CorrelationId = Guid.NewGuid(), Legs = [.. legs] };
        var machine = new Delivery();
        var start = machine.Conduct(saga, Start);
        start.Start();
        saga.CurrentState = start.Proceed();
        var next = machine.Conduct(saga, Start);
        happens(next);
        saga.CurrentState = next.Proceed();
        if (!rings)
            return saga;

        var due = saga.Ledger.RingsAt!.Value;
        var rang = machine.Conduct(saga, due);
        rang.Rang(due);
        saga.CurrentState = rang.Proceed();
        return saga;
    }
}

using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Payments;

namespace SagaPlatform.Participants.Tests.Payments;

public sealed class ChargeLawsTests
{
    static readonly DateTimeOffset Now = new(2026, 11, 20, 9, 0, 0, TimeSpan.Zero);

    [Fact]
    public void Every_charge_and_refund_sums_to_zero_and_agrees_with_the_ledger()
    {
        var kept = NewCharge(100);
        var refunded = NewCharge(250);
        var declined = NewCharge(400);
        declined.Decline(Now);
        LedgerEntry[] entries = [.. kept.Take(Now).Entries(Now), .. refunded.Take(Now).Entries(Now), .. refunded.Refund(Now).Entries(Now)];

        LedgerLaws.SumsToZero(entries).ShouldBeTrue();
        ChargeLaws.Agree([kept, refunded, declined], entries).ShouldBeTrue();
    }

    [Fact]
    public void One_side_alone_does_not_sum_to_zero() =>
        LedgerLaws.SumsToZero(NewCharge(100).Take(Now).Entries(Now).Take(1)).ShouldBeFalse();

    [Fact]
    public void One_charge_cannot_make_up_for_another_nor_one_currency_for_another()
    {
        var out_ = NewCharge(100).Take(Now).Entries(Now)[0];
        LedgerLaws.SumsToZero([out_, NewCharge(100).Take(Now).Entries(Now)[1]]).ShouldBeFalse();

        var other = NewCharge(100).Take(Now).Entries(Now)[1];
        other.MovementId = out_.MovementId;
        LedgerLaws.SumsToZero([out_, other]).ShouldBeTrue();
        other.Currency = "USD";
        LedgerLaws.SumsToZero([out_, other]).ShouldBeFalse();
    }

    [Fact]
    public void A_charge_that_was_moved_twice_or_not_at_all_does_not_agree()
    {
        var charge = NewCharge(100);
        var entries = charge.Take(Now).Entries(Now);

        ChargeLaws.Agree([charge], [.. entries, .. entries]).ShouldBeFalse();
        ChargeLaws.Agree([charge], []).ShouldBeFalse();
        ChargeLaws.Agree([], entries).ShouldBeFalse();
    }

    [Fact]
    public void What_was_not_charged_cannot_be_refunded()
    {
        var charge = NewCharge(100);
        charge.Decline(Now);

        Should.Throw<InvalidOperationException>(() => charge.Refund(Now)).Message.ShouldContain("nothing to give back");
    }

    static Charge NewCharge(long amountMinor) =>
        new() { OrderId = Guid.NewGuid(), CustomerId = Guid.NewGuid(), AmountMinor = amountMinor, Currency = "EUR" };
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>A captured payment, and what of it was refunded or is frozen for a refund under way.</summary>
/// <remarks>
/// Law: refunded + frozen ≤ captured, in the payer's currency and in the payee's alike. Two refunds at once meet at the
/// version of this row: one is written, the other reads again and may find too little left.
/// </remarks>
public sealed class CapturedPayment : IVersionedRow
{
    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>The gateway that captured it: refunds are executed there.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>The gateway's number for the capture.</summary>
    public string Reference { get; set; } = "";

    /// <summary>Who was paid.</summary>
    public string PayeeAccount { get; set; } = "";

    /// <summary>What the payer paid, in ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What the payer paid, in minor units.</summary>
    public long CapturedMinor { get; set; }

    /// <summary>What of it is set aside for refunds under way.</summary>
    public long FrozenMinor { get; set; }

    /// <summary>What of it the payer has back.</summary>
    public long RefundedMinor { get; set; }

    /// <summary>What the payee was paid in, ISO 4217.</summary>
    public string SettlementCurrency { get; set; } = "";

    /// <summary>What the payee got, in minor units.</summary>
    public long SettlementMinor { get; set; }

    /// <summary>What of that is set aside for refunds under way.</summary>
    public long FrozenShareMinor { get; set; }

    /// <summary>What of that the payee gave back.</summary>
    public long RefundedShareMinor { get; set; }

    /// <summary>When it was confirmed, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>What can still be refunded, in minor units.</summary>
    public long RefundableMinor => CapturedMinor - FrozenMinor - RefundedMinor;

    long RefundableShareMinor => SettlementMinor - FrozenShareMinor - RefundedShareMinor;

    /// <summary>What is wrong with a refund of so much; null when it can be given.</summary>
    public string? Problem(Money amount) =>
        amount.Currency != Currency ? $"the payment was captured in {Currency}, not in {amount.Currency}"
        : amount.AmountMinor <= 0 ? "a refund is more than 0"
        : amount.AmountMinor > RefundableMinor
            ? $"{amount.AmountMinor} {Currency} is more than can be refunded: captured {CapturedMinor}, refunded {RefundedMinor}, frozen {FrozenMinor}"
        : ShareOf(amount.AmountMinor) == 0 ? $"{amount.AmountMinor} {Currency} is nothing in {SettlementCurrency}"
        : null;

    /// <summary>Sets the amount aside, and the payee's share of it.</summary>
    /// <exception cref="InvalidOperationException">So much cannot be refunded.</exception>
    public RefundHold Freeze(Guid refundId, Money amount, DateTimeOffset at)
    {
        if (Problem(amount) is { } problem)
            throw new InvalidOperationException($"Payment {PaymentId}: {problem}.");
        var hold = new RefundHold
        {
            RefundId = refundId,
            PaymentId = PaymentId,
            AmountMinor = amount.AmountMinor,
            ShareMinor = ShareOf(amount.AmountMinor),
            Status = RefundHoldStatus.Frozen,
            At = at,
        };
        FrozenMinor += hold.AmountMinor;
        FrozenShareMinor += hold.ShareMinor;
        return hold;
    }

    /// <summary>What was set aside can be refunded again.</summary>
    /// <exception cref="InvalidOperationException">It is not frozen.</exception>
    public void Unfreeze(RefundHold hold, DateTimeOffset at)
    {
        Release(hold, RefundHoldStatus.Unfrozen, at);
    }

    /// <summary>What was set aside is refunded.</summary>
    /// <exception cref="InvalidOperationException">It is not frozen.</exception>
    public void Book(RefundHold hold, DateTimeOffset at)
    {
        Release(hold, RefundHoldStatus.Booked, at);
        RefundedMinor += hold.AmountMinor;
        RefundedShareMinor += hold.ShareMinor;
    }

    void Release(RefundHold hold, RefundHoldStatus status, DateTimeOffset at)
    {
        if (hold.Status != RefundHoldStatus.Frozen)
            throw new InvalidOperationException($"The hold of refund {hold.RefundId} is {hold.Status}, not frozen.");
        (hold.Status, hold.At) = (status, at);
        FrozenMinor -= hold.AmountMinor;
        FrozenShareMinor -= hold.ShareMinor;
    }

    /// <summary>
    /// The payee's part of a refund, at the rate of the capture, rounded half to even. The refund that takes all that is left
    /// takes all that is left of the payee's side too, so that refunds in parts sum up to the minor unit.
    /// </summary>
    long ShareOf(long amountMinor)
    {
        if (amountMinor == RefundableMinor)
            return RefundableShareMinor;
        var (whole, rest) = Int128.DivRem((Int128)SettlementMinor * amountMinor, CapturedMinor);
        var up = rest * 2 > CapturedMinor || (rest * 2 == CapturedMinor && Int128.IsOddInteger(whole));
        return Math.Min((long)whole + (up ? 1 : 0), RefundableShareMinor);
    }
}

/// <summary>The table of <see cref="CapturedPayment"/>.</summary>
public sealed class CapturedPaymentMapping : IEntityTypeConfiguration<CapturedPayment>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<CapturedPayment> row)
    {
        row.ToTable("captured_payment", "participants");
        row.HasKey(x => x.PaymentId);
        row.Property(x => x.PaymentId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.RefundableMinor);
    }
}

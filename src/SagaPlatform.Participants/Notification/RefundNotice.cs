using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Notification;

/// <summary>The notice a payer got about a refund. Written once, never changed.</summary>
public sealed class RefundNotice : IVersionedRow
{
    /// <summary>The refund.</summary>
    public Guid RefundId { get; set; }

    /// <summary>To whom it went.</summary>
    public string PayerEmail { get; set; } = "";

    /// <summary>What it says was refunded, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>Writes to the payer, once per refund. There is no undo: a letter cannot be called back.</summary>
public sealed class RefundNoticeHandler(IRows rows, Engagements engagements, TimeProvider clock) : ICommandHandler<NotifyRefund>
{
    /// <inheritdoc />
    public Task<Answer> Handle(NotifyRefund command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Notification, "refund", command.RefundId),
        () => Task.FromResult(Write(command)),
        reason => new RefundNoticeRefused(command.RefundId, reason));

    Outcome Write(NotifyRefund command)
    {
        if (FieldRules.Text("PayerEmail", command.PayerEmail, charactersMax: 254) is { } problem)
            return Outcome.Refused(new RefundNoticeRefused(command.RefundId, problem));
        if (NotificationTestData.Refuses(command.PayerEmail))
            return Outcome.Refused(new RefundNoticeRefused(command.RefundId, "the mail system refused the address"));

        rows.Add(new RefundNotice
        {
            RefundId = command.RefundId,
            PayerEmail = command.PayerEmail,
            AmountMinor = command.Amount.AmountMinor,
            Currency = command.Amount.Currency,
            At = clock.GetUtcNow(),
        });
        return NotificationTestData.LosesAnswer(command.PayerEmail)
            ? Outcome.DoneSilently
            : Outcome.Done(new RefundNotified(command.RefundId));
    }
}

/// <summary>The table of <see cref="RefundNotice"/>.</summary>
public sealed class RefundNoticeMapping : IEntityTypeConfiguration<RefundNotice>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<RefundNotice> row)
    {
        row.ToTable("refund_notice", "participants");
        row.HasKey(x => x.RefundId);
        row.Property(x => x.RefundId).ValueGeneratedNever();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

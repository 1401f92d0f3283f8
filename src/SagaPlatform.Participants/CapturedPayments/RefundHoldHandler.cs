using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>Validates refunds, sets aside what they want, gives it back, or books it as refunded: each once per refund.</summary>
public sealed class RefundHoldHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ValidateRefund>,
    ICommandHandler<FreezePayment>,
    ICommandHandler<UnfreezePayment>,
    ICommandHandler<BookRefund>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(ValidateRefund command, CancellationToken cancellation) => Answer.With(
        await Problem(command.PaymentId, command.Amount) is { } problem
            ? new RefundRejected(command.RefundId, problem)
            : new RefundValidated(command.RefundId));

    /// <inheritdoc />
    public Task<Answer> Handle(FreezePayment command, CancellationToken cancellation) => engagements.Do(
        Key(command.RefundId),
        () => Freeze(command),
        reason => new FreezeRefused(command.RefundId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(UnfreezePayment command, CancellationToken cancellation) => engagements.Undo(
        Key(command.RefundId),
        () => Release(command.RefundId, (payment, hold) => payment.Unfreeze(hold, clock.GetUtcNow())),
        new PaymentUnfrozen(command.RefundId));

    /// <inheritdoc />
    /// <exception cref="InvalidOperationException">Nothing is frozen for the refund: a person must find out why it was executed.</exception>
    public Task<Answer> Handle(BookRefund command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.CapturedPayments, "book", command.RefundId),
        async () =>
        {
            await Release(command.RefundId, (payment, hold) => payment.Book(hold, clock.GetUtcNow()));
            return Outcome.Done(new RefundBooked(command.RefundId));
        },
        _ => new RefundBooked(command.RefundId)); // there is no undo that could have come before

    async Task<Outcome> Freeze(FreezePayment command)
    {
        if (await Problem(command.PaymentId, command.Amount) is { } problem)
            return Outcome.Refused(new FreezeRefused(command.RefundId, problem));
        var payment = await Payment(command.PaymentId);
        var hold = payment.Freeze(command.RefundId, command.Amount, clock.GetUtcNow());
        rows.Add(hold);
        rows.Change(payment);
        return Outcome.Done(new PaymentFrozen(command.RefundId, payment.Gateway, new Money(hold.ShareMinor, payment.SettlementCurrency)));
    }

    async Task Release(Guid refundId, Action<CapturedPayment, RefundHold> release)
    {
        var hold = await rows.Find<RefundHold>(refundId)
            ?? throw new InvalidOperationException($"Nothing was ever frozen for refund {refundId}.");
        var payment = await Payment(hold.PaymentId);
        release(payment, hold);
        rows.Change(hold);
        rows.Change(payment);
    }

    async Task<string?> Problem(Guid paymentId, Money? amount) =>
        amount == null ? "Amount is missing"
        : await rows.Find<CapturedPayment>(paymentId) is { } payment ? payment.Problem(amount)
        : $"there is no captured payment {paymentId}";

    async Task<CapturedPayment> Payment(Guid paymentId) =>
        await rows.Find<CapturedPayment>(paymentId)
        ?? throw new InvalidOperationException($"There is no captured payment {paymentId}.");

    static string Key(Guid refundId) => Engagement.KeyOf(Queues.CapturedPayments, "freeze", refundId);
}

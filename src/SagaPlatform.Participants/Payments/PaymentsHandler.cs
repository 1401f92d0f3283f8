using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Payments;

/// <summary>Takes the money of an order once, and gives it back once.</summary>
public sealed class PaymentsHandler(
    IRows rows, GeneralLedger ledger, Engagements engagements, IOptions<PaymentsOptions> options, TimeProvider clock) :
    ICommandHandler<ChargePayment>,
    ICommandHandler<RefundPayment>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ChargePayment command, CancellationToken cancellation) => engagements.Do(
        Key(command.OrderId),
        () => Charge(command),
        reason => new PaymentDeclined(command.OrderId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(RefundPayment command, CancellationToken cancellation) => engagements.Undo(
        Key(command.OrderId),
        () => Refund(command.OrderId),
        new PaymentRefunded(command.OrderId));

    async Task<Outcome> Charge(ChargePayment command)
    {
        if (options.Value.Problem(command) is { } problem)
            return Outcome.Refused(new PaymentDeclined(command.OrderId, problem));
        if (PaymentTestTokens.Breaks(command.PaymentToken))
            throw new InvalidOperationException("The payment provider broke down, as the test token asks.");
        if (PaymentTestTokens.LosesCommand(command.PaymentToken))
            return Outcome.Ignored;

        var charge = new Charge
        {
            OrderId = command.OrderId,
            CustomerId = command.CustomerId,
            AmountMinor = command.Amount.AmountMinor,
            Currency = command.Amount.Currency,
        };
        return PaymentTestTokens.Declines(command.PaymentToken) ? Decline(charge) : await Take(charge, command.PaymentToken);
    }

    Outcome Decline(Charge charge)
    {
        charge.Decline(clock.GetUtcNow());
        rows.Add(charge);
        return Outcome.Refused(new PaymentDeclined(charge.OrderId, "insufficient funds"));
    }

    async Task<Outcome> Take(Charge charge, string token)
    {
        await ledger.Post(charge.Take(clock.GetUtcNow()));
        rows.Add(charge);
        return PaymentTestTokens.LosesAnswer(token)
            ? Outcome.DoneSilently
            : Outcome.Done(new PaymentCharged(charge.OrderId, charge.Receipt!));
    }

    async Task Refund(Guid orderId)
    {
        var charge = await rows.Find<Charge>(orderId)
            ?? throw new InvalidOperationException($"Order {orderId} is noted as charged, but has no charge.");
        await ledger.Post(charge.Refund(clock.GetUtcNow()));
        rows.Change(charge);
    }

    static string Key(Guid orderId) => Engagement.KeyOf(Queues.Payments, "charge", orderId);
}

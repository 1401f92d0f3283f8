using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.PaymentGateways;

namespace SagaPlatform.Participants.CapturedPayments;

/// <summary>Enters a capture in the book, once per payment, and only if the gateway has the money.</summary>
public sealed class ConfirmationOfCaptureHandler(IRows rows, Engagements engagements, TimeProvider clock) : ICommandHandler<ConfirmPayment>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ConfirmPayment command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.CapturedPayments, "capture", command.PaymentId),
        () => Confirm(command),
        reason => new PaymentConfirmationRefused(command.PaymentId, reason));

    async Task<Outcome> Confirm(ConfirmPayment command)
    {
        var charge = await rows.Find<GatewayCharge>(GatewayCharge.KeyOf(command.PaymentId, command.Gateway));
        if (charge is not { Status: GatewayChargeStatus.Captured } || charge.Amount != command.Captured || charge.Settlement != command.Settlement)
            return Outcome.Refused(new PaymentConfirmationRefused(command.PaymentId,
                command.Gateway.Length == 0 ? "no gateway has the money" : $"{command.Gateway} does not have the money"));

        rows.Change(charge); // unchanged, but a void at the same moment in another process meets its version
        rows.Add(new CapturedPayment
        {
            PaymentId = command.PaymentId,
            Gateway = command.Gateway,
            Reference = command.Reference,
            PayeeAccount = command.PayeeAccount,
            Currency = command.Captured.Currency,
            CapturedMinor = command.Captured.AmountMinor,
            SettlementCurrency = command.Settlement.Currency,
            SettlementMinor = command.Settlement.AmountMinor,
            At = clock.GetUtcNow(),
        });
        return Outcome.Done(new PaymentConfirmed(command.PaymentId));
    }
}

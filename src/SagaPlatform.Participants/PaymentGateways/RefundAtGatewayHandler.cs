using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>Gives money of a captured payment back, once per refund. There is no undo: the payer has it.</summary>
public sealed class RefundAtGatewayHandler(IRows rows, GeneralLedger ledger, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ExecuteRefund>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ExecuteRefund command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.PaymentGateways, "refund", command.RefundId),
        () => Execute(command),
        reason => new RefundDeclined(command.RefundId, reason));

    async Task<Outcome> Execute(ExecuteRefund command)
    {
        if (await rows.Find<GatewayCharge>(GatewayCharge.KeyOf(command.PaymentId, command.Gateway)) is not { } charge)
            return Declined(command, $"{command.Gateway} has no charge of payment {command.PaymentId}");
        if (charge.Status != GatewayChargeStatus.Captured)
            return Declined(command, $"the charge at {command.Gateway} is {charge.Status}");
        if (command.Amount.Currency != charge.Currency || command.PayeeShare.Currency != charge.SettlementCurrency)
            return Declined(command, $"the charge is in {charge.Currency}, settled in {charge.SettlementCurrency}");
        if (command.Amount.AmountMinor <= 0 || command.PayeeShare.AmountMinor <= 0)
            return Declined(command, "an amount must be more than 0");

        return PayerTestTokens.AtRefund(charge.PayerToken) switch
        {
            Behaviour.Breaks => throw new InvalidOperationException($"{charge.Gateway} broke down, as the test token asks."),
            Behaviour.Declines => Declined(command, "the card is closed"),
            Behaviour.IsSilent => Outcome.Ignored,
            Behaviour.LosesAnswer => await GiveBackUnheardOf(command, charge),
            _ => Outcome.Done(await GiveBack(command, charge)),
        };
    }

    async Task<RefundExecuted> GiveBack(ExecuteRefund command, GatewayCharge charge)
    {
        var refund = GatewayRefund.Of(command, clock.GetUtcNow());
        rows.Add(refund);
        await ledger.Post(refund.Movement(charge.PayeeAccount));
        return new RefundExecuted(refund.RefundId, refund.Reference);
    }

    async Task<Outcome> GiveBackUnheardOf(ExecuteRefund command, GatewayCharge charge)
    {
        await GiveBack(command, charge);
        return Outcome.DoneSilently;
    }

    static Outcome Declined(ExecuteRefund command, string reason) => Outcome.Refused(new RefundDeclined(command.RefundId, reason));
}

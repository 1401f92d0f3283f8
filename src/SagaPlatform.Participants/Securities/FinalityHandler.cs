using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Securities;

/// <summary>Makes a settlement final: both legs are unblocked in one transaction, or neither.</summary>
public sealed class FinalityHandler(IRows rows, GeneralLedger ledger, Engagements engagements, TimeProvider clock) : ICommandHandler<FinaliseSettlement>
{
    /// <inheritdoc />
    public Task<Answer> Handle(FinaliseSettlement command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Securities, "finality", command.SettlementId),
        () => Finalise(command.SettlementId),
        reason => new FinalityRefused(command.SettlementId, reason));

    async Task<Outcome> Finalise(Guid settlementId)
    {
        var delivery = await rows.Find<DeliveryLeg>(settlementId);
        var cash = await rows.Find<CashLeg>(settlementId);
        List<SettlementLeg> legs = [.. new SettlementLeg?[] { delivery, cash }.OfType<SettlementLeg>()];
        if (legs.Count == 0 || legs.Exists(x => x.Status != LegStatus.Moved))
            return Outcome.Refused(new FinalityRefused(settlementId, "not every leg is there"));

        if (delivery is { ToAccount: not ClearingHouse.Account })
            await Unblock(delivery);
        if (cash is { ToAccount: not ClearingHouse.Account })
            await Release(cash);
        foreach (var leg in legs)
            leg.End(LegStatus.Final, clock.GetUtcNow());
        if (delivery != null)
            rows.Change(delivery);
        if (cash != null)
            rows.Change(cash);
        return legs.Exists(x => SecurityTestAccounts.LosesFinalised(x.FromAccount, x.ToAccount))
            ? Outcome.DoneSilently
            : Outcome.Done(new SettlementFinalised(settlementId));
    }

    async Task Unblock(DeliveryLeg leg)
    {
        var position = await rows.Find<SecurityPosition>(SecurityPosition.IdOf(leg.ToAccount, leg.Instrument))
            ?? throw new InvalidOperationException($"The position of {leg.ToAccount} in {leg.Instrument} is gone.");
        position.Move(quantity: 0, blocked: -leg.Quantity);
        rows.Change(position);
    }

    async Task Release(CashLeg leg)
    {
        var account = await ledger.Account(CashAccounts.Of(leg.ToAccount, leg.Currency))
            ?? throw new InvalidOperationException($"The account of {leg.ToAccount} in {leg.Currency} is gone.");
        account.Release(leg.AmountMinor);
        ledger.Change(account);
    }
}

using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Payments;

/// <summary>What is true of the charges at every commit.</summary>
public static class ChargeLaws
{
    /// <summary>
    /// The ledger says what the charges say: what is charged and not refunded is with the merchant, to the minor unit,
    /// and was taken from the customer of the charge.
    /// </summary>
    /// <param name="charges">The charges of some orders.</param>
    /// <param name="entries">The ledger entries that those orders moved.</param>
    public static bool Agree(IReadOnlyCollection<Charge> charges, IReadOnlyCollection<LedgerEntry> entries)
    {
        var moved = entries
            .GroupBy(x => (x.MovementId, x.Account, x.Currency))
            .ToDictionary(x => x.Key, x => x.Sum(entry => entry.AmountMinor));
        return charges.All(x =>
            {
                var kept = x.Status == ChargeStatus.Charged ? x.AmountMinor : 0;
                return moved.GetValueOrDefault((x.OrderId, Accounts.MerchantClearing, x.Currency)) == kept
                    && moved.GetValueOrDefault((x.OrderId, Accounts.Customer(x.CustomerId), x.Currency)) == -kept;
            })
            && moved.Keys.All(key => charges.Any(x => x.OrderId == key.MovementId && x.Currency == key.Currency));
    }
}

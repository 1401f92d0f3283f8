using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Banking;

/// <summary>
/// The entries of a cross-border payment, all under the payment's id: each movement and its reversal has its own numbers, so that
/// the key refuses any of them a second time.
/// </summary>
static class CrossBorderEntries
{
    public const int Debit = 1;
    public const int DebitReversal = 3;
    public const int Conversion = 5;
    public const int ConversionReversal = 9;
    public const int Credit = 13;
    public const int CreditReversal = 15;

    /// <summary>Entries of a transfer.</summary>
    public const int OfTransfer = 2;

    /// <summary>Entries of a conversion.</summary>
    public const int OfConversion = 4;

    /// <summary>Where the money is between payer and payee.</summary>
    public static readonly string Transit = Accounts.InTransit("cross-border");

    /// <summary>Whether the payer's money was taken and not given back.</summary>
    public static async Task<bool> IsOnItsWay(IRows rows, Guid payment)
    {
        var entries = await rows.FindAll<LedgerEntry>([LedgerEntry.IdOf(payment, Debit), LedgerEntry.IdOf(payment, DebitReversal)]);
        return entries is [{ Id: var id }] && id == LedgerEntry.IdOf(payment, Debit);
    }
}

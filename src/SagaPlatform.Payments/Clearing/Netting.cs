using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Payments.Clearing;

/// <summary>Makes of the trades of a day what is left to settle: one instruction per account, instrument and currency.</summary>
/// <remarks>
/// Pure, and the same for the same trades in any order. Over all instructions the cash sums to zero in each currency, and the
/// quantity to zero in each instrument: what one account gets, another gives, with the clearing house in between.
/// </remarks>
public static class Netting
{
    /// <summary>The instructions, ordered by name; an account that bought and sold the same for the same needs none.</summary>
    /// <param name="trades">The trades.</param>
    /// <exception cref="OverflowException">A sum does not fit into 64 bits; the limits of a trade keep far below.</exception>
    public static IReadOnlyList<SettlementInstruction> Of(IEnumerable<Trade> trades)
    {
        ArgumentNullException.ThrowIfNull(trades);
        return
        [
            .. trades.SelectMany(Sides)
                .GroupBy(x => x.Name, StringComparer.Ordinal)
                .Select(x => x.First() with { Quantity = x.Sum(side => side.Quantity), CashMinor = x.Sum(side => side.CashMinor) })
                .Where(x => x.Quantity != 0 || x.CashMinor != 0)
                .OrderBy(x => x.Name, StringComparer.Ordinal),
        ];
    }

    static IEnumerable<SettlementInstruction> Sides(Trade trade) =>
    [
        Side(trade, trade.Buyer, trade.Quantity, -trade.Price.AmountMinor),
        Side(trade, trade.Seller, -trade.Quantity, trade.Price.AmountMinor),
    ];

    static SettlementInstruction Side(Trade trade, string account, long quantity, long cashMinor) =>
        new($"{account}/{trade.Instrument}/{trade.Price.Currency}", account, trade.Instrument, trade.Price.Currency, quantity, cashMinor);
}

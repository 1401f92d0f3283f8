using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Participants.Drivers;
using SagaPlatform.Participants.Securities;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.Laws;

/// <summary>The laws of the reference participants, for whoever checks them: also a process that does not run them.</summary>
static class ParticipantLaws
{
    public static IServiceCollection AddParticipantLaws(this IServiceCollection services) => services
        .AddInvariant("ledger-sums-to-zero", "Money is moved, never made: per movement and currency, and so in each currency, the ledger's entries sum to zero.",
            LedgerChecks.SumsToZero)
        .AddInvariant("ledger-balances", "A balance is the sum of its account's entries, never below what is reserved, and what is reserved is held for somebody.",
            LedgerChecks.Balances)
        .AddInvariant("charges-are-in-the-ledger", "What is charged and not refunded is with the merchant, to the minor unit, and of every other charge nothing is.",
            LedgerChecks.Charges)
        .AddInvariant("stock-is-conserved", "Stock is never oversold; what is reserved and shipped of an article is what the reservations say.",
            StockChecks.Conserved)
        .AddInvariant("suppliers-and-receipts", "A supplier's stock is what there was without what is bought; what was counted is what was bought, or a discrepancy says so.",
            async (rows, cancellation) => new InvariantFinding(await rows.Count<Purchase>(cancellation), await SupplyLaws.Broken(rows, cancellation)))
        .AddInvariant("chains-conserve-money", "On both chains money is moved, never made: each transfer's is locked, back, or paid out with its fee.",
            async (rows, cancellation) => new InvariantFinding(await rows.Count<LockEvent>(cancellation), await ChainLaws.Broken(rows, cancellation)))
        .AddInvariant("drivers-have-one-ride", "A driver who is free has no ride, one who is not has one, and no ride has two drivers.",
            async (rows, cancellation) => new InvariantFinding(await rows.Count<Driver>(cancellation), await DriverLaws.Broken(rows, cancellation)))
        .AddInvariant("securities-are-paid-for", "Securities are moved, never made; a position is the sum of its entries, and no leg of a settlement is final alone.",
            async (rows, cancellation) => new InvariantFinding(await rows.Count<SecurityEntry>(cancellation), await SettlementLaws.Broken(rows, cancellation)))
        .AddSingleton<IInvariant, CapturedOnce>()
        .AddSingleton<IInvariant, ClaimsAreRecorded>();
}

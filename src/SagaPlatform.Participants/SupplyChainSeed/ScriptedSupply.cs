using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;
using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.SupplyChainSeed;

/// <summary>The articles, suppliers and stores of demonstrations and tests: each goes one particular way.</summary>
sealed class ScriptedSupply : ISeed
{
    const int Plenty = 1_000_000_000;
    const string Alpha = "SUP-ALPHA", Beta = "SUP-BETA", Gamma = "SUP-GAMMA";

    public static IReadOnlyList<Supplier> Suppliers =>
    [
        .. ((string[])[Alpha, Beta, Gamma, SupplierTestData.Refuses, SupplierTestData.Silent, SupplierTestData.Deaf,
            SupplierTestData.DeliversLess, SupplierTestData.DeliversMore])
            .Select(x => new Supplier { SupplierId = x, Name = x, Country = "US", ReliabilityPermille = 990 }),
    ];

    public static IReadOnlyList<Store> Stores =>
    [
        .. ((string[])["ST-OPEN", StoreTestData.Closed, StoreTestData.SilentSchedule, StoreTestData.TurningAway, StoreTestData.SilentDelivery])
            .Select(x => new Store { StoreId = x, Name = x, Country = "US", Docks = 2 }),
    ];

    /// <summary>Cheapest first.</summary>
    public static IReadOnlyList<SupplierOffer> Offers =>
    [
        .. Of("ART-PLENTY", (Alpha, 100, Plenty), (Beta, 110, Plenty), (Gamma, 150, Plenty)),
        .. Of("ART-SPLIT", (Alpha, 100, 60), (Beta, 110, Plenty), (Gamma, 150, Plenty)),
        .. Of("ART-REFUSED", (SupplierTestData.Refuses, 90, Plenty), (Alpha, 100, Plenty)),
        .. Of("ART-SILENT", (SupplierTestData.Silent, 90, Plenty), (Alpha, 100, Plenty)),
        .. Of("ART-DEAF", (SupplierTestData.Deaf, 90, Plenty), (Alpha, 100, Plenty)),
        .. Of("ART-RESPLIT", (SupplierTestData.Refuses, 90, Plenty), (Alpha, 100, 60), (Beta, 110, Plenty)),
        .. Of("ART-MORE-OF-ONE", (SupplierTestData.Refuses, 90, 50), (Alpha, 100, Plenty)),
        .. Of("ART-NOBODY", (SupplierTestData.Refuses, 90, Plenty)),
        .. Of("ART-SCARCE", (Alpha, 100, 3)),
        .. Of("ART-LESS", (SupplierTestData.DeliversLess, 90, Plenty), (Alpha, 100, Plenty)),
        .. Of("ART-MORE", (SupplierTestData.DeliversMore, 90, Plenty), (Alpha, 100, Plenty)),
        .. Of("ART-NOSTORE", (Alpha, 100, Plenty)),
        .. Of("ART-SILENTSTORE", (Alpha, 100, Plenty)),
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var unit = new UnitOfWork();
        unit.Rows.AddRange(await Missing(store, Suppliers, x => x.SupplierId, cancellation));
        unit.Rows.AddRange(await Missing(store, Stores, x => x.StoreId, cancellation));
        unit.Rows.AddRange(await Missing(store, Offers, x => x.OfferId, cancellation));
        return unit;
    }

    static async Task<IEnumerable<RowChange>> Missing<TRow>(
        IPlatformStore store, IReadOnlyList<TRow> rows, Func<TRow, string> key, CancellationToken cancellation) where TRow : class, IVersionedRow
    {
        var known = (await store.FindAll<TRow>([.. rows.Select(key)], cancellation)).Select(key).ToHashSet(StringComparer.Ordinal);
        return rows.Where(x => !known.Contains(key(x))).Select(x => new RowChange(x, ExpectedVersion: 0));
    }

    static IEnumerable<SupplierOffer> Of(string article, params (string Supplier, long Price, int Stock)[] offers) =>
        offers.Select(x => new SupplierOffer
        {
            OfferId = SupplierOffer.KeyOf(article, x.Supplier),
            Article = article,
            SupplierId = x.Supplier,
            UnitPriceMinor = x.Price,
            Currency = GeneratedSupply.Currency,
            LeadTimeHours = 6,
            ReliabilityPermille = 990,
            Initial = x.Stock,
            Stock = x.Stock,
        });
}

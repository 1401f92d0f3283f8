using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.SupplyChainSeed;

/// <summary>The articles, suppliers and stores of demonstrations and tests: each goes one particular way.</summary>
static class ScriptedSupply
{
    const int Plenty = 1_000_000_000;
    const string Alpha = "SUP-ALPHA", Beta = "SUP-BETA", Gamma = "SUP-GAMMA";

    public static IReadOnlyList<Supplier> Suppliers { get; } =
    [
        .. ((string[])[Alpha, Beta, Gamma, SupplierTestData.Refuses, SupplierTestData.Silent, SupplierTestData.Deaf,
            SupplierTestData.DeliversLess, SupplierTestData.DeliversMore])
            .Select(x => new Supplier { SupplierId = x, Name = x, Country = "US", ReliabilityPermille = 990 }),
    ];

    public static IReadOnlyList<Store> Stores { get; } =
    [
        .. ((string[])["ST-OPEN", StoreTestData.Closed, StoreTestData.SilentSchedule, StoreTestData.TurningAway, StoreTestData.SilentDelivery])
            .Select(x => new Store { StoreId = x, Name = x, Country = "US", Docks = 2 }),
    ];

    /// <summary>Cheapest first.</summary>
    public static IReadOnlyList<SupplierOffer> Offers { get; } =
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

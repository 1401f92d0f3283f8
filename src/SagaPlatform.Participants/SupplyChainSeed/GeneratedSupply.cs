using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.SupplyChainSeed;

/// <summary>Suppliers, stores and offers as many as are wanted. Each row follows from the seed and its number alone.</summary>
sealed class GeneratedSupply(SupplyChainSeedOptions options)
{
    /// <summary>How many suppliers have an article, if there are so many.</summary>
    const int SuppliersPerArticle = 10;

    static readonly string[] Countries = ["US", "MX", "CA", "DE", "CN", "VN", "IN", "BR"];
    static readonly string[] Trades = ["Foods", "Household", "Textiles", "Electronics", "Garden", "Toys", "Paper", "Dairy"];
    static readonly string[] Cities = ["Bentonville", "Dallas", "Phoenix", "Toronto", "Monterrey", "Atlanta", "Denver", "Tampa"];

    int PerArticle => Math.Min(SuppliersPerArticle, options.Suppliers);

    /// <summary>The currency of every offer.</summary>
    public const string Currency = "USD";

    /// <summary>The suppliers, <c>SUP-00001</c> and so on.</summary>
    public IEnumerable<Supplier> Suppliers() => Enumerable.Range(1, options.Suppliers).Select(i => new Supplier
    {
        SupplierId = SupplierNumber(i),
        Name = $"{Pick(Trades, "trade", i)} {i}",
        Country = Pick(Countries, "country", i),
        ReliabilityPermille = Reliability(i),
    });

    /// <summary>The stores, <c>ST-00001</c> and so on.</summary>
    public IEnumerable<Store> Stores() => Enumerable.Range(1, options.Stores).Select(i => new Store
    {
        StoreId = $"ST-{i:D5}",
        Name = $"{Pick(Cities, "city", i)} {i}",
        Country = Countries[Between("store", i, 0, 2)],
        Docks = Between("docks", i, 1, 6),
    });

    /// <summary>The offers, ten for each of <c>ART-00001</c> and so on.</summary>
    public IEnumerable<SupplierOffer> Offers() => Enumerable.Range(0, options.StockLines).Select(Offer);

    SupplierOffer Offer(int i)
    {
        var (article, nth) = (1 + i / PerArticle, i % PerArticle);
        // Suppliers of one article stand evenly apart, so none has it twice.
        var supplier = 1 + (int)((article * 7919L + nth * (long)(options.Suppliers / PerArticle)) % options.Suppliers);
        var stock = Between("stock", i, 100, 10_000);
        return new SupplierOffer
        {
            OfferId = SupplierOffer.KeyOf(ArticleNumber(article), SupplierNumber(supplier)),
            Article = ArticleNumber(article),
            SupplierId = SupplierNumber(supplier),
            UnitPriceMinor = Between("price", article, 50, 50_000) * (long)Between("margin", i, 90, 130) / 100,
            Currency = Currency,
            LeadTimeHours = Between("lead", i, 2, 24),
            ReliabilityPermille = Reliability(supplier),
            Initial = stock,
            Stock = stock,
        };
    }

    int Reliability(int supplier) => Between("reliability", supplier, 850, 1_000);

    T Pick<T>(T[] from, string what, int i) => from[Between(what, i, 0, from.Length - 1)];

    /// <summary>A number that only the seed, the purpose and the row decide: SplitMix64, whose steps spread neighbours far apart.</summary>
    int Between(string what, int i, int min, int max)
    {
        unchecked
        {
            var z = (ulong)options.Seed * 0x9E3779B97F4A7C15 + (ulong)i * 0xD1B54A32D192ED03;
            foreach (var letter in what)
                z = (z ^ letter) * 0x100000001B3;
            z = (z ^ (z >> 30)) * 0xBF58476D1CE4E5B9;
            z = (z ^ (z >> 27)) * 0x94D049BB133111EB;
            return min + (int)((z ^ (z >> 31)) % (ulong)(max - min + 1));
        }
    }

    static string SupplierNumber(int i) => $"SUP-{i:D5}";

    static string ArticleNumber(int i) => $"ART-{i:D5}";
}

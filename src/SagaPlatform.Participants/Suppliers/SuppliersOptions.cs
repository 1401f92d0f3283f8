using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>Limits of the suppliers. Configuration section <c>Participants:Suppliers</c>.</summary>
public sealed class SuppliersOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Suppliers";

    /// <summary>Characters of an article's name.</summary>
    internal const int ArticleCharactersMax = 32;

    /// <summary>Lines of one order.</summary>
    [Range(1, 1_000)]
    public int LinesMax { get; set; } = 30;

    /// <summary>Pieces of one line.</summary>
    [Range(1, 10_000_000)]
    public int QuantityMax { get; set; } = 100_000;

    /// <summary>Suppliers of one line, alternatives included.</summary>
    [Range(1, 6)]
    public int SuppliersPerLineMax { get; set; } = 6;

    /// <summary>Offers that one selection reads, cheapest first.</summary>
    [Range(1, 100_000)]
    public int OffersReadMax { get; set; } = 5_000;
}

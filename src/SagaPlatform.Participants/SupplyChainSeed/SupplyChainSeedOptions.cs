using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Participants.SupplyChainSeed;

/// <summary>How many suppliers, stores and stock lines there are. Configuration section <c>Participants:SupplyChain</c>.</summary>
public sealed class SupplyChainSeedOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:SupplyChain";

    /// <summary>Whether they are loaded at start, before the first order. The command <c>seed</c> loads them at any time.</summary>
    public bool SeedAtStart { get; set; }

    /// <summary>Suppliers, beside the scripted ones. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Suppliers { get; set; } = 10_000;

    /// <summary>Stores, beside the scripted ones. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int Stores { get; set; } = 10_000;

    /// <summary>Articles in the stock of suppliers, beside the scripted ones; ten suppliers have each article. Default 100,000.</summary>
    [Range(1, 10_000_000)]
    public int StockLines { get; set; } = 100_000;

    /// <summary>The same number makes the same rows. Default 1.</summary>
    [Range(0, int.MaxValue)]
    public int Seed { get; set; } = 1;
}

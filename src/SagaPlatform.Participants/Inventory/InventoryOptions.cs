using System.ComponentModel.DataAnnotations;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Inventory;

/// <summary>Limits of the inventory. Configuration section <c>Participants:Inventory</c>.</summary>
public sealed class InventoryOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Inventory";

    /// <summary>Lines of one order.</summary>
    [Range(1, 1_000)]
    public int LinesMax { get; set; } = 100;

    /// <summary>Pieces of one line.</summary>
    [Range(1, 1_000_000)]
    public int QuantityMax { get; set; } = 10_000;

    /// <summary>Characters of an article's name.</summary>
    [Range(1, 200)]
    public int SkuCharactersMax { get; set; } = 64;

    /// <summary>The warehouse everything is in.</summary>
    [Required, StringLength(64)]
    public string Warehouse { get; set; } = "main";

    /// <summary>Whether the articles of <see cref="StockSeed"/> are put in stock at start.</summary>
    public bool SeedStock { get; set; }

    /// <summary>What is wrong with the lines of an order, naming the field; null when nothing is.</summary>
    public string? Problem(IReadOnlyList<OrderLine>? lines)
    {
        if (lines is not { Count: > 0 })
            return "Lines is missing";
        if (lines.Count > LinesMax)
            return $"Lines has {lines.Count} entries, at most {LinesMax} are allowed";

        var skus = new HashSet<string>(StringComparer.Ordinal);
        for (var i = 0; i < lines.Count; i++)
        {
            var problem = Problem(i, lines[i], skus);
            if (problem != null)
                return problem;
        }
        return null;
    }

    string? Problem(int index, OrderLine? line, HashSet<string> skus) => line == null
        ? $"Lines[{index}] is missing"
        : FieldRules.Text($"Lines[{index}].Sku", line.Sku, SkuCharactersMax)
            ?? FieldRules.Between($"Lines[{index}].Quantity", line.Quantity, 1, QuantityMax)
            ?? (skus.Add(line.Sku) ? null : $"Lines[{index}].Sku names {line.Sku} a second time");
}

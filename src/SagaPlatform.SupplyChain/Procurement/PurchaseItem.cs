using System.Globalization;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>One purchase: so many pieces of an article from one supplier. Its text is the item in the ledger and in every message.</summary>
/// <param name="Article">The line of the order.</param>
/// <param name="Supplier">From whom.</param>
/// <param name="Quantity">Pieces.</param>
/// <param name="Round">1, or 2 when a supplier who delivers a part of the line already is asked for more.</param>
public sealed record PurchaseItem(string Article, string Supplier, int Quantity, int Round = 1)
{
    /// <summary>The longest text of an item, in characters.</summary>
    public const int CharactersMax = 80;

    /// <summary>Reads the text of an item.</summary>
    /// <exception cref="FormatException">It is no item.</exception>
    public static PurchaseItem Parse(string item) => item.Split('/') is [var article, var supplier, var quantity, .. var round]
        ? new(article, supplier, Number(quantity), round.Length == 0 ? 1 : Number(round[0]))
        : throw new FormatException($"'{item}' is no purchase: article/supplier/pieces.");

    /// <inheritdoc />
    public override string ToString() => string.Create(CultureInfo.InvariantCulture, $"{Article}/{Supplier}/{Quantity}{(Round == 1 ? "" : $"/{Round}")}");

    static int Number(string text) => int.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>One article in the stock of one supplier, with its price. Law: 0 ≤ stock, and stock = initial − what is bought and not given back.</summary>
/// <remarks>The supplier's reliability is repeated here: whoever looks for the best offer reads one table by one index.</remarks>
public sealed class SupplierOffer : IVersionedRow
{
    /// <summary><c>article/supplier</c>; see <see cref="KeyOf"/>.</summary>
    public string OfferId { get; set; } = "";

    /// <summary>The article.</summary>
    public string Article { get; set; } = "";

    /// <summary>The supplier's number.</summary>
    public string SupplierId { get; set; } = "";

    /// <summary>Minor units per piece; more than 0.</summary>
    public long UnitPriceMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>Hours from purchase to arrival.</summary>
    public int LeadTimeHours { get; set; }

    /// <summary>As in <see cref="Supplier.ReliabilityPermille"/>.</summary>
    public int ReliabilityPermille { get; set; }

    /// <summary>Pieces there were before the first purchase.</summary>
    public int Initial { get; set; }

    /// <summary>Pieces that may still be bought.</summary>
    public int Stock { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>The key of an offer.</summary>
    public static string KeyOf(string article, string supplierId) => $"{article}/{supplierId}";

    /// <summary>Pieces are bought, or put back when negative.</summary>
    /// <exception cref="InvalidOperationException">There are not so many, or more come back than were bought.</exception>
    public void Take(int pieces)
    {
        Stock -= pieces;
        if (Stock < 0 || Stock > Initial)
            throw new InvalidOperationException($"Offer {OfferId} would break its law: {Stock} of {Initial} in stock.");
    }
}

/// <summary>The table of <see cref="SupplierOffer"/>.</summary>
public sealed class SupplierOfferMapping : IEntityTypeConfiguration<SupplierOffer>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SupplierOffer> row)
    {
        row.ToTable("supplier_offer", "participants");
        row.HasKey(x => x.OfferId);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.HasIndex(x => new { x.Article, x.UnitPriceMinor });
    }
}

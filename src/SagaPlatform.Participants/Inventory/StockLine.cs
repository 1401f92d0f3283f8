using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Inventory;

/// <summary>The stock of one article. Law: 0 ≤ reserved ≤ on hand, after every step.</summary>
public sealed class StockLine : IVersionedRow
{
    /// <summary>The article.</summary>
    public string Sku { get; set; } = "";

    /// <summary>Pieces in the warehouse, reserved ones included.</summary>
    public long OnHand { get; set; }

    /// <summary>Pieces that belong to an order already.</summary>
    public long Reserved { get; set; }

    /// <summary>Pieces that left for good, since the line exists.</summary>
    public long Shipped { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Pieces an order may still have.</summary>
    public long Available => OnHand - Reserved;

    /// <summary>Sets pieces aside for an order.</summary>
    /// <exception cref="InvalidOperationException">There are not so many available.</exception>
    public void Reserve(int pieces)
    {
        Reserved += pieces;
        Check();
    }

    /// <summary>Makes pieces available again.</summary>
    /// <exception cref="InvalidOperationException">Not so many are reserved.</exception>
    public void Release(int pieces)
    {
        Reserved -= pieces;
        Check();
    }

    /// <summary>Lets reserved pieces go.</summary>
    /// <exception cref="InvalidOperationException">Not so many are reserved.</exception>
    public void Ship(int pieces)
    {
        Reserved -= pieces;
        OnHand -= pieces;
        Shipped += pieces;
        Check();
    }

    void Check()
    {
        if (!StockLaws.Holds(this))
            throw new InvalidOperationException($"Stock of {Sku} would break its law: {OnHand} on hand, {Reserved} reserved, {Shipped} shipped.");
    }
}

/// <summary>The table of <see cref="StockLine"/>.</summary>
public sealed class StockLineMapping : IEntityTypeConfiguration<StockLine>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<StockLine> row)
    {
        row.ToTable("stock_line", "participants");
        row.HasKey(x => x.Sku);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Available);
    }
}

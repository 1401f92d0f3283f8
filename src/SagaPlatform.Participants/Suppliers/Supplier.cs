using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>Somebody who sells goods to the stores.</summary>
public sealed class Supplier : IVersionedRow
{
    /// <summary>The supplier's number: <c>SUP-00042</c>.</summary>
    public string SupplierId { get; set; } = "";

    /// <summary>What people call them.</summary>
    public string Name { get; set; } = "";

    /// <summary>ISO 3166-1 alpha-2.</summary>
    public string Country { get; set; } = "";

    /// <summary>Of a thousand purchases, how many came as they were confirmed; 0 to 1,000.</summary>
    public int ReliabilityPermille { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="Supplier"/>.</summary>
public sealed class SupplierMapping : IEntityTypeConfiguration<Supplier>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Supplier> row)
    {
        row.ToTable("supplier", "participants");
        row.HasKey(x => x.SupplierId);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Compliance;

/// <summary>A name of somebody nobody may pay; an alias is another row.</summary>
public sealed class SanctionedParty : IVersionedRow
{
    /// <summary>As <see cref="NormalisedName"/> gives it: the key, so that a name is found by one look.</summary>
    public string Name { get; set; } = "";

    /// <summary>The name as it is listed.</summary>
    public string ListedAs { get; set; } = "";

    /// <summary>Which list, and where on it.</summary>
    public string Listing { get; set; } = "";

    /// <summary>Since when, in UTC.</summary>
    public DateTimeOffset Since { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>What a screening found: kept as evidence, also when it found nothing.</summary>
public sealed class Screening : IVersionedRow
{
    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>The payer's name as it was looked for.</summary>
    public string PayerName { get; set; } = "";

    /// <summary>The payee's name as it was looked for.</summary>
    public string PayeeName { get; set; } = "";

    /// <summary>Whom they look like, in a sentence each.</summary>
    public List<string> Hits { get; set; } = [];

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>The table of <see cref="SanctionedParty"/>.</summary>
public sealed class SanctionedPartyMapping : IEntityTypeConfiguration<SanctionedParty>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SanctionedParty> row)
    {
        row.ToTable("sanctioned_party", "participants");
        row.HasKey(x => x.Name);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="Screening"/>.</summary>
public sealed class ScreeningMapping : IEntityTypeConfiguration<Screening>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<Screening> row)
    {
        row.ToTable("screening", "participants");
        row.HasKey(x => x.PaymentId);
        row.Property(x => x.PaymentId).ValueGeneratedNever();
        row.Property(x => x.Hits).HasJsonConversion();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

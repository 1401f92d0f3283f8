using System.Globalization;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Securities;

/// <summary>An account in which securities are kept.</summary>
public sealed class CustodyAccount : IVersionedRow
{
    /// <summary>Its name.</summary>
    public string Account { get; set; } = "";

    /// <inheritdoc />
    public int Version { get; set; }
}

/// <summary>What one account has of one instrument. Law: 0 ≤ blocked ≤ quantity, after every step.</summary>
public sealed class SecurityPosition : IVersionedRow
{
    /// <summary>Account and instrument; see <see cref="IdOf"/>.</summary>
    public string Id { get; set; } = "";

    /// <summary>Whose.</summary>
    public string Account { get; set; } = "";

    /// <summary>Of what.</summary>
    public string Instrument { get; set; } = "";

    /// <summary>Pieces, the blocked ones included.</summary>
    public long Quantity { get; set; }

    /// <summary>Pieces that came in by a settlement which is not final.</summary>
    public long Blocked { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Pieces that may be delivered.</summary>
    public long Available => Quantity - Blocked;

    /// <summary>The key of a position.</summary>
    public static string IdOf(string account, string instrument) => $"{account}/{instrument}";

    /// <summary>A position with nothing in it.</summary>
    public static SecurityPosition Open(string account, string instrument) => new() { Id = IdOf(account, instrument), Account = account, Instrument = instrument };

    /// <summary>Pieces come in or leave, and some are blocked or unblocked.</summary>
    /// <exception cref="InvalidOperationException">There are not so many.</exception>
    public void Move(long quantity, long blocked)
    {
        (Quantity, Blocked) = (checked(Quantity + quantity), Blocked + blocked);
        if (Blocked < 0 || Blocked > Quantity)
            throw new InvalidOperationException($"Position {Id} would break its law: {Quantity} pieces, {Blocked} blocked.");
    }
}

/// <summary>One side of a movement of securities. Written once, never changed: an undo is another movement.</summary>
public sealed class SecurityEntry : IVersionedRow
{
    /// <summary><c>settlement/n</c>: the settlement and a running number, so that the same entry cannot be written twice.</summary>
    public string Id { get; set; } = "";

    /// <summary>The settlement that moved it.</summary>
    public Guid SettlementId { get; set; }

    /// <summary>Whose side this is; the clearing house has entries and no position.</summary>
    public string Account { get; set; } = "";

    /// <summary>Of what.</summary>
    public string Instrument { get; set; } = "";

    /// <summary>Pieces: negative leaves the account, positive comes in.</summary>
    public long Quantity { get; set; }

    /// <summary>When, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Both sides of a movement; they sum to zero.</summary>
    internal static IReadOnlyList<SecurityEntry> Movement(Guid settlement, int first, string from, string to, string instrument, long quantity, DateTimeOffset at) =>
        [Side(settlement, first, from, instrument, -quantity, at), Side(settlement, first + 1, to, instrument, quantity, at)];

    static SecurityEntry Side(Guid settlement, int number, string account, string instrument, long quantity, DateTimeOffset at) => new()
    {
        Id = string.Create(CultureInfo.InvariantCulture, $"{settlement:D}/{number}"),
        SettlementId = settlement, Account = account, Instrument = instrument, Quantity = quantity, At = at,
    };
}

/// <summary>What became of a leg.</summary>
public enum LegStatus
{
    /// <summary>It was moved, and what came in is blocked.</summary>
    Moved,

    /// <summary>It was moved back.</summary>
    Returned,

    /// <summary>It belongs to whom it came.</summary>
    Final,
}

/// <summary>One leg of a settlement: the securities, or the money.</summary>
public abstract class SettlementLeg : IVersionedRow
{
    /// <summary>The settlement; it has one leg of each kind.</summary>
    public Guid SettlementId { get; set; }

    /// <summary>Who gave.</summary>
    public string FromAccount { get; set; } = "";

    /// <summary>Who got it.</summary>
    public string ToAccount { get; set; } = "";

    /// <summary>What became of it.</summary>
    public LegStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>Ends it.</summary>
    /// <exception cref="InvalidOperationException">It has ended in another way already.</exception>
    public void End(LegStatus how, DateTimeOffset at)
    {
        if (Status != LegStatus.Moved)
            throw new InvalidOperationException($"A leg of settlement {SettlementId} is {Status} already: it cannot become {how}.");
        (Status, At) = (how, at);
    }
}

/// <summary>The leg of the securities.</summary>
public sealed class DeliveryLeg : SettlementLeg
{
    /// <summary>Of what.</summary>
    public string Instrument { get; set; } = "";

    /// <summary>Pieces; more than 0.</summary>
    public long Quantity { get; set; }
}

/// <summary>The leg of the money.</summary>
public sealed class CashLeg : SettlementLeg
{
    /// <summary>How much, in minor units; more than 0.</summary>
    public long AmountMinor { get; set; }

    /// <summary>ISO 4217.</summary>
    public string Currency { get; set; } = "";
}

/// <summary>The table of <see cref="CustodyAccount"/>.</summary>
public sealed class CustodyAccountMapping : IEntityTypeConfiguration<CustodyAccount>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<CustodyAccount> row)
    {
        row.ToTable("custody_account", "participants");
        row.HasKey(x => x.Account);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="SecurityPosition"/>.</summary>
public sealed class SecurityPositionMapping : IEntityTypeConfiguration<SecurityPosition>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SecurityPosition> row)
    {
        row.ToTable("security_position", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Available);
    }
}

/// <summary>The table of <see cref="SecurityEntry"/>.</summary>
public sealed class SecurityEntryMapping : IEntityTypeConfiguration<SecurityEntry>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<SecurityEntry> row)
    {
        row.ToTable("security_entry", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="DeliveryLeg"/>.</summary>
public sealed class DeliveryLegMapping : IEntityTypeConfiguration<DeliveryLeg>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<DeliveryLeg> row)
    {
        row.ToTable("delivery_leg", "participants");
        row.HasKey(x => x.SettlementId);
        row.Property(x => x.SettlementId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

/// <summary>The table of <see cref="CashLeg"/>.</summary>
public sealed class CashLegMapping : IEntityTypeConfiguration<CashLeg>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<CashLeg> row)
    {
        row.ToTable("cash_leg", "participants");
        row.HasKey(x => x.SettlementId);
        row.Property(x => x.SettlementId).ValueGeneratedNever();
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
    }
}

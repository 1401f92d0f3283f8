using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>What became of a charge at a gateway.</summary>
public enum GatewayChargeStatus
{
    /// <summary>The gateway has the money.</summary>
    Captured,

    /// <summary>It had the money and gave it back.</summary>
    Voided,

    /// <summary>The payer's bank said no.</summary>
    Declined,

    /// <summary>The gateway failed; it has nothing.</summary>
    Failed,

    /// <summary>The gateway said nothing and has nothing.</summary>
    Unanswered,
}

/// <summary>One payment at one gateway: together they are the idempotency key.</summary>
public sealed class GatewayCharge : IVersionedRow
{
    /// <summary>The ledger entries of one gateway under a payment are numbered from a hundred times its number on.</summary>
    const int EntriesPerGateway = 100;

    const int FirstEntryOfVoid = 51;

    /// <summary><c>payment/gateway</c>.</summary>
    public string Id { get; set; } = "";

    /// <summary>The payment.</summary>
    public Guid PaymentId { get; set; }

    /// <summary>The gateway.</summary>
    public string Gateway { get; set; } = "";

    /// <summary>The gateway's number.</summary>
    public int GatewayNumber { get; set; }

    /// <summary>The token vault's name for the payer's card.</summary>
    public string PayerToken { get; set; } = "";

    /// <summary>The last four digits of the card.</summary>
    public string Last4 { get; set; } = "";

    /// <summary>Who gets the money.</summary>
    public string PayeeAccount { get; set; } = "";

    /// <summary>What the payer pays, in minor units.</summary>
    public long AmountMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string Currency { get; set; } = "";

    /// <summary>What the payee gets, in minor units.</summary>
    public long SettlementMinor { get; set; }

    /// <summary>Of which currency, ISO 4217.</summary>
    public string SettlementCurrency { get; set; } = "";

    /// <summary>What the gateway takes of the house, in minor units of <see cref="Currency"/>.</summary>
    public long FeeMinor { get; set; }

    /// <summary>What became of it.</summary>
    public GatewayChargeStatus Status { get; set; }

    /// <summary>When the status was last written, in UTC.</summary>
    public DateTimeOffset At { get; set; }

    /// <inheritdoc />
    public int Version { get; set; }

    /// <summary>What the payer pays.</summary>
    public Money Amount => new(AmountMinor, Currency);

    /// <summary>What the payee gets.</summary>
    public Money Settlement => new(SettlementMinor, SettlementCurrency);

    /// <summary>The gateway's number for it: made from the payment, so that an attempt that runs twice gives the same.</summary>
    public string Reference => $"{Gateway}-{PaymentId:N}";

    /// <summary>The key of the row.</summary>
    public static string KeyOf(Guid paymentId, string gateway) => $"{paymentId:D}/{gateway}";

    /// <summary>A charge as it is asked for.</summary>
    public static GatewayCharge Of(CapturePayment command, PaymentGateway gateway, GatewayChargeStatus status, DateTimeOffset at) => new()
    {
        Id = KeyOf(command.PaymentId, gateway.Name),
        PaymentId = command.PaymentId,
        Gateway = gateway.Name,
        GatewayNumber = gateway.Number,
        PayerToken = command.PayerToken,
        Last4 = command.Last4,
        PayeeAccount = command.PayeeAccount,
        AmountMinor = command.Amount.AmountMinor,
        Currency = command.Amount.Currency,
        SettlementMinor = command.Settlement.AmountMinor,
        SettlementCurrency = command.Settlement.Currency,
        FeeMinor = gateway.FeeMinorFor(command.Amount),
        Status = status,
        At = at,
    };

    /// <summary>From the payer's side of the gateway to the payee, over the currency position when they differ; and the house pays the fee.</summary>
    public Movement Capture()
    {
        var first = (GatewayNumber * EntriesPerGateway) + 1;
        var (from, to) = (GatewayAccounts.Clearing(Gateway), GatewayAccounts.Payee(PayeeAccount));
        var money = Currency == SettlementCurrency
            ? Movement.Transfer(PaymentId, first, from, to, Amount)
            : Movement.Conversion(PaymentId, first, from, Amount, to, Settlement);
        return FeeMinor == 0 ? money : Movement.Of(PaymentId, first,
        [
            .. money.Postings,
            new Posting(GatewayAccounts.FeesOfTheHouse, -FeeMinor, Currency),
            new Posting(GatewayAccounts.Fees(Gateway), FeeMinor, Currency),
        ]);
    }

    /// <summary>All goes back, the fee too.</summary>
    /// <exception cref="InvalidOperationException">The gateway does not have the money.</exception>
    public Movement Void(DateTimeOffset at)
    {
        if (Status != GatewayChargeStatus.Captured)
            throw new InvalidOperationException($"Charge {Id} is {Status}: there is nothing to void.");
        (Status, At) = (GatewayChargeStatus.Voided, at);
        return Capture().Reversed((GatewayNumber * EntriesPerGateway) + FirstEntryOfVoid);
    }
}

/// <summary>The names of the accounts that gateways move money between; all are only names.</summary>
public static class GatewayAccounts
{
    /// <summary>Who pays the gateways' fees.</summary>
    public const string FeesOfTheHouse = "house:gateway-fees";

    /// <summary>The payers' side of a gateway.</summary>
    public static string Clearing(string gateway) => $"gateway:{gateway}";

    /// <summary>What a gateway has earned.</summary>
    public static string Fees(string gateway) => $"gateway:{gateway}:fees";

    /// <summary>Who is paid.</summary>
    public static string Payee(string account) => $"payee:{account}";
}

/// <summary>The table of <see cref="GatewayCharge"/>.</summary>
public sealed class GatewayChargeMapping : IEntityTypeConfiguration<GatewayCharge>
{
    /// <inheritdoc />
    public void Configure(EntityTypeBuilder<GatewayCharge> row)
    {
        row.ToTable("gateway_charge", "participants");
        row.HasKey(x => x.Id);
        row.Property(x => x.Status).HasConversion<string>();
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Ignore(x => x.Amount);
        row.Ignore(x => x.Settlement);
        row.Ignore(x => x.Reference);
    }
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.Ride;

/// <summary>Something that a person has to look at.</summary>
/// <param name="AlertId">The alert.</param>
/// <param name="What">What was noticed.</param>
/// <param name="Finding">What the person found; null while nobody has looked.</param>
/// <param name="Looks">How often the ride was looked at since, while nobody had looked at the alert.</param>
public sealed record RideAlert(Guid AlertId, string What, string? Finding = null, int Looks = 0);

/// <summary>One ride: what was asked for, and what came of it. No card data is ever here, only the provider's token.</summary>
public sealed class RideState : ProcessState
{
    /// <summary>What a rider hears when nobody comes.</summary>
    public const string NoDriver = "no driver available";

    /// <summary>How the reason begins when it was the rider who cancelled: only then a fee is due.</summary>
    const string ByTheRider = "The rider cancelled: ";

    /// <summary>Alerts that one ride keeps.</summary>
    const int AlertsMax = 50;

    /// <summary>Who rides.</summary>
    public Guid RiderId { get; set; }

    /// <summary>Whose drivers and prices count.</summary>
    public string Zone { get; set; } = "";

    /// <summary>Where the rider waits.</summary>
    public GeoPoint From { get; set; } = new(0, 0);

    /// <summary>Where the ride goes.</summary>
    public GeoPoint To { get; set; } = new(0, 0);

    /// <summary>The payment provider's token.</summary>
    public string PaymentToken { get; set; } = "";

    /// <summary>Who could come, best first.</summary>
    public List<string> Candidates { get; set; } = [];

    /// <summary>Who comes; empty until somebody has taken the ride.</summary>
    public string DriverId { get; set; } = "";

    /// <summary>The price, in minor units of <see cref="Currency"/>; 0 until there is one.</summary>
    public long FareMinor { get; set; }

    /// <summary>The fee for cancelling, in minor units; 0 until there is a price.</summary>
    public long FeeMinor { get; set; }

    /// <summary>ISO 4217; empty until there is a price.</summary>
    public string Currency { get; set; } = "";

    /// <summary>100 is the usual price.</summary>
    public int SurgePercent { get; set; }

    /// <summary>How long the way is, in metres.</summary>
    public int Meters { get; set; }

    /// <summary>Until when the price is kept; null until there is one.</summary>
    public DateTimeOffset? ValidUntil { get; set; }

    /// <summary>Whether the driver was heard to be on the way: from then on a change of mind costs the fee.</summary>
    public bool DriverIsOnTheWay { get; set; }

    /// <summary>How far it is, in metres; null until the ride was looked at.</summary>
    public int? MetersLeft { get; set; }

    /// <summary>What people have to look at, or have looked at.</summary>
    public List<RideAlert> Alerts { get; set; } = [];

    /// <summary>The receipt of the fare; empty until it is taken.</summary>
    public string Receipt { get; set; } = "";

    /// <summary>What is charged for the ride.</summary>
    public Money Fare => new(FareMinor, Currency);

    /// <summary>The fee that is due for a ride that is cancelled: only from a rider whose driver was on the way.</summary>
    internal Money FeeDue => new(DriverIsOnTheWay && IsCancelledByRider ? FeeMinor : 0, Currency);

    bool IsCancelledByRider => Ledger.Reason?.StartsWith(ByTheRider, StringComparison.Ordinal) == true;

    internal static string CancelledByRider(string reason) => ByTheRider + reason;

    internal void Remember(RequestRide ride) =>
        (RiderId, Zone, From, To, PaymentToken) = (ride.RiderId, ride.Zone, ride.From, ride.To, ride.PaymentToken);

    internal void Remember(RideQuoted quote) => (FareMinor, FeeMinor, Currency, SurgePercent, Meters, ValidUntil) =
        (quote.Fare.AmountMinor, quote.CancellationFee.AmountMinor, quote.Fare.Currency, quote.SurgePercent, quote.Meters, quote.ValidUntil);

    /// <summary>Who is asked when this one does not take the ride; null when all have been.</summary>
    internal string? NextAfter(string driver) => Candidates.SkipWhile(x => x != driver).Skip(1).FirstOrDefault();

    /// <summary>What the rider is told: that the fifth driver was silent is not their concern.</summary>
    internal string TellsRider(string reason) => DriverId.Length == 0 && !IsCancelledByRider ? NoDriver : reason;

    /// <summary>Keeps a new alert, and says whether it is one.</summary>
    internal bool IsAlarmed(Guid alertId, string what)
    {
        if (Alerts.Count == AlertsMax || Alerts.Exists(x => x.AlertId == alertId))
            return false;
        Alerts = [.. Alerts, new RideAlert(alertId, what)];
        return true;
    }

    /// <summary>Counts a look at the ride, and gives the alerts that people are to be reminded of.</summary>
    internal IReadOnlyList<RideAlert> LookedAt(int reminderLooks)
    {
        if (Alerts.TrueForAll(x => x.Finding != null))
            return [];
        Alerts = [.. Alerts.Select(x => x.Finding == null ? x with { Looks = x.Looks + 1 } : x)];
        return [.. Alerts.Where(x => x.Finding == null && x.Looks % reminderLooks == 0)];
    }

    internal void IsSettled(SafetyAlertClosed closed) =>
        Alerts = [.. Alerts.Select(x => x.AlertId == closed.AlertId ? x with { Finding = closed.Finding } : x)];
}

/// <summary>The table <c>saga.ride</c>.</summary>
public static class RideStateMapping
{
    /// <summary>Maps what a ride has beside what every saga has.</summary>
    public static void Map(ModelBuilder model)
    {
        var ride = model.MapProcess<RideState>("ride");
        ride.Property(x => x.Zone).HasMaxLength(32);
        ride.Property(x => x.From).HasColumnName("from_point").HasJsonConversion();
        ride.Property(x => x.To).HasColumnName("to_point").HasJsonConversion();
        ride.Property(x => x.PaymentToken).HasMaxLength(128);
        ride.Property(x => x.Candidates).HasJsonConversion();
        ride.Property(x => x.DriverId).HasMaxLength(64);
        ride.Property(x => x.Currency).HasMaxLength(3);
        ride.Property(x => x.Alerts).HasJsonConversion();
        ride.Property(x => x.Receipt).HasMaxLength(128);
        ride.Ignore(x => x.Fare);
    }
}

using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Drivers;

/// <summary>Test data: drivers whose name says what they do, and zones with such drivers. Any other driver takes every ride.</summary>
public static class DriverTestData
{
    /// <summary>Drivers of each zone without scripts.</summary>
    public const int DriversOfAZone = 40;

    /// <summary>Where all zones are.</summary>
    public static readonly GeoPoint Centre = new(52_520_000, 13_405_000);

    /// <summary>Zones where everybody takes every ride.</summary>
    public static readonly IReadOnlyList<string> Zones = ["mitte", "nord", "sued", "ost", "west"];

    /// <summary>Zones and the drivers who are there, nearest first.</summary>
    public static readonly IReadOnlyDictionary<string, string[]> Scripted = new Dictionary<string, string[]>(StringComparer.Ordinal)
    {
        ["test-declines"] = ["D-DECLINES-1", "D-DECLINES-2", "D-WILLING-1", "D-WILLING-2"],
        ["test-silent"] = ["D-SILENT-1", "D-WILLING-3", "D-WILLING-4"],
        ["test-breaks"] = ["D-BREAKS-1", "D-WILLING-5"],
        ["test-nobody"] = ["D-DECLINES-3", "D-SILENT-2", "D-DECLINES-4"],
        ["test-danger"] = ["D-DANGER-1", "D-DANGER-2"],
        ["test-noshow"] = ["D-NOSHOW-1", "D-NOSHOW-2"],
        ["test-one"] = ["D-ONLY-1"],
    };

    /// <summary>Declines every ride.</summary>
    public static bool Declines(string driver) => Is(driver, "D-DECLINES");

    /// <summary>Never answers an offer.</summary>
    public static bool IsSilent(string driver) => Is(driver, "D-SILENT");

    /// <summary>The handler of the offer throws.</summary>
    public static bool BreaksDown(string driver) => Is(driver, "D-BREAKS");

    /// <summary>Raises an alert half-way.</summary>
    public static bool IsInDanger(string driver) => Is(driver, "D-DANGER");

    /// <summary>Never arrives.</summary>
    public static bool NeverArrives(string driver) => Is(driver, "D-NOSHOW");

    /// <summary>Every driver.</summary>
    public static IReadOnlyList<Driver> Drivers() =>
    [
        .. Zones.SelectMany(zone => Enumerable.Range(1, DriversOfAZone).Select(x => Of(zone, $"D-{zone}-{x:00}", x))),
        .. Scripted.SelectMany(zone => zone.Value.Select((driver, x) => Of(zone.Key, driver, x + 1))),
    ];

    // Each a hundred metres further from the centre than the one before.
    static Driver Of(string zone, string driver, int place) => new()
    {
        DriverId = driver, Zone = zone, LatitudeMicrodegrees = Centre.LatitudeMicrodegrees + (place * 900), LongitudeMicrodegrees = Centre.LongitudeMicrodegrees,
    };

    static bool Is(string driver, string prefix) => driver.StartsWith(prefix, StringComparison.Ordinal);
}

/// <summary>Puts the drivers of <see cref="DriverTestData"/> on the road.</summary>
public sealed class DriverSeed : ISeed
{
    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var drivers = DriverTestData.Drivers();
        var known = await store.FindAll<Driver>([.. drivers.Select(x => (object)x.DriverId)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(drivers.ExceptBy(known.Select(x => x.DriverId), x => x.DriverId, StringComparer.Ordinal).Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }
}

using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Drivers;

/// <summary>How far it is between two places.</summary>
static class Distance
{
    const double MetersPerMicrodegree = 0.111_195;

    /// <summary>As the crow flies, in metres; on a flat earth, which is right within a city.</summary>
    public static int Meters(GeoPoint from, GeoPoint to)
    {
        var north = (to.LatitudeMicrodegrees - from.LatitudeMicrodegrees) * MetersPerMicrodegree;
        var east = ((long)to.LongitudeMicrodegrees - from.LongitudeMicrodegrees) * MetersPerMicrodegree
            * Math.Cos(from.LatitudeMicrodegrees / 1_000_000.0 * Math.PI / 180);
        return (int)Math.Min(Math.Round(Math.Sqrt((north * north) + (east * east))), int.MaxValue);
    }
}

using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Participants.Drivers;

/// <summary>Limits of the drivers. Configuration section <c>Participants:Drivers</c>.</summary>
public sealed class DriversOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Drivers";

    /// <summary>Free drivers of a zone that a search looks at. Default 500.</summary>
    [Range(1, 10_000)]
    public int DriversLookedAtMax { get; set; } = 500;

    /// <summary>Drivers that a search names. Default 10.</summary>
    [Range(1, 10)]
    public int DriversNamedMax { get; set; } = 10;
}

using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Payments.Clearing;

/// <summary>How long a clearing and its settlements wait. Configuration section <c>Payments:Clearing</c>; checked at start.</summary>
public sealed class ClearingOptions
{
    /// <summary>
    /// The wait for the end of each settlement, asked twelve times; after that a person is asked. Default 2 h, a day in all:
    /// longer than a settlement takes that asks nobody.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan SettlementWithin { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The wait for each leg of a settlement, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan LegWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for a settlement to be final, asked twice; after that a person is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan FinalWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.WorkItems;

/// <summary>Limits of the work of people. Configuration section <c>WorkItems</c>; checked at start.</summary>
public sealed class WorkItemOptions
{
    /// <summary>An item should be decided so long after it was opened, where the one who asks says no other time. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan DueWithin { get; set; } = TimeSpan.FromHours(8);

    /// <summary>
    /// How often a decision is tried when somebody else writes the item at the same moment in another process. Default 5.
    /// </summary>
    [Range(1, 100)]
    public int DecisionAttemptsMax { get; set; } = 5;
}

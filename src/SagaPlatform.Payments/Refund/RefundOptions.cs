using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Payments.Refund;

/// <summary>How long a refund waits for each answer. Configuration section <c>Payments:Refund</c>; checked at start.</summary>
public sealed class RefundOptions
{
    /// <summary>The wait for each answer of the book of captured payments; booking is asked three times, the rest twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan BookWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the gateway, asked twice; after that a person is asked. Default 30 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "30.00:00:00")]
    public TimeSpan ExecuteWithin { get; set; } = TimeSpan.FromSeconds(30);

    /// <summary>The wait for the notice, asked twice; the refund completes without it. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan NotifyWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation that the payment is unfrozen, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

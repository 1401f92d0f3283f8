using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>
/// How long a cross-border payment waits for each answer. Configuration section <c>Payments:CrossBorder</c>; checked at start.
/// </summary>
public sealed class CrossBorderPaymentOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Payments:CrossBorder";

    /// <summary>The wait for the screening, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ScreenWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often compliance is reminded of a hit. Default 4 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan ReviewReminderEvery { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How often compliance is asked in all, before an operator is: whether anybody is there. Default 6.</summary>
    [Range(1, 100)]
    public int ReviewAttemptsMax { get; set; } = 6;

    /// <summary>How long the payer has to confirm, before they are offered the next quote. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromMinutes(10);

    /// <summary>How often the payer is offered a quote before the payment is cancelled. Default 3.</summary>
    [Range(1, 100)]
    public int OffersMax { get; set; } = 3;

    /// <summary>The wait for the debit, the conversion and the credit, each asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MoveWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the settlement, asked twice; after that a person is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan SettleWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

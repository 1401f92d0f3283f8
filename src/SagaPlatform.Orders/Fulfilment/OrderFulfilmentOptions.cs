using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Orders.Fulfilment;

/// <summary>
/// How long an order waits for each answer. Configuration section <c>Orders:Fulfilment</c>; checked at start. Participants
/// answer within milliseconds and retry by themselves for a few seconds: longer silence means something broke.
/// </summary>
public sealed class OrderFulfilmentOptions
{
    /// <summary>The wait for each answer about the stock, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ReserveWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each answer about the payment, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ChargeWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the label, the warehouse and tracking, each asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ShipWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the hand-over, asked twice; after that a person is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "30.00:00:00")]
    public TimeSpan HandOverWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for the confirmation letter, asked twice; the order completes without it. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

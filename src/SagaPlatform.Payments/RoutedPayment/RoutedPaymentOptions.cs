using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Payments.RoutedPayment;

/// <summary>How long a payment waits for each answer. Configuration section <c>Payments:RoutedPayment</c>; checked at start.</summary>
public sealed class RoutedPaymentOptions
{
    /// <summary>The wait for each answer about the route and the rate, asked twice. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RouteWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>The wait for a gateway to capture, asked once; then the next gateway is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CaptureWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of a void, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan VoidWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the confirmation, asked twice; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ConfirmWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

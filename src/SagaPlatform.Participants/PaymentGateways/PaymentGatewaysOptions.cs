using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>Limits of the gateways. Configuration section <c>Participants:PaymentGateways</c>.</summary>
public sealed class PaymentGatewaysOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:PaymentGateways";

    /// <summary>So many failures within <see cref="FailureWindow"/> take a gateway out of the choice.</summary>
    [Range(1, 1_000)]
    public int FailuresMax { get; set; } = 5;

    /// <summary>How long a failure counts. Default 1 minute.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan FailureWindow { get; set; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a gateway stays out of the choice. Default 2 minutes.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan OutFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>Test data: when a slow gateway answers, within the patience of a payment. Default 3 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan SlowAnswerAfter { get; set; } = TimeSpan.FromSeconds(3);

    /// <summary>Test data: when a late gateway answers, after the patience of a payment. Default 25 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "1.00:00:00")]
    public TimeSpan LateAnswerAfter { get; set; } = TimeSpan.FromSeconds(25);
}

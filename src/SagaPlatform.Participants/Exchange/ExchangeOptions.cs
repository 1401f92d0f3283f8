using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Participants.Exchange;

/// <summary>Limits of the exchange. Configuration section <c>Participants:Exchange</c>.</summary>
public sealed class ExchangeOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Exchange";

    /// <summary>How long a quote is valid. Default 10 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan QuoteValidFor { get; set; } = TimeSpan.FromMinutes(10);
}

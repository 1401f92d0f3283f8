using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>How many orders are let in, how many are fulfilled at once, and how long an admission waits. Configuration section <c>Orders:PeakAdmission</c>; checked at start.</summary>
public sealed class PeakAdmissionOptions
{
    /// <summary>The name of the rate limit: the saga's.</summary>
    public const string RateLimitName = Contracts.Queues.PeakAdmission;

    /// <summary>Orders let in per second, by all processes together, until an operator changes it. Default 500.</summary>
    [Range(0d, Core.RateLimits.RateLimit.PermitsPerSecondMax)]
    public double PermitsPerSecond { get; set; } = 500;

    /// <summary>Orders let in at once after a quiet time. Default 1,000.</summary>
    [Range(1, Core.RateLimits.RateLimit.BurstMax)]
    public int Burst { get; set; } = 1_000;

    /// <summary>Orders in fulfilment at once; the others wait in line. Default 200.</summary>
    [Range(1, 100_000)]
    public int OrdersAtOnceMax { get; set; } = 200;

    /// <summary>Orders that are called in one turn of the line at most. Default 50.</summary>
    [Range(1, 1_000)]
    public int CallsPerTurnMax { get; set; } = 50;

    /// <summary>How long a stock level counts, counted down by what is let in meanwhile. Default 1 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan StockLevelFor { get; set; } = TimeSpan.FromSeconds(1);

    /// <summary>The wait for the inventory; without its answer the order is let in, since fulfilment asks again. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.010", "00:00:30")]
    public TimeSpan StockAnswerWithin { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>How old a place in line may be when it is told. Default 500 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan PlaceFreshFor { get; set; } = TimeSpan.FromMilliseconds(500);

    /// <summary>Places that are counted; an order behind them all is told this number and one. Default 10,000.</summary>
    [Range(1, 1_000_000)]
    public int PlacesCountedMax { get; set; } = 10_000;

    /// <summary>How often a waiting order reminds the line of itself. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RemindLineEvery { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>After so many reminders without its turn an order is cancelled, 1 to 100: with the default of 30, after an hour.</summary>
    [Range(1, Core.Sagas.ProcessLimits.AttemptsMax)]
    public int RemindersMax { get; set; } = 30;

    /// <summary>The wait for the end of fulfilment, asked twice; after that a person is asked. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "30.00:00:00")]
    public TimeSpan FulfilledWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The wait for the line to take a place back, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan LeaveWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);
}

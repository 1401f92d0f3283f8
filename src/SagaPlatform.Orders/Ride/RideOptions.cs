using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Orders.Ride;

/// <summary>How long a ride waits, and how often it is looked after. Configuration section <c>Orders:Ride</c>; checked at start.</summary>
public sealed class RideOptions
{
    /// <summary>The wait for the drivers nearby, asked twice. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan SearchWithin { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>How many drivers are offered the ride, one after the other, 1 to 10. With the wait for each this limits the match. Default 5.</summary>
    [Range(1, 10)]
    public int CandidatesMax { get; set; } = 5;

    /// <summary>How long a driver may think about an offer; then the next one is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan OfferWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for the price, asked twice. Default 5 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan QuoteWithin { get; set; } = TimeSpan.FromSeconds(5);

    /// <summary>How long the price is kept and the driver held for the rider's answer. Default 2 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan QuoteValidFor { get; set; } = TimeSpan.FromMinutes(2);

    /// <summary>The wait for the driver to set out, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "00:10:00")]
    public TimeSpan DispatchWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a driver on the way and a ride are looked after. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan MonitorEvery { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A driver who has not come after this long does not come. Default 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "1.00:00:00")]
    public TimeSpan PickUpWithin { get; set; } = TimeSpan.FromMinutes(30);

    /// <summary>A ride that takes longer than this is an alert. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan RideWithin { get; set; } = TimeSpan.FromHours(6);

    /// <summary>People are reminded of an open alert with every so many looks at the ride. Default 6: with looks each 10 s, every minute.</summary>
    [Range(1, 10_000)]
    public int AlertReminderLooks { get; set; } = 6;

    /// <summary>The wait for the fare and for the driver to be free, each asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan CloseWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);

    internal int PickUpLooksMax => (int)Math.Ceiling(PickUpWithin / MonitorEvery);

    internal int RideLooksMax => (int)Math.Ceiling(RideWithin / MonitorEvery);
}

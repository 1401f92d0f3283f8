using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.SupplyChain.Procurement;

/// <summary>
/// How long a procurement waits for each answer. Configuration section <c>SupplyChain:Procurement</c>; checked at start: even
/// where each supplier of a line keeps silent after the other, the store's order is delivered, cancelled or a person's question
/// within 24 hours.
/// </summary>
public sealed class ProcurementOptions : IValidatableObject
{
    /// <summary>The longest an order may take.</summary>
    public static readonly TimeSpan OrderWithin = TimeSpan.FromHours(24);

    /// <summary>How often everything but an undo is asked.</summary>
    internal const int Attempts = 2;

    /// <summary>The wait for the selection of suppliers, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan SelectWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for a supplier's confirmation, asked twice; then the next best supplier is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "02:00:00")]
    public TimeSpan PurchaseWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for a delivery to be taken in and counted, asked twice. Default 6 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "12:00:00")]
    public TimeSpan ReceiveWithin { get; set; } = TimeSpan.FromHours(6);

    /// <summary>The wait for a person's decision about a discrepancy; then they are reminded, once. Default 2 h.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "12:00:00")]
    public TimeSpan DecideWithin { get; set; } = TimeSpan.FromHours(2);

    /// <summary>The wait for a place in the store's delivery schedule, asked twice. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan ScheduleWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for the delivery to the store, asked twice; after that a person is asked. Default 2 h 30 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "12:00:00")]
    public TimeSpan DeliverWithin { get; set; } = TimeSpan.FromMinutes(150);

    /// <summary>The wait for a supplier's credit for what was sent back, asked twice; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "01:00:00")]
    public TimeSpan CreditWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again about an open question. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The longest way to an end, a question to a person included.</summary>
    internal TimeSpan Longest => Attempts * (SelectWithin + Suppliers.OffersMax * PurchaseWithin + ReceiveWithin + DecideWithin + ScheduleWithin + DeliverWithin + CreditWithin);

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (Longest > OrderWithin)
            yield return new ValidationResult($"The waits of a procurement add up to {Longest}, at most {OrderWithin} are allowed.",
                [nameof(ReceiveWithin), nameof(DecideWithin), nameof(DeliverWithin), nameof(PurchaseWithin)]);
    }

    /// <summary>What the selection of suppliers promises.</summary>
    internal static class Suppliers
    {
        /// <summary>Suppliers that a line has at most, alternatives included: so often it may go to the next best.</summary>
        public const int OffersMax = 6;
    }
}

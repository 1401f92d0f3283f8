using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Claims.Claim;

/// <summary>
/// The limits of a claim. Configuration section <c>Claims:Claim</c>; checked at start. Amounts are in minor units of the claim's
/// own currency.
/// </summary>
public sealed class ClaimOptions : IValidatableObject
{
    /// <summary>The wait for each answer of the claims office, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan AnswerWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of an undo, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the payment, asked twice; after that a person is asked. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan PayWithin { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How often missing documents are asked for again. Default 3 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "90.00:00:00")]
    public TimeSpan DocumentsReminderEvery { get; set; } = TimeSpan.FromDays(3);

    /// <summary>Reminders before a claim without its documents is rejected. Default 4.</summary>
    [Range(0, 100)]
    public int DocumentsRemindersMax { get; set; } = 4;

    /// <summary>A claim with this score, of 100, is investigated by a person. Default 50.</summary>
    [Range(0, 100)]
    public int InvestigateFromScore { get; set; } = 50;

    /// <summary>A claim with this score, of 100, is rejected. Default 90.</summary>
    [Range(0, 100)]
    public int RejectFromScore { get; set; } = 90;

    /// <summary>How often people are reminded of a decision. Default 4 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan DecisionReminderEvery { get; set; } = TimeSpan.FromHours(4);

    /// <summary>How often people are asked for a decision before it becomes an operator's question. Default 6.</summary>
    [Range(1, 100)]
    public int DecisionAskedTimes { get; set; } = 6;

    /// <summary>Up to this payment nobody needs to approve. Default 50,000: 500.00.</summary>
    [Range(0, long.MaxValue)]
    public long ApprovedAutomaticallyUpToMinor { get; set; } = 50_000;

    /// <summary>Up to this payment one person approves; above it, two different people. Default 1,000,000: 10,000.00.</summary>
    [Range(0, long.MaxValue)]
    public long OneApproverUpToMinor { get; set; } = 1_000_000;

    /// <summary>Up to this claimed amount a claim is simple, unless it is suspicious. Default 200,000: 2,000.00.</summary>
    [Range(0, long.MaxValue)]
    public long SimpleUpToMinor { get; set; } = 200_000;

    /// <summary>A simple claim is decided within this time. Default 24 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan SimpleWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>Any other claim, and any appeal, is decided within this time. Default 7 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan ComplexWithin { get; set; } = TimeSpan.FromDays(7);

    /// <summary>So long before its deadline an undecided claim gives warning, as a percentage of the whole time. Default 25.</summary>
    [Range(1, 99)]
    public int WarnBeforePercent { get; set; } = 25;

    /// <summary>A rejection can be appealed for so long. Default 30 days.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "365.00:00:00")]
    public TimeSpan AppealPeriod { get; set; } = TimeSpan.FromDays(30);

    /// <summary>How often an operator is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);

    /// <summary>The token vault's name for the account that claims are paid from; 1 to 128 characters.</summary>
    [Required, StringLength(128)]
    public string PayoutToken { get; set; } = "tok_claims_fund";

    /// <summary>The last four digits of that account.</summary>
    [Required, RegularExpression("^[0-9]{4}$")]
    public string PayoutLast4 { get; set; } = "0001";

    /// <summary>Where that account is: ISO 3166-1 alpha-2.</summary>
    [Required, RegularExpression("^[A-Z]{2}$")]
    public string PayoutRegion { get; set; } = "DE";

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (RejectFromScore < InvestigateFromScore)
            yield return new ValidationResult("A claim must not be rejected at a lower score than it is investigated at.", [nameof(RejectFromScore)]);
        if (OneApproverUpToMinor < ApprovedAutomaticallyUpToMinor)
            yield return new ValidationResult("The limit of one approver must not be below the limit of none.", [nameof(OneApproverUpToMinor)]);
    }

    /// <summary>How many different people must approve a payment; 0 to 2.</summary>
    internal int ApproversOf(long payableMinor) =>
        payableMinor <= ApprovedAutomaticallyUpToMinor ? 0 : payableMinor <= OneApproverUpToMinor ? 1 : 2;
}

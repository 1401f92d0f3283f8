using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Payments.CrossChainTransfer;

/// <summary>
/// How long a transfer waits. Configuration section <c>Payments:CrossChainTransfer</c>; checked at start. Chains answer within
/// milliseconds and retry by themselves for a few seconds: longer silence means something broke, except for the confirmation.
/// </summary>
public sealed class TransferOptions : IValidatableObject
{
    /// <summary>Times the confirmation is asked for at most.</summary>
    public const int ConfirmationAttemptsMax = 96;

    /// <summary>The wait for each answer about the source account, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ValidateWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each answer about the lock, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan LockWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for the target chain to begin monitoring, asked twice. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan MonitorWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often the target chain is asked whether it has confirmed. Default 15 min.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ConfirmationAskedEvery { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>
    /// The wait for the confirmation in all, a whole number of askings, at most <see cref="ConfirmationAttemptsMax"/>; after
    /// that the funds are unlocked. Default 24 h.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ConfirmationWithin { get; set; } = TimeSpan.FromHours(24);

    /// <summary>The wait for the release, asked twice; after that a person is asked. Default 15 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan ReleaseWithin { get; set; } = TimeSpan.FromSeconds(15);

    /// <summary>The wait for the record, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan RecordWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>The wait for each confirmation of the unlock, asked three times; after that a person is asked. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.100", "1.00:00:00")]
    public TimeSpan UndoWithin { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>How often a person is asked again. Default 8 h.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "30.00:00:00")]
    public TimeSpan AskPersonAgainEvery { get; set; } = TimeSpan.FromHours(8);

    /// <summary>How often the confirmation is asked for.</summary>
    internal int ConfirmationAttempts => (int)(ConfirmationWithin / ConfirmationAskedEvery);

    /// <summary>From the beginning of a transfer to the latest moment at which it may still wait for its confirmation.</summary>
    internal TimeSpan MonitoringWithin => (2 * (ValidateWithin + LockWithin + MonitorWithin)) + ConfirmationWithin;

    /// <inheritdoc />
    public IEnumerable<ValidationResult> Validate(ValidationContext validationContext)
    {
        if (ConfirmationAskedEvery <= TimeSpan.Zero || ConfirmationWithin.Ticks % ConfirmationAskedEvery.Ticks != 0
            || ConfirmationAttempts is < 1 or > ConfirmationAttemptsMax)
            yield return new ValidationResult(
                $"{nameof(ConfirmationWithin)} must be 1 to {ConfirmationAttemptsMax} times {nameof(ConfirmationAskedEvery)}.",
                [nameof(ConfirmationWithin)]);
    }
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>Scores the likelihood of fraud, assesses what is to be paid, and writes the compliance record.</summary>
public sealed class AssessmentHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ScoreClaim>,
    ICommandHandler<AssessClaim>,
    ICommandHandler<RecordClaim>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ScoreClaim command, CancellationToken cancellation) => engagements.Do(
        Key("score", command.ClaimId),
        () => Score(command),
        reason => new ClaimScoringRefused(command.ClaimId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(AssessClaim command, CancellationToken cancellation) => engagements.Do(
        Key("assess", command.ClaimId),
        () => Assess(command.ClaimId),
        reason => new AssessmentRefused(command.ClaimId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(RecordClaim command, CancellationToken cancellation) => engagements.Do(
        Key("record", command.ClaimId),
        () => Record(command),
        reason => new ClaimRecordRefused(command.ClaimId, reason));

    async Task<Outcome> Score(ScoreClaim command)
    {
        if (await OpenFile(command.ClaimId) is not var (file, policy))
            return Outcome.Refused(new ClaimScoringRefused(command.ClaimId, NoFile));
        file.Documents = [.. file.Documents.Union(command.Documents)];
        file.FraudScore = file.Score(policy);
        Change(file);
        return Outcome.Done(new ClaimScored(command.ClaimId, file.FraudScore.Value));
    }

    async Task<Outcome> Assess(Guid claimId)
    {
        if (await OpenFile(claimId) is not var (file, policy))
            return Outcome.Refused(new AssessmentRefused(claimId, NoFile));
        var payable = policy.Payable(file.ClaimedMinor);
        file.PayableMinor = Math.Max(0, payable.AmountMinor);
        Change(file);
        return Outcome.Done(payable.AmountMinor > 0
            ? new ClaimAssessed(claimId, payable, file.Risk)
            : new ClaimNotPayable(claimId, $"The deductible of {policy.DeductibleMinor} minor units of {policy.Currency} is not exceeded."));
    }

    async Task<Outcome> Record(RecordClaim command)
    {
        rows.Add(new ClaimRecord
        {
            ClaimId = command.ClaimId, Outcome = command.Outcome, Reason = command.Reason, PaidMinor = command.Paid?.AmountMinor ?? 0,
            Currency = command.Paid?.Currency ?? "", PaymentReference = command.PaymentReference, DecidedBy = [.. command.DecidedBy],
            At = clock.GetUtcNow(),
        });
        if (await rows.Find<ClaimFile>(command.ClaimId) is { } file)
        {
            file.Status = ClaimFileStatus.Recorded;
            Change(file);
        }
        return Outcome.Done(new ClaimRecorded(command.ClaimId));
    }

    const string NoFile = "There is no open file of this claim under a policy of ours.";

    async Task<(ClaimFile File, Policy Policy)?> OpenFile(Guid claimId) =>
        await rows.Find<ClaimFile>(claimId) is { Status: ClaimFileStatus.Open } file && await rows.Find<Policy>(file.PolicyNumber) is { } policy
            ? (file, policy)
            : null;

    void Change(ClaimFile file)
    {
        file.At = clock.GetUtcNow();
        rows.Change(file);
    }

    static string Key(string what, Guid claimId) => Engagement.KeyOf(Queues.ClaimsOffice, what, claimId);
}

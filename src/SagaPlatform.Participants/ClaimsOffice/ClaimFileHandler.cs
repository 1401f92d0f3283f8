using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>Opens the file of a claim and checks policy, cover and completeness; closes the file of a claim that is withdrawn.</summary>
public sealed class ClaimFileHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ValidateClaim>,
    ICommandHandler<CloseClaimFile>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ValidateClaim command, CancellationToken cancellation) => engagements.Do(
        Key(command.ClaimId),
        () => Open(command),
        reason => new ClaimFileRefused(command.ClaimId, reason));

    /// <inheritdoc />
    /// <remarks>Whatever became of the file, a withdrawn claim has its record.</remarks>
    public async Task<Answer> Handle(CloseClaimFile command, CancellationToken cancellation)
    {
        if (await rows.Find<ClaimRecord>(command.ClaimId) == null)
            rows.Add(new ClaimRecord
            {
                ClaimId = command.ClaimId, Outcome = ClaimOutcome.Withdrawn, Reason = command.Reason, At = clock.GetUtcNow(),
            });
        return await engagements.Undo(Key(command.ClaimId), () => Close(command.ClaimId), new ClaimFileClosed(command.ClaimId));
    }

    async Task<Outcome> Open(ValidateClaim command)
    {
        if (Problem(command) is { } problem)
            return Outcome.Refused(new ClaimFileRefused(command.ClaimId, problem));
        if (PolicySeed.LosesCommand(command.PolicyNumber))
            return Outcome.Ignored;

        rows.Add(new ClaimFile
        {
            ClaimId = command.ClaimId, PolicyNumber = command.PolicyNumber, Peril = command.Peril, OccurredAt = command.OccurredAt,
            ClaimedMinor = command.Amount.AmountMinor, Currency = command.Amount.Currency, Documents = [.. command.Documents],
            At = clock.GetUtcNow(),
        });
        return Outcome.Done(Checked(await rows.Find<Policy>(command.PolicyNumber), command));
    }

    static object Checked(Policy? policy, ValidateClaim command)
    {
        if (policy == null)
            return new ClaimNotCovered(command.ClaimId, $"There is no policy {command.PolicyNumber}.");
        if (policy.NotCovered(command) is { } reason)
            return new ClaimNotCovered(command.ClaimId, reason);
        return policy.Lacks(command.Documents) is { Count: > 0 } missing
            ? new ClaimDocumentsMissing(command.ClaimId, missing)
            : new ClaimValidated(command.ClaimId);
    }

    async Task Close(Guid claimId)
    {
        var file = await rows.Find<ClaimFile>(claimId)
            ?? throw new InvalidOperationException($"Claim {claimId} is noted as opened, but has no file.");
        (file.Status, file.At) = (ClaimFileStatus.Closed, clock.GetUtcNow());
        rows.Change(file);
    }

    static string? Problem(ValidateClaim command) =>
        FieldRules.Id("ClaimId", command.ClaimId)
        ?? FieldRules.Text("PolicyNumber", command.PolicyNumber, 64)
        ?? FieldRules.Text("Peril", command.Peril, 64)
        ?? (command.Amount == null ? "Amount is missing" : FieldRules.Between("Amount.AmountMinor", command.Amount.AmountMinor, 1, long.MaxValue))
        ?? (command.Documents == null ? "Documents is missing" : null);

    static string Key(Guid claimId) => Engagement.KeyOf(Queues.ClaimsOffice, "file", claimId);
}

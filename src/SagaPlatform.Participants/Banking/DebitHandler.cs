using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Banking;

/// <summary>Takes the money of a payment from the payer once, and gives it back once.</summary>
public sealed class DebitHandler(GeneralLedger ledger, Engagements engagements) :
    ICommandHandler<DebitPayer>,
    ICommandHandler<ReversePayerDebit>
{
    /// <inheritdoc />
    public Task<Answer> Handle(DebitPayer command, CancellationToken cancellation) => engagements.Do(
        Key(command.PaymentId),
        () => Debit(command),
        reason => new PayerDebitRefused(command.PaymentId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReversePayerDebit command, CancellationToken cancellation) => engagements.Undo(
        Key(command.PaymentId),
        () => ledger.Reverse(command.PaymentId, CrossBorderEntries.OfTransfer, CrossBorderEntries.Debit, CrossBorderEntries.DebitReversal),
        new PayerDebitReversed(command.PaymentId));

    async Task<Outcome> Debit(DebitPayer command)
    {
        var problem = AccountRules.Problem(command.PaymentId, command.Account, command.Amount);
        if (problem != null)
            return Refused(command, problem);
        if (AccountTestData.Breaks(command.Account))
            throw new InvalidOperationException("The ledger broke down, as the test account asks.");
        if (AccountTestData.LosesCommand(command.Account))
            return Outcome.Ignored;

        var payer = await ledger.Account(Accounts.Held(command.Account));
        if (AccountRules.Problem(payer, command.Account, command.Amount) is { } wrong)
            return Refused(command, wrong);
        if (payer!.AvailableMinor < command.Amount.AmountMinor)
            return Refused(command, "insufficient funds");

        await ledger.Post(Movement.Transfer(command.PaymentId, CrossBorderEntries.Debit, payer.Id, CrossBorderEntries.Transit, command.Amount));
        return AccountTestData.LosesAnswer(command.Account)
            ? Outcome.DoneSilently
            : Outcome.Done(new PayerDebited(command.PaymentId));
    }

    static Outcome Refused(DebitPayer command, string reason) => Outcome.Refused(new PayerDebitRefused(command.PaymentId, reason));

    static string Key(Guid payment) => Engagement.KeyOf(Queues.Ledger, "debit", payment);
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Banking;

/// <summary>
/// Gives the payee the payout of a payment once, held until it is settled; takes a held one back. What is settled stays.
/// </summary>
public sealed class CreditHandler(IRows rows, GeneralLedger ledger, Engagements engagements, TimeProvider clock) :
    ICommandHandler<CreditPayee>,
    ICommandHandler<ReversePayeeCredit>,
    ICommandHandler<SettleCrossBorderPayment>
{
    /// <inheritdoc />
    public Task<Answer> Handle(CreditPayee command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Ledger, "credit", command.PaymentId),
        () => Credit(command),
        reason => new PayeeCreditRefused(command.PaymentId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReversePayeeCredit command, CancellationToken cancellation) => engagements.Undo(
        Engagement.KeyOf(Queues.Ledger, "credit", command.PaymentId),
        () => TakeBack(command.PaymentId),
        new PayeeCreditReversed(command.PaymentId));

    /// <inheritdoc />
    public Task<Answer> Handle(SettleCrossBorderPayment command, CancellationToken cancellation) => engagements.Do(
        Engagement.KeyOf(Queues.Ledger, "settlement", command.PaymentId),
        () => Settle(command.PaymentId),
        reason => new CrossBorderSettlementRefused(command.PaymentId, reason));

    async Task<Outcome> Credit(CreditPayee command)
    {
        var problem = AccountRules.Problem(command.PaymentId, command.Account, command.Payout);
        if (problem != null)
            return Refused(command, problem);
        if (AccountTestData.Breaks(command.Account))
            throw new InvalidOperationException("The ledger broke down, as the test account asks.");
        if (AccountTestData.LosesCommand(command.Account))
            return Outcome.Ignored;

        var payee = await ledger.Account(Accounts.Held(command.Account));
        if (AccountRules.Problem(payee, command.Account, command.Payout) is { } wrong)
            return Refused(command, wrong);

        await ledger.Post(Movement.Transfer(command.PaymentId, CrossBorderEntries.Credit, CrossBorderEntries.Transit, payee!.Id, command.Payout));
        payee.Reserve(command.Payout.AmountMinor);
        rows.Add(new HeldCredit { PaymentId = command.PaymentId, Account = payee.Id, AmountMinor = command.Payout.AmountMinor, At = clock.GetUtcNow() });
        return AccountTestData.LosesAnswer(command.Account)
            ? Outcome.DoneSilently
            : Outcome.Done(new PayeeCredited(command.PaymentId));
    }

    async Task TakeBack(Guid payment)
    {
        await LetGo(payment, HeldCreditStatus.Reversed);
        await ledger.Reverse(payment, CrossBorderEntries.OfTransfer, CrossBorderEntries.Credit, CrossBorderEntries.CreditReversal);
    }

    async Task<Outcome> Settle(Guid payment)
    {
        if (await rows.Find<HeldCredit>(payment) is not { Status: HeldCreditStatus.Held } credit)
            return Outcome.Refused(new CrossBorderSettlementRefused(payment, "nothing is held for the payee"));
        if (AccountTestData.RefusesSettlement(credit.Account))
            return Outcome.Refused(new CrossBorderSettlementRefused(payment, "the payee's bank does not settle today, as the test account asks"));
        await End(credit, HeldCreditStatus.Settled);
        return AccountTestData.LosesSettlement(credit.Account)
            ? Outcome.DoneSilently
            : Outcome.Done(new CrossBorderPaymentSettled(payment));
    }

    async Task LetGo(Guid payment, HeldCreditStatus how) => await End(await rows.Find<HeldCredit>(payment)
        ?? throw new InvalidOperationException($"Payment {payment} is noted as credited, but holds nothing."), how);

    async Task End(HeldCredit credit, HeldCreditStatus how)
    {
        credit.End(how, clock.GetUtcNow());
        rows.Change(credit);
        var payee = (await ledger.Account(credit.Account))!;
        payee.Release(credit.AmountMinor);
        ledger.Change(payee);
    }

    static Outcome Refused(CreditPayee command, string reason) => Outcome.Refused(new PayeeCreditRefused(command.PaymentId, reason));
}

using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>The chain that money comes to: looks out for a transfer, says when it is confirmed, and pays it out once.</summary>
/// <remarks>Rows are claimed in one order everywhere: the engagement, the transfer's lock, then all its accounts at once.</remarks>
public sealed class TargetChainHandler(
    IRows rows, Engagements engagements, IOptions<ChainOptions> options, TimeProvider clock) :
    ICommandHandler<MonitorTransfer>,
    ICommandHandler<AskConfirmation>,
    ICommandHandler<ReleaseFunds>
{
    /// <inheritdoc />
    public Task<Answer> Handle(MonitorTransfer command, CancellationToken cancellation) => engagements.Do(
        Key("monitor", command.TransferId),
        () => Monitor(command),
        reason => new MonitoringRefused(command.TransferId, reason));

    /// <summary>Reads only. Says nothing while the transfer is not confirmed: whoever waits asks again.</summary>
    public async Task<Answer> Handle(AskConfirmation command, CancellationToken cancellation)
    {
        var watch = await rows.Find<TransferWatch>(command.TransferId);
        var now = clock.GetUtcNow();
        return watch switch
        {
            null => Answer.With(new TransferRejected(command.TransferId, "the transfer is not monitored")),
            { Rejection: { } why } => Answer.With(new TransferRejected(command.TransferId, why)),
            { ConfirmedAt: { } at } when at <= now => Answer.With(new TransferConfirmed(command.TransferId)),
            _ => watch.Until < now ? Answer.With(new TransferRejected(command.TransferId, "the time for the confirmation is over")) : Answer.None,
        };
    }

    /// <inheritdoc />
    public Task<Answer> Handle(ReleaseFunds command, CancellationToken cancellation) => engagements.Do(
        Key("release", command.TransferId),
        () => Release(command),
        reason => new ReleaseRefused(command.TransferId, reason));

    async Task<Outcome> Monitor(MonitorTransfer command)
    {
        var problem = Problem(command.TransferId, command.TargetAccount, command.Amount);
        var account = problem == null ? await rows.Find<ChainAccount>(ChainAccount.IdOf(Chain.Target, command.TargetAccount)) : null;
        problem ??= Obstacle(account, command.TargetAccount, command.Amount);
        if (problem != null)
            return Outcome.Refused(new MonitoringRefused(command.TransferId, problem));

        var address = command.TargetAccount;
        rows.Add(new TransferWatch
        {
            TransferId = command.TransferId,
            Account = address,
            Until = command.Until,
            Rejection = ChainTestAccounts.Rejects(address) ? "the target chain rejects the transfer, as the test account asks" : null,
            ConfirmedAt = ChainTestAccounts.NeverConfirms(address) ? null
                : ChainTestAccounts.ConfirmsLate(address) ? clock.GetUtcNow() + ChainTestAccounts.LateBy
                : clock.GetUtcNow(),
        });
        return Outcome.Done(new TransferMonitored(command.TransferId));
    }

    /// <summary>
    /// The locked funds are paid out. Both chains' books are in one database here, so that lock, payment and fee are one
    /// transaction and no unit is ever in two places; a bridge between real chains pays from its reserve on the target chain
    /// and settles it with the lock.
    /// </summary>
    async Task<Outcome> Release(ReleaseFunds command)
    {
        var problem = Problem(command.TransferId, command.TargetAccount, command.Amount)
            ?? FieldRules.Between("FeeMinor", command.FeeMinor, 0, command.Amount.AmountMinor - 1);
        if (problem == null && ChainTestAccounts.LosesRelease(command.TargetAccount))
            return Outcome.Ignored;

        var locked = problem == null ? await rows.Find<LockEvent>(command.TransferId) : null;
        problem ??= locked is not { Status: LockStatus.Locked } ? "its funds are not locked"
            : locked.AmountMinor != command.Amount.AmountMinor || locked.Currency != command.Amount.Currency ? "another amount is locked"
            : ChainTestAccounts.RefusesRelease(command.TargetAccount) ? "the target chain will not pay, as the test account asks"
            : null;
        return problem == null ? await Pay(command, locked!) : Outcome.Refused(new ReleaseRefused(command.TransferId, problem));
    }

    async Task<Outcome> Pay(ReleaseFunds command, LockEvent locked)
    {
        var (from, to) = (ChainAccount.IdOf(Chain.Source, locked.Account), ChainAccount.IdOf(Chain.Target, command.TargetAccount));
        var accounts = (await rows.FindAll<ChainAccount>([from, to])).ToDictionary(x => x.Id, StringComparer.Ordinal);
        if (Obstacle(accounts.GetValueOrDefault(to), command.TargetAccount, command.Amount) is { } obstacle)
            return Outcome.Refused(new ReleaseRefused(command.TransferId, obstacle));

        rows.Serializable();
        var paidMinor = locked.AmountMinor - command.FeeMinor;
        accounts[from].Spend(locked.AmountMinor);
        accounts[to].Receive(paidMinor);
        locked.End(LockStatus.Released, clock.GetUtcNow());
        rows.Change(accounts[from]);
        rows.Change(accounts[to]);
        rows.Change(locked);
        rows.Add(new ChainRelease
        {
            TransferId = command.TransferId,
            Account = command.TargetAccount,
            AmountMinor = locked.AmountMinor,
            PaidMinor = paidMinor,
            FeeMinor = command.FeeMinor,
            Currency = locked.Currency,
            At = clock.GetUtcNow(),
        });
        return ChainTestAccounts.LosesReleased(command.TargetAccount) ? Outcome.DoneSilently : Outcome.Done(new FundsReleased(command.TransferId));
    }

    string? Problem(Guid transferId, string? targetAccount, Money? amount) =>
        FieldRules.Id("TransferId", transferId) ?? options.Value.Problem("TargetAccount", targetAccount) ?? options.Value.Problem(amount);

    static string? Obstacle(ChainAccount? account, string address, Money amount) =>
        account == null ? $"account {address} is unknown on the target chain"
        : account.Currency != amount.Currency ? $"account {address} holds {account.Currency}, not {amount.Currency}"
        : null;

    static string Key(string what, Guid transferId) => Engagement.KeyOf(Queues.TargetChain, what, transferId);
}

using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Chains;

/// <summary>The chain that money leaves: locks it, unlocks it once, and records what was carried out.</summary>
/// <remarks>Rows are claimed in one order everywhere: the engagement, the transfer's lock, then all its accounts at once.</remarks>
public sealed class SourceChainHandler(
    IRows rows, Engagements engagements, IOptions<ChainOptions> options, TimeProvider clock) :
    ICommandHandler<ValidateSourceAccount>,
    ICommandHandler<LockFunds>,
    ICommandHandler<UnlockFunds>,
    ICommandHandler<RecordTransfer>
{
    const int ReasonCharactersMax = 1_024;

    /// <summary>Reads only, so that it may be asked any number of times.</summary>
    public async Task<Answer> Handle(ValidateSourceAccount command, CancellationToken cancellation)
    {
        var problem = Problem(command.TransferId, command.SourceAccount, command.Amount)
            ?? await Obstacle(command.SourceAccount, command.Amount);
        return Answer.With(problem == null
            ? new SourceAccountValidated(command.TransferId, options.Value.FeeMinor(command.Amount.AmountMinor))
            : new SourceAccountRefused(command.TransferId, problem));
    }

    /// <inheritdoc />
    public Task<Answer> Handle(LockFunds command, CancellationToken cancellation) => engagements.Do(
        Key("lock", command.TransferId),
        () => Lock(command),
        reason => new LockRefused(command.TransferId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(UnlockFunds command, CancellationToken cancellation) => engagements.Undo(
        Key("lock", command.TransferId),
        () => Unlock(command),
        new FundsUnlocked(command.TransferId));

    /// <inheritdoc />
    public Task<Answer> Handle(RecordTransfer command, CancellationToken cancellation) => engagements.Do(
        Key("record", command.TransferId),
        () => Record(command),
        reason => new RecordRefused(command.TransferId, reason));

    async Task<Outcome> Lock(LockFunds command)
    {
        if (Problem(command.TransferId, command.SourceAccount, command.Amount) is { } problem)
            return Outcome.Refused(new LockRefused(command.TransferId, problem));
        if (ChainTestAccounts.LosesLock(command.SourceAccount))
            return Outcome.Ignored;

        rows.Serializable(); // two transfers that want the same balance: one of them begins again
        var account = await Account(command.SourceAccount);
        if (Obstacle(account, command.SourceAccount, command.Amount) is { } obstacle)
            return Outcome.Refused(new LockRefused(command.TransferId, obstacle));

        account!.Lock(command.Amount.AmountMinor);
        rows.Change(account);
        rows.Add(new LockEvent
        {
            TransferId = command.TransferId,
            Account = account.Address,
            AmountMinor = command.Amount.AmountMinor,
            Currency = account.Currency,
            Status = LockStatus.Locked,
            LockedAt = clock.GetUtcNow(),
        });
        return ChainTestAccounts.LosesLocked(account.Address) ? Outcome.DoneSilently : Outcome.Done(new FundsLocked(command.TransferId));
    }

    /// <summary>Only called for funds that were locked. Released ones stay released: the fault asks a person what went wrong.</summary>
    async Task Unlock(UnlockFunds command)
    {
        var locked = await rows.Find<LockEvent>(command.TransferId)
            ?? throw new InvalidOperationException($"The lock of transfer {command.TransferId} is gone.");
        locked.End(LockStatus.Unlocked, clock.GetUtcNow());
        rows.Serializable();
        var account = await Account(locked.Account)
            ?? throw new InvalidOperationException($"Account {locked.Account}, which has locked funds, is gone.");
        account.Unlock(locked.AmountMinor);
        rows.Change(account);
        rows.Change(locked);
        rows.Add(new Compensation
        {
            TransferId = command.TransferId,
            Account = locked.Account,
            AmountMinor = locked.AmountMinor,
            Currency = locked.Currency,
            Reason = command.Reason is { Length: > ReasonCharactersMax } reason ? reason[..ReasonCharactersMax] : command.Reason ?? "",
            At = clock.GetUtcNow(),
        });
    }

    async Task<Outcome> Record(RecordTransfer command)
    {
        var problem = Problem(command.TransferId, command.SourceAccount, command.Amount)
            ?? options.Value.Problem("TargetAccount", command.TargetAccount);
        var locked = problem == null ? await rows.Find<LockEvent>(command.TransferId) : null;
        problem ??= locked is not { Status: LockStatus.Released } ? "its funds are not released"
            : ChainTestAccounts.RefusesRecord(command.SourceAccount) ? "the archive is closed, as the test account asks"
            : null;
        if (problem != null)
            return Outcome.Refused(new RecordRefused(command.TransferId, problem));

        rows.Add(new ChainTransaction
        {
            TransferId = command.TransferId,
            SourceAccount = command.SourceAccount,
            TargetAccount = command.TargetAccount,
            AmountMinor = command.Amount.AmountMinor,
            FeeMinor = command.FeeMinor,
            Currency = command.Amount.Currency,
            At = clock.GetUtcNow(),
        });
        return Outcome.Done(new TransferRecorded(command.TransferId));
    }

    string? Problem(Guid transferId, string? sourceAccount, Money? amount) =>
        FieldRules.Id("TransferId", transferId) ?? options.Value.Problem("SourceAccount", sourceAccount) ?? options.Value.Problem(amount);

    async Task<string?> Obstacle(string address, Money amount) => Obstacle(await Account(address), address, amount);

    string? Obstacle(ChainAccount? account, string address, Money amount) =>
        account == null ? $"account {address} is unknown on the source chain"
        : account.Frozen ? $"account {address} is frozen"
        : account.Currency != amount.Currency ? $"account {address} holds {account.Currency}, not {amount.Currency}"
        : options.Value.FeeMinor(amount.AmountMinor) >= amount.AmountMinor ? "the fee would use up the amount"
        : account.BalanceMinor < amount.AmountMinor ? $"account {address} has too little: {amount.AmountMinor} wanted, {account.BalanceMinor} there"
        : null;

    Task<ChainAccount?> Account(string address) => rows.Find<ChainAccount>(ChainAccount.IdOf(Chain.Source, address));

    static string Key(string what, Guid transferId) => Engagement.KeyOf(Queues.SourceChain, what, transferId);
}

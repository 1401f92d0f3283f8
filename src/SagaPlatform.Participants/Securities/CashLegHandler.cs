using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;

namespace SagaPlatform.Participants.Securities;

/// <summary>Moves the money of a settlement once, reserved until it is final, and back once.</summary>
/// <remarks>The money moves in the shared ledger. Rows are claimed in one order everywhere: the engagement, the leg, then all accounts at once.</remarks>
public sealed class CashLegHandler(IRows rows, GeneralLedger ledger, Engagements engagements, TimeProvider clock) :
    ICommandHandler<PayFunds>,
    ICommandHandler<ReturnFunds>
{
    const int NameCharactersMax = 32;

    /// <inheritdoc />
    public Task<Answer> Handle(PayFunds command, CancellationToken cancellation) => engagements.Do(
        Key(command.SettlementId),
        () => Pay(command),
        reason => new FundsRefused(command.SettlementId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReturnFunds command, CancellationToken cancellation) => engagements.Undo(
        Key(command.SettlementId),
        () => Return(command.SettlementId),
        new FundsReturned(command.SettlementId));

    async Task<Outcome> Pay(PayFunds command)
    {
        if (Problem(command) is { } problem)
            return Outcome.Refused(new FundsRefused(command.SettlementId, problem));
        var (from, to) = (CashAccounts.Of(command.From, command.Amount.Currency), CashAccounts.Of(command.To, command.Amount.Currency));
        var accounts = await ledger.Accounts(CashAccounts.WithBalance(from, to));
        if (Obstacle(accounts, from, to, command) is { } obstacle)
            return Outcome.Refused(new FundsRefused(command.SettlementId, obstacle));

        await ledger.Post(Movement.Transfer(command.SettlementId, first: 1, from, to, command.Amount));
        accounts.GetValueOrDefault(to)?.Reserve(command.Amount.AmountMinor);
        rows.Add(new CashLeg
        {
            SettlementId = command.SettlementId, FromAccount = command.From, ToAccount = command.To,
            AmountMinor = command.Amount.AmountMinor, Currency = command.Amount.Currency, Status = LegStatus.Moved, At = clock.GetUtcNow(),
        });
        return SecurityTestAccounts.LosesPaid(command.From, command.To) ? Outcome.DoneSilently : Outcome.Done(new FundsPaid(command.SettlementId));
    }

    /// <summary>Only called for what was paid. What is final stays: the fault asks a person what went wrong.</summary>
    async Task Return(Guid settlementId)
    {
        var leg = await rows.Find<CashLeg>(settlementId) ?? throw new InvalidOperationException($"The payment of settlement {settlementId} is gone.");
        leg.End(LegStatus.Returned, clock.GetUtcNow());
        rows.Change(leg);
        var (from, to) = (CashAccounts.Of(leg.FromAccount, leg.Currency), CashAccounts.Of(leg.ToAccount, leg.Currency));
        var accounts = await ledger.Accounts(CashAccounts.WithBalance(from, to));
        accounts.GetValueOrDefault(to)?.Release(leg.AmountMinor);
        await ledger.Post(Movement.Transfer(settlementId, first: 3, to, from, new Money(leg.AmountMinor, leg.Currency)));
    }

    static string? Obstacle(IReadOnlyDictionary<string, LedgerAccount> accounts, string from, string to, PayFunds command) =>
        CashAccounts.WithBalance(from, to).FirstOrDefault(x => !accounts.ContainsKey(x)) is { } unknown ? $"{unknown} is unknown"
        : accounts.GetValueOrDefault(from) is { } payer && payer.AvailableMinor < command.Amount.AmountMinor
            ? $"account {command.From} has too little {command.Amount.Currency}: {command.Amount.AmountMinor} wanted, {payer.AvailableMinor} there"
        : null;

    static string? Problem(PayFunds command) =>
        FieldRules.Id("SettlementId", command.SettlementId)
        ?? FieldRules.Text("From", command.From, NameCharactersMax)
        ?? FieldRules.Text("To", command.To, NameCharactersMax)
        ?? (command.Amount == null ? "Amount is missing" : null)
        ?? FieldRules.Text("Amount.Currency", command.Amount!.Currency, 3)
        ?? FieldRules.Between("Amount.AmountMinor", command.Amount.AmountMinor, 1, long.MaxValue / 2)
        ?? (command.From == command.To ? "From and To are the same" : null);

    static string Key(Guid settlementId) => Engagement.KeyOf(Queues.Securities, "payment", settlementId);
}

/// <summary>The ledger's accounts of those who trade: one per currency. The clearing house's is only a name, and may be negative.</summary>
static class CashAccounts
{
    public const string House = "house:clearing";

    public static string Of(string account, string currency) => account == ClearingHouse.Account ? House : Accounts.Held($"{account}/{currency}");

    public static IEnumerable<string> WithBalance(params IEnumerable<string> accounts) => accounts.Where(Accounts.HasBalance);
}

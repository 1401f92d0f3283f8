using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Securities;

/// <summary>Moves the securities of a settlement once, blocked until it is final, and back once.</summary>
/// <remarks>Rows are claimed in one order everywhere: the engagement, the leg, accounts, then all positions at once.</remarks>
public sealed class DeliveryHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<DeliverSecurities>,
    ICommandHandler<ReturnSecurities>
{
    const int NameCharactersMax = 32;

    /// <inheritdoc />
    public Task<Answer> Handle(DeliverSecurities command, CancellationToken cancellation) => engagements.Do(
        Key(command.SettlementId),
        () => Deliver(command),
        reason => new DeliveryRefused(command.SettlementId, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(ReturnSecurities command, CancellationToken cancellation) => engagements.Undo(
        Key(command.SettlementId),
        () => Return(command.SettlementId),
        new SecuritiesReturned(command.SettlementId));

    async Task<Outcome> Deliver(DeliverSecurities command)
    {
        var (from, to) = (command.From, command.To);
        if ((Problem(command) ?? await Unknown(from, to)) is { } problem)
            return Outcome.Refused(new DeliveryRefused(command.SettlementId, problem));
        if (SecurityTestAccounts.LosesDelivery(from, to))
            return Outcome.Ignored;

        var positions = await Positions(from, to, command.Instrument);
        if (!IsHouse(from) && (positions.GetValueOrDefault(from)?.Available ?? 0) is var there && there < command.Quantity)
            return Outcome.Refused(new DeliveryRefused(command.SettlementId, $"account {from} has too few {command.Instrument}: {command.Quantity} wanted, {there} there"));

        if (!IsHouse(from))
            Change(positions[from], -command.Quantity, blocked: 0);
        if (!IsHouse(to) && positions.GetValueOrDefault(to) is { } position)
            Change(position, command.Quantity, blocked: command.Quantity);
        else if (!IsHouse(to))
            Add(SecurityPosition.Open(to, command.Instrument), command.Quantity);
        var leg = new DeliveryLeg
        {
            SettlementId = command.SettlementId, FromAccount = from, ToAccount = to, Instrument = command.Instrument, Quantity = command.Quantity,
            Status = LegStatus.Moved, At = clock.GetUtcNow(),
        };
        rows.Add(leg);
        Enter(leg, first: 1, from, to);
        return SecurityTestAccounts.LosesDelivered(from, to) ? Outcome.DoneSilently : Outcome.Done(new SecuritiesDelivered(command.SettlementId));
    }

    /// <summary>Only called for what was delivered. What is final stays: the fault asks a person what went wrong.</summary>
    async Task Return(Guid settlementId)
    {
        var leg = await rows.Find<DeliveryLeg>(settlementId)
            ?? throw new InvalidOperationException($"The delivery of settlement {settlementId} is gone.");
        leg.End(LegStatus.Returned, clock.GetUtcNow());
        var positions = await Positions(leg.FromAccount, leg.ToAccount, leg.Instrument);
        if (!IsHouse(leg.ToAccount))
            Change(positions[leg.ToAccount], -leg.Quantity, blocked: -leg.Quantity);
        if (!IsHouse(leg.FromAccount))
            Change(positions[leg.FromAccount], leg.Quantity, blocked: 0);
        rows.Change(leg);
        Enter(leg, first: 3, leg.ToAccount, leg.FromAccount);
    }

    void Change(SecurityPosition position, long quantity, long blocked)
    {
        position.Move(quantity, blocked);
        rows.Change(position);
    }

    void Add(SecurityPosition position, long quantity)
    {
        position.Move(quantity, blocked: quantity);
        rows.Add(position);
    }

    void Enter(DeliveryLeg leg, int first, string from, string to)
    {
        foreach (var entry in SecurityEntry.Movement(leg.SettlementId, first, from, to, leg.Instrument, leg.Quantity, clock.GetUtcNow()))
            rows.Add(entry);
    }

    async Task<Dictionary<string, SecurityPosition>> Positions(string from, string to, string instrument) =>
        (await rows.FindAll<SecurityPosition>(Held(from, to).Select(x => (object)SecurityPosition.IdOf(x, instrument))))
            .ToDictionary(x => x.Account, StringComparer.Ordinal);

    async Task<string?> Unknown(string from, string to)
    {
        var known = (await rows.FindAll<CustodyAccount>(Held(from, to))).Select(x => x.Account).ToList();
        return Held(from, to).FirstOrDefault(x => !known.Contains(x, StringComparer.Ordinal)) is { } unknown ? $"account {unknown} is unknown" : null;
    }

    static IEnumerable<string> Held(string from, string to) => new[] { from, to }.Where(x => !IsHouse(x));

    static string? Problem(DeliverSecurities command) =>
        FieldRules.Id("SettlementId", command.SettlementId)
        ?? FieldRules.Text("From", command.From, NameCharactersMax)
        ?? FieldRules.Text("To", command.To, NameCharactersMax)
        ?? FieldRules.Text("Instrument", command.Instrument, NameCharactersMax)
        ?? FieldRules.Between("Quantity", command.Quantity, 1, long.MaxValue / 2)
        ?? (command.From == command.To ? "From and To are the same" : null);

    static bool IsHouse(string account) => account == ClearingHouse.Account;

    static string Key(Guid settlementId) => Engagement.KeyOf(Queues.Securities, "delivery", settlementId);
}

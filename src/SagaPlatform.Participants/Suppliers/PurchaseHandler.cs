using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Suppliers;

/// <summary>Sells pieces from a supplier's stock, takes the purchase back, and credits what came back.</summary>
/// <remarks>Two orders after the last pieces meet at the offer's version: one gets them, the other is tried again and refused.</remarks>
public sealed class PurchaseHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<PurchaseGoods>,
    ICommandHandler<VoidPurchase>,
    ICommandHandler<CreditReturn>
{
    /// <inheritdoc />
    public Task<Answer> Handle(PurchaseGoods command, CancellationToken cancellation) => engagements.Do(
        Key("purchase", command.ProcurementId, command.Item),
        () => Sell(command),
        reason => new PurchaseRefused(command.ProcurementId, command.Item, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(VoidPurchase command, CancellationToken cancellation) => engagements.Undo(
        Key("purchase", command.ProcurementId, command.Item),
        () => End(command.ProcurementId, command.Item, PurchaseStatus.Voided),
        new PurchaseVoided(command.ProcurementId, command.Item));

    /// <inheritdoc />
    public Task<Answer> Handle(CreditReturn command, CancellationToken cancellation) => engagements.Do(
        Key("credit", command.ProcurementId, command.Item),
        async () =>
        {
            await End(command.ProcurementId, command.Item, PurchaseStatus.Credited);
            return Outcome.Done(new ReturnCredited(command.ProcurementId, command.Item));
        },
        _ => new ReturnCredited(command.ProcurementId, command.Item));

    async Task<Outcome> Sell(PurchaseGoods command)
    {
        if (command.Supplier.StartsWith(SupplierTestData.Deaf, StringComparison.Ordinal))
            return Outcome.Ignored;
        var offer = await rows.Find<SupplierOffer>(SupplierOffer.KeyOf(command.Article, command.Supplier));
        if (Obstacle(command, offer) is { } obstacle)
            return Outcome.Refused(new PurchaseRefused(command.ProcurementId, command.Item, obstacle));

        offer!.Take(command.Quantity);
        rows.Change(offer);
        rows.Add(new Purchase
        {
            PurchaseId = Purchase.KeyOf(command.ProcurementId, command.Item),
            ProcurementId = command.ProcurementId,
            Item = command.Item,
            OfferId = offer.OfferId,
            Quantity = command.Quantity,
            UnitPriceMinor = offer.UnitPriceMinor,
            Currency = offer.Currency,
            Status = PurchaseStatus.Confirmed,
            At = clock.GetUtcNow(),
        });
        return command.Supplier.StartsWith(SupplierTestData.Silent, StringComparison.Ordinal)
            ? Outcome.DoneSilently
            : Outcome.Done(new GoodsPurchased(command.ProcurementId, command.Item, $"PO-{command.ProcurementId:N}-{command.Item}"));
    }

    static string? Obstacle(PurchaseGoods command, SupplierOffer? offer) =>
        FieldRules.Id("ProcurementId", command.ProcurementId) ?? FieldRules.Between("Quantity", command.Quantity, 1, int.MaxValue)
        ?? (command.Supplier.StartsWith(SupplierTestData.Refuses, StringComparison.Ordinal) ? $"{command.Supplier} does not deliver"
            : offer == null ? $"{command.Supplier} does not sell {command.Article}"
            : offer.Currency != command.UnitPrice.Currency || offer.UnitPriceMinor > command.UnitPrice.AmountMinor
                ? $"{command.Supplier} wants {offer.UnitPriceMinor} {offer.Currency} a piece now"
            : offer.Stock < command.Quantity ? $"{command.Supplier} has {offer.Stock} of {command.Article}, {command.Quantity} were wanted"
            : null);

    async Task End(Guid procurementId, string item, PurchaseStatus how)
    {
        var purchase = await rows.Find<Purchase>(Purchase.KeyOf(procurementId, item));
        if (purchase == null || !purchase.End(how, clock.GetUtcNow()))
            return;
        var offer = await rows.Find<SupplierOffer>(purchase.OfferId)
            ?? throw new InvalidOperationException($"Purchase {purchase.PurchaseId} is from {purchase.OfferId}, which does not exist.");
        offer.Take(-purchase.Quantity);
        rows.Change(offer);
        rows.Change(purchase);
    }

    static string Key(string what, Guid procurementId, string item) => $"{Engagement.KeyOf(Queues.Suppliers, what, procurementId)}/{item}";
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Suppliers;

namespace SagaPlatform.Participants.Receiving;

/// <summary>Takes purchases into the warehouse, counts them, and sends them back.</summary>
public sealed class ReceivingHandler(IRows rows, Engagements engagements, TimeProvider clock) :
    ICommandHandler<ReceiveGoods>,
    ICommandHandler<SendGoodsBack>
{
    /// <inheritdoc />
    public Task<Answer> Handle(ReceiveGoods command, CancellationToken cancellation) => engagements.Do(
        Key(command.ProcurementId, command.Item),
        () => Task.FromResult(TakeIn(command)),
        reason => new GoodsNotReceived(command.ProcurementId, command.Item, reason));

    /// <inheritdoc />
    public Task<Answer> Handle(SendGoodsBack command, CancellationToken cancellation) => engagements.Undo(
        Key(command.ProcurementId, command.Item),
        () => SendBack(command),
        new GoodsSentBack(command.ProcurementId, command.Item));

    Outcome TakeIn(ReceiveGoods command)
    {
        if ((FieldRules.Id("ProcurementId", command.ProcurementId) ?? FieldRules.Between("Quantity", command.Quantity, 1, int.MaxValue)) is { } problem)
            return Outcome.Refused(new GoodsNotReceived(command.ProcurementId, command.Item, problem));
        if (ReceivingTestData.RefusesToTakeIn(command.Article))
            return Outcome.Refused(new GoodsNotReceived(command.ProcurementId, command.Item, $"{command.Article} may not be stored here"));

        var receipt = new GoodsReceipt
        {
            ReceiptId = GoodsReceipt.KeyOf(command.ProcurementId, command.Item),
            ProcurementId = command.ProcurementId,
            Article = command.Article,
            SupplierId = command.Supplier,
            Purchased = command.Quantity,
            Counted = SupplierTestData.Arriving(command.Supplier, command.Quantity),
            Status = ReceiptStatus.Received,
            At = clock.GetUtcNow(),
        };
        rows.Add(receipt);
        if (receipt.Counted != receipt.Purchased)
            rows.Add(new Discrepancy
            {
                DiscrepancyId = receipt.ReceiptId,
                ProcurementId = receipt.ProcurementId,
                Difference = receipt.Counted - receipt.Purchased,
                At = receipt.At,
            });
        return ReceivingTestData.LosesCount(command.Article)
            ? Outcome.DoneSilently
            : Outcome.Done(new GoodsCounted(command.ProcurementId, command.Item, receipt.Counted));
    }

    async Task SendBack(SendGoodsBack command)
    {
        var receipt = await rows.Find<GoodsReceipt>(GoodsReceipt.KeyOf(command.ProcurementId, command.Item))
            ?? throw new InvalidOperationException($"{command.Item} of {command.ProcurementId} is noted as taken in, but has no receipt.");
        (receipt.Status, receipt.At) = (ReceiptStatus.SentBack, clock.GetUtcNow());
        rows.Change(receipt);
    }

    static string Key(Guid procurementId, string item) => $"{Engagement.KeyOf(Queues.Receiving, "receipt", procurementId)}/{item}";
}

/// <summary>Test data: articles that make the warehouse behave in a fixed way. How much arrives is the supplier's matter.</summary>
static class ReceivingTestData
{
    /// <summary>The warehouse does not take it in.</summary>
    public static bool RefusesToTakeIn(string article) => article.StartsWith("ART-NOSTORE", StringComparison.Ordinal);

    /// <summary>The warehouse takes it in, but nobody is told.</summary>
    public static bool LosesCount(string article) => article.StartsWith("ART-SILENTSTORE", StringComparison.Ordinal);
}

using Microsoft.Extensions.Options;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Inventory;

/// <summary>Says how much of some articles is there. It sets nothing aside and claims no row: whoever reserves is not held up.</summary>
public sealed class StockCheckHandler(IPlatformStore store, IOptions<InventoryOptions> options) : ICommandHandler<CheckStock>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(CheckStock command, CancellationToken cancellation)
    {
        var skus = (command.Skus ?? []).Distinct(StringComparer.Ordinal).Take(options.Value.LinesMax).ToList();
        var lines = await store.FindAll<StockLine>([.. skus], cancellation);
        var available = lines.ToDictionary(x => x.Sku, x => x.Available, StringComparer.Ordinal);
        return Answer.With(new StockChecked(command.OrderId, [.. skus.Select(x => new StockLevel(x, available.GetValueOrDefault(x)))]));
    }
}

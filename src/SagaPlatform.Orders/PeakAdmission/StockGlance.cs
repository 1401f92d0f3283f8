using System.Collections.Concurrent;
using MassTransit;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>A quick look whether an order can be served at all, before it is let in.</summary>
/// <remarks>
/// At peak times everybody wants the same articles, so a level that was just asked for serves the orders of the next moment,
/// counted down by each. It is a courtesy: nothing is set aside, fulfilment reserves. So an inventory that does not answer
/// does not keep anybody out.
/// </remarks>
public sealed class StockGlance(IBus bus, IOptions<PeakAdmissionOptions> options, TimeProvider clock, ILogger<StockGlance> log)
{
    /// <summary>Levels that are remembered; beyond that all are asked for anew.</summary>
    const int LevelsMax = 100_000;

    readonly ConcurrentDictionary<string, Level> _levels = new(StringComparer.Ordinal);
    long _silentUntil;

    /// <summary>The articles that are short, in words; null when everything seems to be there.</summary>
    public async Task<string?> Missing(AdmitOrder order, CancellationToken cancellation)
    {
        var now = clock.GetUtcNow();
        var unknown = order.Lines.Where(x => !_levels.TryGetValue(x.Sku, out var level) || level.Until <= now).Select(x => x.Sku).ToList();
        if (unknown.Count > 0 && now.UtcTicks >= Volatile.Read(ref _silentUntil))
            await Ask(order.OrderId, unknown, now, cancellation);

        var missing = order.Lines.Where(x => _levels.TryGetValue(x.Sku, out var level) && level.Available < x.Quantity && level.Until >= now).ToList();
        if (missing.Count > 0)
            return $"There is too little of {string.Join(", ", missing.Select(x => x.Sku).Take(5))}.";
        foreach (var line in order.Lines)
            if (_levels.TryGetValue(line.Sku, out var level))
                level.CountDown(line.Quantity);
        return null;
    }

    async Task Ask(Guid orderId, List<string> skus, DateTimeOffset now, CancellationToken cancellation)
    {
        try
        {
            var client = bus.CreateRequestClient<CheckStock>(
                new Uri($"queue:{Queues.Inventory}"), RequestTimeout.After(ms: (int)options.Value.StockAnswerWithin.TotalMilliseconds));
            var answer = await client.GetResponse<StockChecked>(new CheckStock(orderId, skus), cancellation);
            if (_levels.Count > LevelsMax)
                _levels.Clear();
            foreach (var level in answer.Message.Levels)
                _levels[level.Sku] = new Level(level.Available, now + options.Value.StockLevelFor);
        }
        catch (Exception e) when (e is RequestException)
        {
            Volatile.Write(ref _silentUntil, (now + options.Value.StockLevelFor).UtcTicks);
            log.LogWarning("The inventory does not say what is in stock, so orders are let in without a look at it: {Reason}", e.Message);
        }
    }

    sealed class Level(long available, DateTimeOffset until)
    {
        long _available = available;

        public long Available => Interlocked.Read(ref _available);

        public DateTimeOffset Until => until;

        public void CountDown(int pieces) => Interlocked.Add(ref _available, -pieces);
    }
}

using SagaPlatform.Benchmarks.Scale;

namespace SagaPlatform.Benchmarks.Operators;

/// <summary>Fills the table of orders with a past and a present, modelled on one order that was really carried.</summary>
static class StoredOrders
{
    const int RowsPerStep = 50_000;

    /// <summary>So many orders, one started each second, the last of them just now: 1 in 1,000 asks a person, 1 in 50 waits for its payment, 1 in 20 was cancelled.</summary>
    public static async Task Fill(string postgres, int count, Action<string> say)
    {
        for (var from = 1; from <= count; from += RowsPerStep)
        {
            await Filling.Execute(postgres, Rows(from, Math.Min(from + RowsPerStep - 1, count)));
            if (from / RowsPerStep % 5 == 4)
                say($"filling: {from + RowsPerStep - 1:N0} of {count:N0} orders");
        }

        await Filling.Settle(postgres);
    }

    static string Rows(int from, int to) =>
        $"""
        INSERT INTO saga.order_fulfilment SELECT stored.*
        FROM generate_series({from}, {to}) i, (SELECT m AS model FROM saga.order_fulfilment m WHERE state = 'Completed' LIMIT 1) one,
            LATERAL jsonb_populate_record(model, jsonb_build_object('id', gen_random_uuid(), 'business_key', 'ORD-' || i,
                'state', CASE WHEN i % 1000 = 1 THEN 'NeedsAttention' WHEN i % 50 = 0 THEN 'ChargePayment' WHEN i % 20 = 3 THEN 'Cancelled' ELSE 'Completed' END,
                'question', CASE WHEN i % 1000 = 1 THEN 'Did it happen?' END,
                'started_at', now() - interval '1 second' * i, 'changed_at', now() - interval '1 second' * i,
                'ended_at', CASE WHEN i % 50 <> 0 AND i % 1000 <> 1 THEN now() - interval '1 second' * i END)) stored
        """;
}

using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Chaos.Load;

/// <summary>One thing that is asked of the platform, and how it may end.</summary>
/// <param name="Kind">What is special about it.</param>
/// <param name="Path">Where it is started.</param>
/// <param name="Table">Its saga's table.</param>
/// <param name="Id">Its id.</param>
/// <param name="Body">What is posted.</param>
/// <param name="Ends">The states in which it may end. Giving back is always right when an outage outlasted a time limit.</param>
sealed record Asked(string Kind, string Path, string Table, Guid Id, object Body, IReadOnlySet<string> Ends)
{
    /// <summary>Whether it waits for a clock by design, however well the platform is.</summary>
    public bool WaitsForClock { get; init; }

    /// <summary>Whether somebody cancels it in the middle.</summary>
    public bool IsCancelled { get; init; }
}

/// <summary>What customers of this lab do: mostly what goes well, and a little of everything that does not.</summary>
static class Business
{
    const int Articles = 100;
    const int Accounts = 20;

    /// <summary>Marked values that may stand in the database and in messages, and in no log.</summary>
    public const string SecretName = "Canary Lovelace-Turing";

    static readonly DeliveryAddress Berlin = new(SecretName, "12 St James Square", "10115", "Berlin", "DE");

    static readonly (int Weight, Func<Random, Asked> Make)[] Kinds =
    [
        (50, x => Order("order", x, "tok_visa_4242", "Completed", "Cancelled")),
        (6, x => Order("order, declined", x, "tok_declined", "Cancelled")),
        (5, x => Order("order, charge never answered", x, "tok_silent", "Cancelled") with { WaitsForClock = true }),
        (3, x => Order("order, charge breaks", x, "tok_fails", "Cancelled")),
        (5, x => Order("order, cancelled meanwhile", x, "tok_visa_4242", "Completed", "Cancelled") with { IsCancelled = true }),
        (10, x => Transfer("transfer", x, $"TGT-{1001 + x.Next(Accounts)}", "Completed", "Compensated", "Cancelled")),
        (4, x => Transfer("transfer, rejected", x, "TGT-REJECTED", "Compensated", "Cancelled")),
        (10, x => Payment("payment", x, "tok_visa", "Completed", "Cancelled")),
        (4, x => Payment("payment, called back twice", x, "tok_twice", "Completed", "Cancelled")),
        (3, x => Payment("payment, declined everywhere", x, "tok_declined", "Cancelled")),
    ];

    static readonly int Weights = Kinds.Sum(x => x.Weight);

    /// <summary>The next thing somebody asks for.</summary>
    public static Asked Next(Random random)
    {
        var drawn = random.Next(Weights);
        foreach (var (weight, make) in Kinds)
        {
            if (drawn < weight)
                return make(random);
            drawn -= weight;
        }

        throw new InvalidOperationException("The weights do not add up.");
    }

    /// <summary>An order that nothing goes wrong with.</summary>
    public static Asked Order(Random random) => Order("order", random, "tok_visa_4242", "Completed", "Cancelled");

    /// <summary>An order whose charge is never answered, so that its clock must ring.</summary>
    public static Asked SilentOrder(Random random) =>
        Order("order, charge never answered", random, "tok_silent", "Cancelled") with { WaitsForClock = true };

    static Asked Order(string kind, Random random, string token, params string[] ends)
    {
        var id = NextId(random);
        return new Asked(kind, "/orders", "order_fulfilment", id, new PlaceOrder(id, NextId(random), "ada@example.com",
            [new OrderLine($"SKU-{1001 + random.Next(Articles)}", 1 + random.Next(3))], new Money(49_90, "EUR"), token, Berlin), Set(ends));
    }

    static Asked Transfer(string kind, Random random, string to, params string[] ends)
    {
        var id = NextId(random);
        return new Asked(kind, "/transfers", "cross_chain_transfer", id,
            new InitiateTransfer(id, $"SRC-{1001 + random.Next(Accounts)}", to, new Money(100_000, "BTC")), Set(ends));
    }

    static Asked Payment(string kind, Random random, string token, params string[] ends)
    {
        var id = NextId(random);
        return new Asked(kind, "/payments", "routed_payment", id,
            new RequestPayment(id, token, "4242", $"merchant-{random.Next(Accounts):00}", new Money(49_90, "EUR"), "EUR", "DE"), Set(ends));
    }

    static HashSet<string> Set(string[] states) => [.. states];

    static Guid NextId(Random random)
    {
        var bytes = new byte[16];
        random.NextBytes(bytes);
        return new Guid(bytes);
    }
}

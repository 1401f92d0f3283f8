using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.Shipping;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>An order that the reference participants often have trouble with, and what a person finds who looks after it.</summary>
static class TroubledOrder
{
    /// <summary>Mostly an order that makes no trouble, and often one that a participant refuses, fails at, or is silent about.</summary>
    public static PlaceOrder Of(Random random, Guid id)
    {
        var order = ExampleOrder.Good(id);
        return order with
        {
            PaymentToken = OneOf(order.PaymentToken, "tok_declined", "tok_silent", "tok_silent_nocharge", "tok_fails"),
            DeliverTo = order.DeliverTo with { PostalCode = OneOf("10115", "00000", "00001", "00003", "00004", "00005") },
            CustomerEmail = OneOf(order.CustomerEmail, "ada@refused.example", "ada@silent.example"),
            Lines = [new OrderLine("SKU-1001", 2), new OrderLine(OneOf("SKU-1002", "SKU-NOPACK", "SKU-SILENTPACK", "SKU-NONE"), 1)],
        };

        string OneOf(string good, params string[] others) => random.NextDouble() < 0.8 ? good : others[random.Next(others.Length)];
    }

    /// <summary>A person looks whether the parcel left, and says so; in doubt it is asked again.</summary>
    public static async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay)
    {
        if (line.Status == LineStatus.Undoing)
            return Ruling.AskAgain;
        var left = line.Step == "HandOverParcel" && await platform.Store.Find<HandOver>(saga.CorrelationId, null, CancellationToken.None) != null;
        return left ? Ruling.Done : isOnItsWay ? Ruling.AskAgain : Ruling.NotDone;
    }

    /// <summary>A test token asks for this error.</summary>
    public static bool Expects(SeenMessage error) =>
        error.Type == nameof(ChargePayment) && error.As<ChargePayment>().PaymentToken.StartsWith("tok_fails", StringComparison.Ordinal);
}

using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.LoadTest.Sagas;

/// <summary>
/// The sagas that can be loaded, each with a start that nothing goes wrong with on the participants' test data. Articles,
/// accounts and zones are taken in turn: one of them for all would measure how long sagas wait for its row.
/// </summary>
static class LoadedSagas
{
    const int Articles = 100;
    const int Accounts = 20;

    static readonly string[] Zones = ["mitte", "nord", "sued", "ost", "west"];

    static readonly DeliveryAddress Berlin = new("Ada Lovelace", "12 St James Square", "10115", "Berlin", "DE");

    static readonly GeoPoint Centre = new(52_520_000, 13_405_000);

    /// <summary>Every one; the first is the default.</summary>
    public static IReadOnlyList<LoadedSaga> All { get; } = [Order(), Transfer(), Payment(), Admission(), Ride()];

    static LoadedSaga Order() => new("order", StartOf<PlaceOrder>(Conversations.OrderFulfilment), "orderId", Place,
    [
        new(typeof(OrderCompleted), SagaEnd.Completed), new(typeof(OrderCancelled), SagaEnd.Failed), new(typeof(OrderNeedsAttention), SagaEnd.NeedsAttention),
    ]);

    static LoadedSaga Transfer() => new("transfer", StartOf<InitiateTransfer>(Conversations.CrossChainTransfer), "transferId",
        (id, number) => new InitiateTransfer(id, $"SRC-{1001 + (number % Accounts)}", $"TGT-{1001 + (number % Accounts)}", new Money(100_000, "BTC")),
    [
        new(typeof(TransferCompleted), SagaEnd.Completed), new(typeof(TransferCompensated), SagaEnd.Failed), new(typeof(TransferNeedsAttention), SagaEnd.NeedsAttention),
    ]);

    static LoadedSaga Payment() => new("payment", StartOf<RequestPayment>(Conversations.RoutedPayment), "paymentId",
        (id, number) => new RequestPayment(id, "tok_visa", "4242", $"merchant-{number % Accounts:00}", new Money(49_90, "EUR"), "EUR", "DE"),
    [
        new(typeof(PaymentCompleted), SagaEnd.Completed), new(typeof(PaymentCancelled), SagaEnd.Failed), new(typeof(PaymentNeedsAttention), SagaEnd.NeedsAttention),
    ]);

    // What the gate refuses never becomes a saga. What it lets in becomes an order of the same id, whose question stops both.
    static LoadedSaga Admission() => new("admission", StartOf<AdmitOrder>(Conversations.PeakAdmission), "orderId", Admit,
    [
        new(typeof(AdmissionCompleted), SagaEnd.Completed), new(typeof(AdmissionCancelled), SagaEnd.Failed), new(typeof(OrderRefused), SagaEnd.Failed),
        new(typeof(AdmissionNeedsAttention), SagaEnd.NeedsAttention), new(typeof(OrderNeedsAttention), SagaEnd.NeedsAttention),
    ]);

    // Ten metres, so that drivers stay near: a ride lasts as long as its driver's way to the rider, and the looks at it (MonitorEvery).
    static LoadedSaga Ride() => new("ride", StartOf<RequestRide>(Conversations.Ride), "rideId",
        (id, number) => new RequestRide(
            id, Guid.NewGuid(), Zones[number % Zones.Length], Centre, Centre with { LatitudeMicrodegrees = Centre.LatitudeMicrodegrees - 90 }, "tok_visa_4242"),
    [
        new(typeof(RideCompleted), SagaEnd.Completed), new(typeof(RideCancelled), SagaEnd.Failed), new(typeof(RideNeedsAttention), SagaEnd.NeedsAttention),
    ])
    {
        // The rider agrees to the price at once.
        Replies = [new(typeof(RideOffered), typeof(ConfirmRide), x => new ConfirmRide(
            x.GetProperty("rideId").GetGuid(), x.GetProperty("fare").Deserialize<Money>(JsonSerializerOptions.Web)!))],
    };

    static PlaceOrder Place(Guid id, int number) => new(id, Guid.NewGuid(), "ada@example.com", [new OrderLine($"SKU-{1001 + (number % Articles)}", 1)],
        new Money(49_90, "EUR"), "tok_visa_4242", Berlin);

    static AdmitOrder Admit(Guid id, int number)
    {
        var order = Place(id, number);
        return new AdmitOrder(id, order.CustomerId, order.CustomerEmail, order.Lines, order.Total, order.PaymentToken, order.DeliverTo);
    }

    static ConversationMessage StartOf<TCommand>(Conversation conversation) => conversation.Messages.Single(x => x.Type == typeof(TCommand));
}

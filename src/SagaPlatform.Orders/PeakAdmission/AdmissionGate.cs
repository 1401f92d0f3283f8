using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.RateLimits;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Why an order is not let in.</summary>
public static class RefusalReasons
{
    /// <summary>Too many orders at this moment: it may be asked again soon.</summary>
    public const string RateLimit = "rate limit";

    /// <summary>An article of the order is not there.</summary>
    public const string OutOfStock = "out of stock";

    /// <summary>The id belongs to an order with another content.</summary>
    public const string OtherOrder = "another order has this id";
}

/// <summary>
/// Decides at once whether an order is let in, by HTTP and by message alike. It writes nothing: what is refused leaves nothing
/// behind, and what is let in is written by whoever asked, together with its answer.
/// </summary>
public sealed class AdmissionGate(RateLimiter limiter, StockGlance stock, TimeProvider clock)
{
    /// <summary>Checks the rate, then the stock.</summary>
    /// <returns>Why not, or null when it is let in; and the permit it used up.</returns>
    public async Task<(OrderRefused? Refusal, RatePermit Permit)> Check(AdmitOrder order, CancellationToken cancellation)
    {
        var permit = await limiter.Take(PeakAdmissionOptions.RateLimitName, cancellation);
        if (!permit.IsGranted)
            return (new OrderRefused(order.OrderId, RefusalReasons.RateLimit, "Too many orders come in at this moment.", Seconds(permit.RetryAfter)), permit);
        return await stock.Missing(order, cancellation) is { } missing
            ? (new OrderRefused(order.OrderId, RefusalReasons.OutOfStock, missing, 0), permit)
            : (null, permit);
    }

    /// <summary>The order was let in before: the permit is not needed.</summary>
    public void Return(RatePermit permit) => limiter.Return(PeakAdmissionOptions.RateLimitName, permit);

    /// <summary>What is written for an order that is let in: its place, and the message that begins its admission.</summary>
    public (LinePlace Place, StartAdmission Start) LetIn(AdmitOrder order)
    {
        var place = LinePlace.AtTheEnd(order.OrderId, ContentFingerprint.Of(order), clock.GetUtcNow());
        return (place, new StartAdmission(order.OrderId, OrderOf(order), place.JoinedAt));
    }

    /// <summary>Whether a place was given to this very order: then asking for it is a repeat.</summary>
    public static bool IsRepeat(LinePlace known, AdmitOrder order) => known.Fingerprint == ContentFingerprint.Of(order);

    /// <summary>The id belongs to somebody else.</summary>
    public static OrderRefused OtherOrder(AdmitOrder order) => new(
        order.OrderId, RefusalReasons.OtherOrder, $"There is an order {order.OrderId} with other content already. Use a new id for a new one.", 0);

    /// <summary>The id of the message that begins an admission: one per order, however often it is let in.</summary>
    public static Guid StartId(Guid orderId) => MessageIds.Derive(orderId, "admission/start");

    static PlaceOrder OrderOf(AdmitOrder x) => new(x.OrderId, x.CustomerId, x.CustomerEmail, x.Lines, x.Total, x.PaymentToken, x.DeliverTo);

    static int Seconds(TimeSpan retryAfter) => Math.Max(1, (int)Math.Ceiling(retryAfter.TotalSeconds));
}

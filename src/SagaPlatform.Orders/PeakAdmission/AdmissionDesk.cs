using System.Globalization;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Http;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Answers customers by HTTP. One per request.</summary>
/// <remarks>
/// A refusal is known before anything is written, and an order that is let in is stored, with its place, before it is
/// answered: what is answered with 202 is fulfilled or cancelled, whatever breaks afterwards.
/// </remarks>
public sealed class AdmissionDesk(
    AdmissionGate gate, WaitingLine line, MessageValidation validation, IPlatformStore store, UnitOfWork unit, RequestOutbox outbox)
{
    /// <summary>Lets an order in, or says why not.</summary>
    public async Task<IResult> Admit(HttpContext http)
    {
        var (order, problem) = await CommandRequest.Read<AdmitOrder>(http, validation);
        if (order == null)
            return problem!;

        var (refusal, permit) = await gate.Check(order, http.RequestAborted);
        if (refusal != null)
            return await Repeated(order, http.RequestAborted) ?? Refused(http, refusal);

        try
        {
            if (await LetIn(order, http.RequestAborted) is { } place)
                return Accepted(order.OrderId, AdmissionView.Of(place, null, await line.PlaceOf(place, http.RequestAborted)));
        }
        catch (MessageTooLargeException e)
        {
            return TypedResults.Problem(e.Message, statusCode: StatusCodes.Status413PayloadTooLarge, title: "Too large");
        }

        gate.Return(permit);
        return await Repeated(order, http.RequestAborted) ?? Refused(http, AdmissionGate.OtherOrder(order));
    }

    /// <summary>Shows an admission.</summary>
    public async Task<IResult> Show(Guid orderId, CancellationToken cancellation) =>
        await store.Find<LinePlace>(orderId, null, cancellation) is { } place && IsKnown(place)
            ? TypedResults.Ok(await View(place, cancellation))
            : Unknown(orderId);

    /// <summary>Takes an order out of the line.</summary>
    public Task<IResult> Cancel(Guid orderId, HttpContext http) => Hear<CancelAdmission>(orderId, "cancel", http, (x, id) => x with { OrderId = id },
        (place, admission, _) => admission is { CurrentState: ProcessStates.Completed } || (admission?.Ledger.Reason == null && place.Status != PlaceStatus.Waiting)
            ? new Conflict("Too late to cancel", $"Order {orderId} is not in the line any more. Cancel the order itself, while its parcel is here.")
            : null);

    /// <summary>Answers the question of an admission.</summary>
    public Task<IResult> Rule(Guid orderId, HttpContext http) => Hear<RuleAdmission>(orderId, "rulings", http, (x, id) => x with { OrderId = id },
        (_, admission, rule) => admission?.Ledger.Lines.Exists(x => x.Step == rule.Step && x.Question != null) == true ? null
            : new Conflict("Nothing to rule on", $"There is no open question about {rule.Step}."),
        eachState: true);

    /// <summary>Writes the place and the message that begins the admission, together; null when the order has a place already.</summary>
    async Task<LinePlace?> LetIn(AdmitOrder order, CancellationToken cancellation)
    {
        var (place, start) = gate.LetIn(order);
        unit.Rows.Add(new RowChange(place, ExpectedVersion: 0));
        await outbox.Send(Queues.PeakAdmission, start, AdmissionGate.StartId(order.OrderId), cancellation);
        if (await outbox.Commit(new InboxKey(order.OrderId, "http/admit", place.Fingerprint), cancellation) != CommitOutcome.Committed)
            return null;
        line.Joined(place);
        return place;
    }

    async Task<IResult?> Repeated(AdmitOrder order, CancellationToken cancellation) =>
        await store.Find<LinePlace>(order.OrderId, null, cancellation) is not { } place ? null
        : AdmissionGate.IsRepeat(place, order) ? Accepted(order.OrderId, await View(place, cancellation))
        : Conflict(AdmissionGate.OtherOrder(order));

    async Task<IResult> Hear<TCommand>(Guid orderId, string word, HttpContext http, Func<TCommand, Guid, TCommand> withId,
        Func<LinePlace, AdmissionState?, TCommand, Conflict?> refuses, bool eachState = false) where TCommand : class
    {
        var (command, problem) = await CommandRequest.Read<TCommand>(http, validation, x => withId(x, orderId));
        if (command == null)
            return problem!;
        if (await store.Find<LinePlace>(orderId, null, http.RequestAborted) is not { } place || !IsKnown(place))
            return Unknown(orderId);
        var admission = await Admission(orderId, http.RequestAborted);
        if (refuses(place, admission, command) is { } conflict)
            return TypedResults.Problem(conflict.Detail, statusCode: StatusCodes.Status409Conflict, title: conflict.Title);

        var operation = $"http/{word}/{Queues.PeakAdmission}{(eachState ? $"/{admission?.Version}" : "")}";
        var messageId = MessageIds.Derive(orderId, $"{operation}/{ContentFingerprint.Of(command)}");
        await outbox.Send(Queues.PeakAdmission, command, messageId, http.RequestAborted);
        await outbox.Commit(new InboxKey(messageId, operation), http.RequestAborted);
        return Accepted(orderId, await View(place, http.RequestAborted));
    }

    async Task<AdmissionView> View(LinePlace place, CancellationToken cancellation) => AdmissionView.Of(
        place, await Admission(place.OrderId, cancellation), place.Status == PlaceStatus.Waiting ? await line.PlaceOf(place, cancellation) : null);

    Task<AdmissionState?> Admission(Guid orderId, CancellationToken cancellation) =>
        store.Find<AdmissionState>(AdmissionState.SagaIdOf(orderId), null, cancellation);

    /// <summary>A place without a content is only the note that an order which never came has left.</summary>
    static bool IsKnown(LinePlace place) => place.Fingerprint.Length > 0;

    static IResult Accepted(Guid orderId, AdmissionView view) => TypedResults.Accepted($"/admissions/{orderId}", view);

    static IResult Refused(HttpContext http, OrderRefused refusal)
    {
        if (refusal.Reason != RefusalReasons.RateLimit)
            return Conflict(refusal);
        http.Response.Headers.RetryAfter = refusal.RetryAfterSeconds.ToString(CultureInfo.InvariantCulture);
        return TypedResults.Problem(refusal.Detail, statusCode: StatusCodes.Status429TooManyRequests, title: $"OrderRefused: {refusal.Reason}");
    }

    static IResult Conflict(OrderRefused refusal) =>
        TypedResults.Problem(refusal.Detail, statusCode: StatusCodes.Status409Conflict, title: $"OrderRefused: {refusal.Reason}");

    static IResult Unknown(Guid orderId) => TypedResults.Problem(
        $"No order {orderId} was let in.", statusCode: StatusCodes.Status404NotFound, title: "No such admission");
}

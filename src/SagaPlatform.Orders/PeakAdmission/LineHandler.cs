using MassTransit;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Keeps the line: gives places back, and calls whose turn it is.</summary>
/// <remarks>
/// Joining and leaving say <see cref="LineChanged"/>, which is heard after their commit: of two that happen at once, the later
/// turn sees both. A turn reads the line's row first and writes it when it calls somebody, so of two turns at once, in two
/// processes, one is tried again: never are more called than there is room for.
/// </remarks>
public sealed class LineHandler(
    IRows rows, IRowQueries queries, IPublishEndpoint publisher, ISendEndpointProvider sender, IOptions<PeakAdmissionOptions> options, TimeProvider clock) :
    ICommandHandler<AwaitTurn>,
    ICommandHandler<LeaveLine>,
    ICommandHandler<GiveUpPlace>,
    ICommandHandler<LineChanged>
{
    /// <inheritdoc />
    public async Task<Answer> Handle(AwaitTurn command, CancellationToken cancellation)
    {
        var place = await rows.Find<LinePlace>(command.OrderId);
        switch (place?.Status)
        {
            case PlaceStatus.Called:
                return Answer.With(new TurnCame(command.OrderId));
            case PlaceStatus.Left:
                return Answer.With(new TurnRefused(command.OrderId, "The order has left the line."));
            case null:
                rows.Add(new LinePlace { OrderId = command.OrderId, JoinedAt = LinePlace.Whole(command.JoinedAt) });
                break;
        }

        await publisher.Publish(new LineChanged(command.OrderId), cancellation);
        return Answer.None;
    }

    /// <inheritdoc />
    public async Task<Answer> Handle(LeaveLine command, CancellationToken cancellation)
    {
        await Leave(command.OrderId, cancellation);
        return Answer.With(new LineLeft(command.OrderId));
    }

    /// <inheritdoc />
    public async Task<Answer> Handle(GiveUpPlace command, CancellationToken cancellation)
    {
        await Leave(command.OrderId, cancellation);
        return Answer.With(new PlaceGivenUp(command.OrderId));
    }

    /// <summary>Calls as many as there is room for.</summary>
    public async Task<Answer> Handle(LineChanged command, CancellationToken cancellation)
    {
        var line = await rows.Find<Line>(Line.OnlyOne); // before anything is counted
        var inFulfilment = await queries.List<LinePlace, int>(
            x => x.Where(p => p.Status == PlaceStatus.Called).GroupBy(p => p.Status).Select(p => p.Count()), cancellation);
        var room = Math.Min(options.Value.OrdersAtOnceMax - inFulfilment.SingleOrDefault(), options.Value.CallsPerTurnMax);
        if (room <= 0)
            return Answer.None;

        var called = await Call(room, cancellation);
        if (called == 0)
            return Answer.None;
        Count(line, called);
        if (called == options.Value.CallsPerTurnMax)
            await publisher.Publish(new LineChanged(command.OrderId), cancellation); // there may be room for more
        return Answer.None;
    }

    async Task<int> Call(int room, CancellationToken cancellation)
    {
        var next = await queries.List<LinePlace, Guid>(x => x
            .Where(p => p.Status == PlaceStatus.Waiting).OrderBy(p => p.JoinedAt).ThenBy(p => p.OrderId).Select(p => p.OrderId).Take(room), cancellation);
        if (next.Count == 0)
            return 0;

        var saga = await sender.GetSendEndpoint(new Uri($"queue:{Queues.PeakAdmission}"));
        var called = 0;
        foreach (var place in (await rows.FindAll<LinePlace>(next.Cast<object>())).Where(x => x.Status == PlaceStatus.Waiting))
        {
            place.Call(clock.GetUtcNow());
            rows.Change(place);
            await saga.Send(new TurnCame(place.OrderId), x => x.MessageId = MessageIds.Derive(place.OrderId, "admission/turn"), cancellation);
            called++;
        }

        return called;
    }

    void Count(Line? line, int called)
    {
        if (line == null)
        {
            rows.Add(new Line { Id = Line.OnlyOne, Called = called });
            return;
        }

        line.Called += called;
        rows.Change(line);
    }

    async Task Leave(Guid orderId, CancellationToken cancellation)
    {
        var place = await rows.Find<LinePlace>(orderId);
        if (place?.Status == PlaceStatus.Left)
            return;
        if (place == null)
        {
            // Remembered, so that asking for a turn that comes after this finds that the order has left.
            var now = clock.GetUtcNow();
            rows.Add(new LinePlace { OrderId = orderId, JoinedAt = LinePlace.Whole(now), Status = PlaceStatus.Left, LeftAt = now });
            return;
        }

        place.Leave(clock.GetUtcNow());
        rows.Change(place);
        await publisher.Publish(new LineChanged(orderId), cancellation);
    }
}

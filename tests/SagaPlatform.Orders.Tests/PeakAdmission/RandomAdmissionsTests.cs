using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Tests.Fulfilment;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.PeakAdmission;

/// <summary>
/// Schedules that nobody thought of, with the line, order fulfilment and the reference participants: three orders want the one
/// place there is. Never two have it, and whatever becomes of an order, it gives its place up.
/// </summary>
public sealed class RandomAdmissionsTests : RandomSchedules<AdmissionScript>
{
    const int Rivals = 2;

    static readonly OrderScript Orders = new();

    protected override EmbeddedFamily? WithParticipants => AdmissionScenario.WithOnePlace;

    /// <summary>Two more orders come in; the line knows them only when it hears of them.</summary>
    protected override async Task Beside(EmbeddedPlatform platform, Random random, Guid id)
    {
        foreach (var rival in RivalsOf(id))
            await platform.Hears(Queues.PeakAdmission, Start(random, rival, SagaScript<AdmissionStateMachine, AdmissionState>.Plain));
    }

    protected override object Start(Random random, Guid id, string variant)
    {
        var order = AdmissionState.SagaIdOf(id);
        return new StartAdmission(order, TroubledOrder.Of(random, order) with { CustomerId = order }, VirtualTime.Dawn.AddSeconds(random.Next(3)));
    }

    protected override IReadOnlyList<(SagaScript Script, Guid Id)> Others(ProcessState saga) =>
    [
        (Orders, AdmissionState.SagaIdOf(saga.CorrelationId)),
        .. RivalsOf(saga.CorrelationId).SelectMany(x => new (SagaScript, Guid)[] { (Script, x), (Orders, AdmissionState.SagaIdOf(x)) }),
    ];

    protected override async Task Laws(EmbeddedPlatform platform, Guid id)
    {
        (await new AdmissionLaws(platform.Get<IRowQueries>()).Broken(platform.Get<IOptions<PeakAdmissionOptions>>().Value))
            .ShouldBeEmpty((await platform.History(id)).Told());
        foreach (var order in RivalsOf(id).Prepend(id).Select(AdmissionState.SagaIdOf))
            if (await platform.Saga<OrderState>(order) != null)
                await OrderLaws.Hold(platform, order);
        await OneAtATime(platform, id);
    }

    /// <summary>A person looks what became of the order, and whether it still has its place; in doubt it is asked again.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay)
    {
        if (saga is not AdmissionState admission)
            return await TroubledOrder.Finds(platform, saga, line, isOnItsWay);
        return line.Step switch
        {
            "FulfilOrder" => await platform.StateOf(admission.OrderId) switch
            {
                ProcessStates.Completed => Ruling.Done,
                ProcessStates.Cancelled => Ruling.NotDone,
                _ => Ruling.AskAgain,
            },
            "GiveUpPlace" when (await Place(platform, admission.OrderId))?.Status == PlaceStatus.Left => Ruling.Done,
            _ => Ruling.AskAgain,
        };
    }

    protected override bool Expects(SeenMessage error) => TroubledOrder.Expects(error);

    /// <summary>Whoever was called later was called when the one before had left.</summary>
    static async Task OneAtATime(EmbeddedPlatform platform, Guid id)
    {
        var called = new List<LinePlace>();
        foreach (var admission in RivalsOf(id).Prepend(id))
            if (await Place(platform, AdmissionState.SagaIdOf(admission)) is { CalledAt: not null } place)
                called.Add(place);
        var inTurn = called.OrderBy(x => x.CalledAt).ThenBy(x => x.LeftAt).ToList();
        foreach (var (earlier, later) in inTurn.Zip(inTurn.Skip(1)))
            later.CalledAt!.Value.ShouldBeGreaterThanOrEqualTo(earlier.LeftAt!.Value, $"{later.OrderId} was called while {earlier.OrderId} had the only place");
    }

    static IEnumerable<Guid> RivalsOf(Guid id) => Enumerable.Range(1, Rivals).Select(x => MessageIds.Derive(id, $"rival {x}"));

    static Task<LinePlace?> Place(EmbeddedPlatform platform, Guid order) => platform.Store.Find<LinePlace>(order, null, CancellationToken.None);
}

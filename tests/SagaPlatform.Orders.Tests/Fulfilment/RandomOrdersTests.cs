using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Orders.Tests.Fulfilment;

/// <summary>Schedules that nobody thought of, with the reference participants: money and stock are conserved all the same.</summary>
public sealed class RandomOrdersTests : RandomSchedules<OrderScript>
{
    protected override EmbeddedFamily? WithParticipants => OrderFamilies.WithParticipants;

    protected override Task Laws(EmbeddedPlatform platform, Guid id) => OrderLaws.Hold(platform, id);

    protected override object Start(Random random, Guid id, string variant) => TroubledOrder.Of(random, id);

    protected override Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay) =>
        TroubledOrder.Finds(platform, saga, line, isOnItsWay);

    protected override bool Expects(SeenMessage error) => TroubledOrder.Expects(error);
}

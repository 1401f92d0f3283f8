using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas.Samples;

public interface ISupplyMessage
{
    Guid SupplyId { get; }
}

public sealed record StartSupply(Guid SupplyId, string[] Suppliers, string[] Substitutes, bool Chilled) : ISupplyMessage;
public sealed record OrderGoods(Guid SupplyId, string Supplier) : ISupplyMessage;
public sealed record GoodsPromised(Guid SupplyId, string Supplier) : ISupplyMessage;
public sealed record GoodsRefused(Guid SupplyId, string Supplier, string Reason) : ISupplyMessage;
public sealed record CancelGoods(Guid SupplyId, string Supplier) : ISupplyMessage;
public sealed record GoodsCancelled(Guid SupplyId, string Supplier) : ISupplyMessage;
public sealed record BookCooling(Guid SupplyId) : ISupplyMessage;
public sealed record CoolingBooked(Guid SupplyId) : ISupplyMessage;
public sealed record FreeCooling(Guid SupplyId) : ISupplyMessage;
public sealed record CoolingFreed(Guid SupplyId) : ISupplyMessage;
public sealed record Deliver(Guid SupplyId) : ISupplyMessage;
public sealed record Delivered(Guid Shipment);
public sealed record SupplyCompleted(Guid SupplyId, string[] Suppliers) : ISupplyMessage;
public sealed record SupplyCancelled(Guid SupplyId, string Reason) : ISupplyMessage;
public sealed record SupplyNeedsAttention(Guid SupplyId, string Question) : ISupplyMessage;

public sealed class SampleSupplyState : ProcessState
{
    public List<string> Suppliers { get; set; } = [];
    public List<string> Substitutes { get; set; } = [];
    public List<string> Promised { get; set; } = [];
    public bool Chilled { get; set; }
}

/// <summary>Goods from many suppliers with substitutes, cooled only if they must be, and delivered.</summary>
public sealed class SampleSupply : ProcessStateMachine<SampleSupplyState>
{
    public SampleSupply()
    {
        Correlates<ISupplyMessage>(m => m.SupplyId);
        Correlates<Delivered>(m => m.Shipment); // a message of somebody else, without the family's interface

        StartedBy<StartSupply>((s, m) =>
            (s.Suppliers, s.Substitutes, s.Chilled) = ([.. m.Suppliers], [.. m.Substitutes], m.Chilled));

        ForEach("Procure", s => s.Suppliers, each => each
            .Asks("suppliers", (s, supplier) => new OrderGoods(s.CorrelationId, supplier))
            .AnsweredBy<GoodsPromised>(m => m.Supplier, (s, m) => s.Promised.Add(m.Supplier))
            .RefusedBy<GoodsRefused>(m => m.Supplier, m => m.Reason)
            .Within(TimeSpan.FromHours(6))
            .OrElse((s, supplier) => SubstitutesFor(s, supplier))
            .UndoneBy("supplier-desk", (s, supplier) => new CancelGoods(s.CorrelationId, supplier))
            .ConfirmedBy<GoodsCancelled>(m => m.Supplier));

        Step("BookCooling", step => step
            .Asks("warehouse", s => new BookCooling(s.CorrelationId))
            .AnsweredBy<CoolingBooked>()
            .Within(TimeSpan.FromHours(1))
            .OnlyIf(s => s.Chilled)
            .UndoneBy(s => new FreeCooling(s.CorrelationId))
            .ConfirmedBy<CoolingFreed>());

        PointOfNoReturn("Deliver", step => step
            .Asks("carrier", s => new Deliver(s.CorrelationId))
            .AnsweredBy<Delivered>()
            .Within(TimeSpan.FromDays(3))
            .NothingToUndo());

        Ends(completed: s => new SupplyCompleted(s.CorrelationId, [.. s.Promised]),
            cancelled: (s, why) => new SupplyCancelled(s.CorrelationId, why),
            needsAttention: (s, question) => new SupplyNeedsAttention(s.CorrelationId, question));
    }

    /// <summary>The next one that is free; "S1+S2" are two that share what is missing.</summary>
    static string[] SubstitutesFor(SampleSupplyState supply, string supplier) =>
        supply.Substitutes.ElementAtOrDefault(supply.Ledger.Lines.Count(x => x.ReplacedBy != null)) is { } next ? next.Split('+') : [];
}

using Microsoft.EntityFrameworkCore;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Tests.Sagas.Samples;

public interface IDeliveryMessage
{
    Guid DeliveryId { get; }
}

public sealed record Deliver(Guid DeliveryId, string Reference) : IDeliveryMessage;

public sealed record ChargeFee(Guid DeliveryId) : IDeliveryMessage;

public sealed record FeeCharged(Guid DeliveryId) : IDeliveryMessage;

public sealed record FeeRefused(Guid DeliveryId) : IDeliveryMessage;

public sealed record RefundFee(Guid DeliveryId) : IDeliveryMessage;

public sealed record FeeRefunded(Guid DeliveryId) : IDeliveryMessage;

public sealed record BookTruck(Guid DeliveryId, string Leg) : IDeliveryMessage;

public sealed record TruckBooked(Guid DeliveryId, string Leg) : IDeliveryMessage;

public sealed record CustomsCleared(Guid DeliveryId) : IDeliveryMessage;

public sealed record HandOver(Guid DeliveryId) : IDeliveryMessage;

public sealed record HandedOver(Guid DeliveryId) : IDeliveryMessage;

public sealed record RecipientAddress(string Name, string Street, string PostalCode, string City, string Country);

public sealed record Payer(string CustomerEmail, string PaymentToken, IReadOnlyList<string> Phones);

public sealed class DeliveryState : ProcessState
{
    public string CustomerEmail { get; set; } = "";
    public string PaymentToken { get; set; } = "";
    public long FeeMinorUnits { get; set; }
    public Payer? Payer { get; set; }
    public RecipientAddress? DeliverTo { get; set; }
    public List<string> Legs { get; set; } = [];
}

/// <summary>A process with one of each: a step with a way back, one for each of several items, a pause, and a point of no return.</summary>
public sealed class Delivery : ProcessStateMachine<DeliveryState>
{
    public Delivery()
    {
        Correlates<IDeliveryMessage>(m => m.DeliveryId);
        StartedBy<Deliver>((_, _) => { }, key: m => m.Reference);

        Step("ChargeFee", s => s
            .Asks("payments", d => new ChargeFee(d.CorrelationId))
            .AnsweredBy<FeeCharged>()
            .RefusedBy<FeeRefused>(_ => "The fee was refused.")
            .Within(TimeSpan.FromMinutes(5), attempts: 2)
            .UndoneBy(d => new RefundFee(d.CorrelationId))
            .ConfirmedBy<FeeRefunded>(attempts: 3));

        ForEach("BookTruck", d => d.Legs, s => s
            .Asks("trucks", (d, leg) => new BookTruck(d.CorrelationId, leg))
            .AnsweredBy<TruckBooked>(m => m.Leg)
            .Within(TimeSpan.FromSeconds(30))
            .NothingToUndo());

        var customs = Pause("Customs", rings: TimeSpan.FromHours(1));
        During(customs, When(Hears<CustomsCleared>()).GoesOn(this));

        PointOfNoReturn("HandOver", s => s
            .Asks("carrier", d => new HandOver(d.CorrelationId))
            .AnsweredBy<HandedOver>()
            .Within(TimeSpan.FromHours(8))
            .NothingToUndo());

        Ends(completed: _ => null, cancelled: (_, _) => null, needsAttention: (_, _) => null);
    }

    public static void Map(ModelBuilder model) => model.Entity<DeliveryState>(row =>
    {
        row.ToTable("delivery");
        Common(row);
        row.Property(x => x.Payer).HasJsonConversion();
        row.Property(x => x.DeliverTo).HasJsonConversion();
        row.Property(x => x.Legs).HasJsonConversion();
    });

    internal static void Common<T>(Microsoft.EntityFrameworkCore.Metadata.Builders.EntityTypeBuilder<T> row) where T : ProcessState
    {
        row.HasKey(x => x.CorrelationId);
        row.Property(x => x.CorrelationId).HasColumnName("id");
        row.Property(x => x.Version).IsConcurrencyToken();
        row.Property(x => x.CurrentState).HasColumnName("state");
        row.Property(x => x.Ledger).HasJsonConversion();
    }
}

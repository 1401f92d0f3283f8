using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Tests.Shipping;

/// <summary>One order in shipping.</summary>
public abstract class ShippingScenario : IDisposable
{
    protected static readonly Guid Order = Guid.Parse("7a0f3c52-0000-4000-8000-000000000007");

    protected Shop Shop { get; } = new();

    public void Dispose()
    {
        Shop.Dispose();
        GC.SuppressFinalize(this);
    }

    protected Task<object?> Label(string postalCode = "10115") => Shop.Ask(new CreateLabel(Order, Address(postalCode)));

    protected Task<object?> Void() => Shop.Ask(new VoidLabel(Order));

    protected Task<object?> Pack(params string[] skus) => Shop.Ask(
        new NotifyWarehouse(Order, "main", [.. skus.DefaultIfEmpty("SKU-1001").Select(x => new OrderLine(x, 1))]));

    protected Task<object?> Recall() => Shop.Ask(new RecallWarehouse(Order));

    protected Task<object?> Track() => Shop.Ask(new OpenTracking(Order));

    protected Task<object?> Untrack() => Shop.Ask(new CloseTracking(Order));

    protected Task<object?> HandOver() => Shop.Ask(new HandOverParcel(Order));

    protected static DeliveryAddress Address(string postalCode) => new("Ada", "Main street 1", postalCode, "Berlin", "DE");
}

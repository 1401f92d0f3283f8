using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Notification;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants;

/// <summary>Stock, payments, shipping and letters: the services behind orders.</summary>
static class OrderParticipants
{
    public static IServiceCollection AddOrderParticipants(this IServiceCollection services)
    {
        services.AddLimits<InventoryOptions>(InventoryOptions.Section);
        services.AddLimits<PaymentsOptions>(PaymentsOptions.Section);
        services.AddLimits<ShippingOptions>(ShippingOptions.Section);
        services.AddLimits<NotificationOptions>(NotificationOptions.Section);
        services.AddHostedService<StockSeed>();
        return services;
    }

    public static IBusRegistrationConfigurator AddOrderParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Inventory, inventory => inventory
            .Handles<ReserveInventory, InventoryHandler>()
            .Handles<ReleaseInventory, InventoryHandler>()
            .Handles<OrderCompleted, InventoryHandler>()
            .Handles<CheckStock, StockCheckHandler>())
        .AddParticipant(Queues.Payments, payments => payments
            .Handles<ChargePayment, PaymentsHandler>()
            .Handles<RefundPayment, PaymentsHandler>())
        .AddParticipant(Queues.Shipping, shipping => shipping
            .Handles<CreateLabel, LabelHandler>()
            .Handles<VoidLabel, LabelHandler>()
            .Handles<NotifyWarehouse, WarehouseHandler>()
            .Handles<RecallWarehouse, WarehouseHandler>()
            .Handles<OpenTracking, TrackingHandler>()
            .Handles<CloseTracking, TrackingHandler>()
            .Handles<HandOverParcel, HandOverHandler>())
        .AddParticipant(Queues.Notification, notification => notification
            .Handles<SendConfirmation, ConfirmationHandler>()
            .Handles<NotifyRefund, RefundNoticeHandler>());
}

using FluentValidation;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.ExchangeRates;
using SagaPlatform.Participants.Inventory;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Notification;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;
using SagaPlatform.Participants.Payments;
using SagaPlatform.Participants.Seeding;
using SagaPlatform.Participants.Shipping;

namespace SagaPlatform.Participants;

/// <summary>The services behind the sagas, as the platform brings them along: all of them, or none.</summary>
public static class ReferenceParticipants
{
    /// <summary>Adds their tables, their limits (configuration sections <c>Participants:*</c>) and the seeding of their stock.</summary>
    /// <remarks>
    /// Hosted services start in the order they are added: add this after the migrations and before the bus, so that the
    /// first order finds its stock.
    /// </remarks>
    public static IServiceCollection AddParticipants(this IServiceCollection services)
    {
        services.TryAddSingleton(TimeProvider.System);
        services.AddRows(model => model.ApplyConfigurationsFromAssembly(typeof(ReferenceParticipants).Assembly));
        services.AddRows(model => model.ApplyConfiguration(new EngagementMapping()));
        services.AddMigrations(typeof(ReferenceParticipants).Assembly, "participants");

        services.AddLimits<InventoryOptions>(InventoryOptions.Section);
        services.AddLimits<PaymentsOptions>(PaymentsOptions.Section);
        services.AddLimits<ShippingOptions>(ShippingOptions.Section);
        services.AddLimits<NotificationOptions>(NotificationOptions.Section);
        services.AddLimits<SeedingOptions>(SeedingOptions.Section);
        services.AddLimits<PaymentGatewaysOptions>(PaymentGatewaysOptions.Section);

        services.TryAddScoped<GeneralLedger>();
        services.TryAddSingleton<RateTable>();
        services.AddSingleton<ISeed, RateSeed>();
        services.TryAddScoped<GatewayFailures>();
        services.AddSingleton<ISeed, GatewaySeed>();
        services.AddSingleton<IValidator<CapturePayment>, CapturePaymentValidator>();
        return services.AddHostedService<StockSeed>().AddHostedService<TestDataSeeding>();
    }

    /// <summary>Puts them on the bus, one queue each. Needs <see cref="AddParticipants"/>.</summary>
    public static IBusRegistrationConfigurator AddReferenceParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Inventory, inventory => inventory
            .Handles<ReserveInventory, InventoryHandler>()
            .Handles<ReleaseInventory, InventoryHandler>()
            .Handles<OrderCompleted, InventoryHandler>())
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
            .Handles<NotifyRefund, RefundNoticeHandler>())
        .AddParticipant(Queues.PaymentRouting, routing => routing
            .Handles<AnalysePayment, AnalysisHandler>()
            .Handles<ConvertPayment, ConversionHandler>())
        .AddParticipant(Queues.PaymentGateways, gateways => gateways
            .Handles<CapturePayment, CaptureHandler>()
            .Handles<VoidCapture, CaptureHandler>()
            .Handles<ExecuteRefund, RefundAtGatewayHandler>())
        .AddParticipant(Queues.CapturedPayments, book => book
            .Handles<ConfirmPayment, ConfirmationOfCaptureHandler>()
            .Handles<ValidateRefund, RefundHoldHandler>()
            .Handles<FreezePayment, RefundHoldHandler>()
            .Handles<UnfreezePayment, RefundHoldHandler>()
            .Handles<BookRefund, RefundHoldHandler>());
}

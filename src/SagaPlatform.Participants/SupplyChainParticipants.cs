using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.Receiving;
using SagaPlatform.Participants.Seeding;
using SagaPlatform.Participants.StoreDelivery;
using SagaPlatform.Participants.Suppliers;
using SagaPlatform.Participants.SupplyChainSeed;

namespace SagaPlatform.Participants;

/// <summary>Suppliers, the warehouse and the way to the stores: the services behind procurement.</summary>
static class SupplyChainParticipants
{
    public static IServiceCollection AddSupplyChainParticipants(this IServiceCollection services)
    {
        services.AddLimits<SuppliersOptions>(SuppliersOptions.Section);
        services.AddLimits<SupplyChainSeedOptions>(SupplyChainSeedOptions.Section);
        services.AddSingleton<ISeed, ScriptedSupply>();
        services.AddSingleton<SupplyLoad>();
        services.AddHostedService(sp => sp.GetRequiredService<SupplyLoad>());
        return services;
    }

    public static IBusRegistrationConfigurator AddSupplyChainParticipants(this IBusRegistrationConfigurator bus) => bus
        .AddParticipant(Queues.Suppliers, suppliers => suppliers
            .Handles<SelectSuppliers, SelectionHandler>()
            .Handles<PurchaseGoods, PurchaseHandler>()
            .Handles<VoidPurchase, PurchaseHandler>()
            .Handles<CreditReturn, PurchaseHandler>())
        .AddParticipant(Queues.Receiving, receiving => receiving
            .Handles<ReceiveGoods, ReceivingHandler>()
            .Handles<SendGoodsBack, ReceivingHandler>()
            .Handles<OpenDiscrepancy, DiscrepancyHandler>()
            .Handles<WithdrawDiscrepancy, DiscrepancyHandler>())
        .AddParticipant(Queues.StoreDelivery, delivery => delivery
            .Handles<ScheduleStoreDelivery, StoreDeliveryHandler>()
            .Handles<CancelStoreDelivery, StoreDeliveryHandler>()
            .Handles<DeliverToStore, StoreDeliveryHandler>());
}

using FluentValidation;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Orders.Fulfilment;
using SagaPlatform.Orders.PeakAdmission;
using SagaPlatform.Orders.Ride;

namespace SagaPlatform.Orders;

/// <summary>The family of order sagas.</summary>
public static class OrdersRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddOrders(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(OrderStateMapping.Map);
        services.AddMigrations(typeof(OrdersRegistration).Assembly, "orders");
        services.AddLimits<OrderFulfilmentOptions>(configuration, "Orders:Fulfilment");
        services.AddSingleton<IValidator<PlaceOrder>, PlaceOrderValidator>();
        services.AddSingleton<IValidator<CancelOrder>, CancelOrderValidator>();
        services.AddSingleton<IValidator<RuleOrder>, RuleOrderValidator>();
        services.AddPeakAdmission(configuration);
        services.AddRide(configuration);
        return services;
    }

    /// <summary>The machines.</summary>
    public static void AddOrderSagas(this IBusRegistrationConfigurator bus)
    {
        bus.AddSaga<OrderStateMachine, OrderState>(Queues.OrderFulfilment);
        bus.AddPeakAdmission();
        bus.AddRide();
    }

    /// <summary>The HTTP endpoints.</summary>
    public static void MapOrderEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapOrders();
        routes.MapAdmissions();
        routes.MapRides();
    }
}

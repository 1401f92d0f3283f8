using FluentValidation;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Orders.Ride;

/// <summary>Rides.</summary>
static class RideRegistration
{
    public static void AddRide(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(RideStateMapping.Map);
        services.AddLimits<RideOptions>(configuration, "Orders:Ride");
        services.AddSingleton<IValidator<RequestRide>, RequestRideValidator>();
        services.AddSingleton<IValidator<ConfirmRide>, ConfirmRideValidator>();
        services.AddSingleton<IValidator<CancelRide>, CancelRideValidator>();
        services.AddSingleton<IValidator<DriverCannotCome>, DriverCannotComeValidator>();
        services.AddSingleton<IValidator<ReportDanger>, ReportDangerValidator>();
        services.AddSingleton<IValidator<RuleRide>, RuleRideValidator>();
        services.AddWorkItemKind(RideWork.Safety, kind => kind
            .AnswersTo(Queues.Ride)
            .DecidedBy("safety-desk")
            .EscalatesTo("safety-leads", afterReminders: 2)
            .Approved((item, decision) => new SafetyAlertClosed(item.SagaId, Guid.Parse(item.Item), $"All is well: {decision.Reason ?? "somebody looked"}"))
            .Refused((item, decision) => new SafetyAlertClosed(item.SagaId, Guid.Parse(item.Item), $"Help was sent: {decision.Reason}")));
    }

    public static void AddRide(this IBusRegistrationConfigurator bus) => bus.AddSaga<RideStateMachine, RideState>(Queues.Ride);
}

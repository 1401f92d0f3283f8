using FluentValidation;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.RateLimits;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Peak admission: the gate, the line and the saga.</summary>
static class PeakAdmissionRegistration
{
    public static void AddPeakAdmission(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(AdmissionStateMapping.Map);
        services.AddLimits<PeakAdmissionOptions>(configuration, "Orders:PeakAdmission");
        services.AddRateLimit(x => RateLimitOf(x.GetRequiredService<IOptions<PeakAdmissionOptions>>().Value));
        services.AddSingleton<IValidator<AdmitOrder>, AdmitOrderValidator>();
        services.AddSingleton<IValidator<CancelAdmission>, CancelAdmissionValidator>();
        services.AddSingleton<IValidator<RuleAdmission>, RuleAdmissionValidator>();
        services.AddSingleton<StockGlance>();
        services.AddSingleton<WaitingLine>();
        services.AddSingleton<AdmissionGate>();
        services.AddScoped<AdmissionDesk>();
    }

    public static void AddPeakAdmission(this IBusRegistrationConfigurator bus)
    {
        bus.AddSaga<AdmissionStateMachine, AdmissionState>(Queues.PeakAdmission);
        bus.AddParticipant(Queues.AdmissionGate, gate => gate.Handles<AdmitOrder, AdmissionGateHandler>());
        bus.AddParticipant(Queues.AdmissionLine, line => line
            .Handles<AwaitTurn, LineHandler>()
            .Handles<LeaveLine, LineHandler>()
            .Handles<GiveUpPlace, LineHandler>()
            .Handles<LineChanged, LineHandler>());
    }

    static RateLimit RateLimitOf(PeakAdmissionOptions options) => new(PeakAdmissionOptions.RateLimitName, options.PermitsPerSecond, options.Burst);
}

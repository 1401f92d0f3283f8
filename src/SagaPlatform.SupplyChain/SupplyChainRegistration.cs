using FluentValidation;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.SupplyChain;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Invariants;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.SupplyChain.Procurement;

namespace SagaPlatform.SupplyChain;

/// <summary>The family of supply chain sagas.</summary>
public static class SupplyChainRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddSupplyChain(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(ProcurementStateMapping.Map);
        services.AddMigrations(typeof(SupplyChainRegistration).Assembly, "supply-chain");
        services.AddInvariant("procurements-cover-their-lines", "What is bought of a line, being bought, or reported short is exactly what was ordered.",
            async (rows, cancellation) => new InvariantFinding(await rows.Count<ProcurementState>(cancellation), await ProcurementLaws.Broken(rows, cancellation)));
        services.AddLimits<ProcurementOptions>(configuration, "SupplyChain:Procurement");
        services.AddSingleton<IValidator<StartProcurement>, StartProcurementValidator>();
        services.AddSingleton<IValidator<CancelProcurement>, CancelProcurementValidator>();
        services.AddSingleton<IValidator<RuleProcurement>, RuleProcurementValidator>();
        return services.AddWorkItemKind(ProcurementWork.Discrepancy, kind => kind
            .AnswersTo(Queues.Procurement)
            .DecidedBy("warehouse-desk")
            .EscalatesTo("buyers", afterReminders: 1)
            .Approved((item, decision) => new DiscrepancyAccepted(item.SagaId, item.Item, decision.By))
            .Refused((item, decision) => new DeliveryReturned(item.SagaId, item.Item, decision.Reason!, decision.By)));
    }

    /// <summary>The machines.</summary>
    public static void AddSupplyChainSagas(this IBusRegistrationConfigurator bus) =>
        bus.AddSaga<ProcurementStateMachine, ProcurementState>(Queues.Procurement);

    /// <summary>The HTTP endpoints.</summary>
    public static void MapSupplyChainEndpoints(this IEndpointRouteBuilder routes) => routes.MapProcurements();
}

using FluentValidation;
using MassTransit;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Payments.CrossBorderPayment;
using SagaPlatform.Payments.CrossChainTransfer;
using SagaPlatform.Payments.Refund;
using SagaPlatform.Payments.RoutedPayment;

namespace SagaPlatform.Payments;

/// <summary>The family of payment sagas.</summary>
public static class PaymentsRegistration
{
    /// <summary>Rows, limits, rules and migrations.</summary>
    public static IServiceCollection AddPayments(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddMigrations(typeof(PaymentsRegistration).Assembly, "payments");

        services.AddRows(RoutedPaymentStateMapping.Map);
        services.AddLimits<RoutedPaymentOptions>(configuration, "Payments:RoutedPayment");
        services.AddSingleton<IValidator<RequestPayment>, RequestPaymentValidator>();
        services.AddSingleton<IValidator<CancelPayment>, CancelPaymentValidator>();
        services.AddSingleton<IValidator<RulePayment>, RulePaymentValidator>();

        services.AddRows(RefundStateMapping.Map);
        services.AddLimits<RefundOptions>(configuration, "Payments:Refund");
        services.AddSingleton<IValidator<RequestRefund>, RequestRefundValidator>();
        services.AddSingleton<IValidator<CancelRefund>, CancelRefundValidator>();
        services.AddSingleton<IValidator<RuleRefund>, RuleRefundValidator>();

        services.AddRows(TransferStateMapping.Map);
        services.AddLimits<TransferOptions>(configuration, "Payments:CrossChainTransfer");
        services.AddSingleton<IValidator<InitiateTransfer>, InitiateTransferValidator>();
        services.AddSingleton<IValidator<CancelTransfer>, CancelTransferValidator>();
        services.AddSingleton<IValidator<RuleTransfer>, RuleTransferValidator>();
        services.AddCrossBorderPayment(configuration);

        services.AddRows(ClearingStateMapping.Map);
        services.AddRows(SettlementStateMapping.Map);
        services.AddLimits<ClearingOptions>(configuration, "Payments:Clearing");
        services.AddSingleton<IValidator<StartClearing>, StartClearingValidator>();
        services.AddSingleton<IValidator<RuleClearing>, RuleClearingValidator>();
        services.AddSingleton<IValidator<RuleSettlement>, RuleSettlementValidator>();
        return services;
    }

    /// <summary>The machines.</summary>
    public static void AddPaymentSagas(this IBusRegistrationConfigurator bus)
    {
        bus.AddSaga<RoutedPaymentStateMachine, RoutedPaymentState>(Queues.RoutedPayment);
        bus.AddSaga<RefundStateMachine, RefundState>(Queues.Refund);
        bus.AddSaga<TransferStateMachine, TransferState>(Queues.CrossChainTransfer);
        bus.AddCrossBorderPayment();
        bus.AddSaga<ClearingStateMachine, ClearingState>(Queues.Clearing);
        bus.AddSaga<SettlementStateMachine, SettlementState>(Queues.Settlement);
    }

    /// <summary>The HTTP endpoints.</summary>
    public static void MapPaymentEndpoints(this IEndpointRouteBuilder routes)
    {
        routes.MapRoutedPayments();
        routes.MapRefunds();
        routes.MapTransfers();
        routes.MapCrossBorderPayments();
        routes.MapClearings();
    }
}

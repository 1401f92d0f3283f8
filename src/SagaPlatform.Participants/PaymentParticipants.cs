using FluentValidation;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Participants;
using SagaPlatform.Participants.CapturedPayments;
using SagaPlatform.Participants.PaymentGateways;
using SagaPlatform.Participants.PaymentRouting;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants;

/// <summary>Gateways, routing and the book of captured payments: the services behind payments and refunds.</summary>
static class PaymentParticipants
{
    public static IServiceCollection AddPaymentParticipants(this IServiceCollection services)
    {
        services.AddLimits<PaymentGatewaysOptions>(PaymentGatewaysOptions.Section);
        services.TryAddScoped<GatewayFailures>();
        services.AddSingleton<ISeed, GatewaySeed>();
        services.AddSingleton<IValidator<CapturePayment>, CapturePaymentValidator>();
        return services;
    }

    public static IBusRegistrationConfigurator AddPaymentParticipants(this IBusRegistrationConfigurator bus) => bus
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

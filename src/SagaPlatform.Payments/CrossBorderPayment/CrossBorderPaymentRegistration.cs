using FluentValidation;
using MassTransit;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Hosting;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;

namespace SagaPlatform.Payments.CrossBorderPayment;

/// <summary>The cross-border payment's part of the family.</summary>
static class CrossBorderPaymentRegistration
{
    public static void AddCrossBorderPayment(this IServiceCollection services, IConfiguration configuration)
    {
        services.AddRows(CrossBorderPaymentStateMapping.Map);
        services.AddWorkItemKind(HitsReview.Kind, HitsReview.Says);
        services.AddLimits<CrossBorderPaymentOptions>(configuration, CrossBorderPaymentOptions.Section);
        services.AddSingleton<IValidator<StartCrossBorderPayment>, StartCrossBorderPaymentValidator>();
        services.AddSingleton<IValidator<ConfirmQuote>, ConfirmQuoteValidator>();
        services.AddSingleton<IValidator<CancelCrossBorderPayment>, CancelCrossBorderPaymentValidator>();
        services.AddSingleton<IValidator<RuleCrossBorderPayment>, RuleCrossBorderPaymentValidator>();
    }

    public static void AddCrossBorderPayment(this IBusRegistrationConfigurator bus) =>
        bus.AddSaga<CrossBorderPaymentStateMachine, CrossBorderPaymentState>(Queues.CrossBorderPayment);
}

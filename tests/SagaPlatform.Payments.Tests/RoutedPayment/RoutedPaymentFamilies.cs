using System.Text.Json.Serialization;
using Microsoft.AspNetCore.Http.Json;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Contracts;
using SagaPlatform.Participants;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>Routed payments and refunds on an embedded platform.</summary>
static class RoutedPaymentFamilies
{
    /// <summary>The test itself answers the sagas.</summary>
    public static readonly EmbeddedFamily Scripted = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration),
        Bus = bus => bus.AddPaymentSagas(),
        Queues = [Queues.RoutedPayment, Queues.Refund],
    };

    /// <summary>The same by HTTP, as the platform's host has it.</summary>
    public static readonly EmbeddedFamily WithHttp = new()
    {
        Services = (services, configuration) =>
        {
            services.AddPayments(configuration).AddProblemDetails();
            services.Configure<JsonOptions>(x =>
            {
                x.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
                x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
        },
        Bus = bus => bus.AddPaymentSagas(),
        Queues = [Queues.RoutedPayment, Queues.Refund],
        Http = routes => routes.MapPaymentEndpoints(),
    };

    /// <summary>The reference participants answer them.</summary>
    public static readonly EmbeddedFamily WithParticipants = new()
    {
        Services = (services, configuration) => services.AddPayments(configuration).AddParticipants(),
        Bus = bus =>
        {
            bus.AddPaymentSagas();
            bus.AddReferenceParticipants();
        },
        Queues =
        [
            Queues.RoutedPayment, Queues.Refund, Queues.PaymentRouting, Queues.PaymentGateways, Queues.CapturedPayments, Queues.Notification,
        ],
    };
}

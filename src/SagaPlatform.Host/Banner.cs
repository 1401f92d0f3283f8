using System.Text.Json;
using SagaPlatform.Host.Commands;
using SagaPlatform.Host.Settings;

namespace SagaPlatform.Host;

/// <summary>What a person reads when the platform has started.</summary>
static class Banner
{
    public static void Print(WebApplication app, HostSettings settings)
    {
        var url = app.Urls.FirstOrDefault() ?? "http://127.0.0.1:8080";
        if (settings.Embedded)
            Console.WriteLine($"""

                SagaPlatform, embedded: sagas, participants, message bus and store in this one process.
                Nothing survives a restart. (make up-native runs it on RabbitMQ and PostgreSQL.)

                  In a browser:                   {url}
                  Place an order:
                    curl -i {url}/orders -H 'Content-Type: application/json' -d '{ExampleOrder()}'
                  Drive 20 orders of all kinds:   make demo URL={url}
                  Sagas:                          {url}/api/overview   {url}/api/sagas   infra/saga list
                  Whoever calls from this machine is the local operator with all rights.
                  Health, API description:        {url}/health/ready   {url}/openapi/v1.json

                """);
        else
            Console.WriteLine($"SagaPlatform: {string.Join(", ", settings.Roles.Order(StringComparer.Ordinal))} on {url}, RabbitMQ and PostgreSQL.");
    }

    static string ExampleOrder() => JsonSerializer.Serialize(ExampleOrders.Good(), JsonSerializerOptions.Web);
}

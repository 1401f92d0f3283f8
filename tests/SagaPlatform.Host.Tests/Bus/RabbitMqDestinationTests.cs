using SagaPlatform.Host.Bus;

namespace SagaPlatform.Host.Tests.Bus;

public sealed class RabbitMqDestinationTests
{
    [Theory]
    [InlineData("rabbitmq://127.0.0.1:5672/saga/payments", "payments", true, false)]
    [InlineData("rabbitmq://127.0.0.1/%2f/payments?bind=true&queue=payments", "payments", true, false)]
    [InlineData("queue:payments", "payments", true, false)]
    [InlineData("rabbitmq://127.0.0.1/saga/SagaPlatform.Contracts.Orders:OrderCompleted", "SagaPlatform.Contracts.Orders:OrderCompleted", false, false)]
    [InlineData("rabbitmq://127.0.0.1/saga/host_bus_yyy?temporary=true", "host_bus_yyy", false, true)]
    [InlineData("rabbitmq://127.0.0.1/saga/host_bus_yyy?durable=false&autodelete=true", "host_bus_yyy", false, true)]
    public void An_address_says_exchange_and_kind(string address, string exchange, bool isQueue, bool isTemporary)
    {
        RabbitMqDestination.Parse(address).ShouldBe(new RabbitMqDestination(exchange, isQueue, isTemporary));
    }
}

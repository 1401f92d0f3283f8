using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Orders.Tests.Fulfilment;

public sealed class OrderFulfilmentOptionsTests
{
    [Theory]
    [InlineData("ReserveWithin")]
    [InlineData("ChargeWithin")]
    [InlineData("ShipWithin")]
    [InlineData("HandOverWithin")]
    [InlineData("ConfirmWithin")]
    [InlineData("UndoWithin")]
    [InlineData("AskPersonAgainEvery")]
    public async Task A_limit_of_no_time_stops_the_start_and_is_named(string limit)
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => EmbeddedPlatform.Start(With(limit, "00:00:00")));

        refusal.Message.ShouldContain(limit);
    }

    [Fact]
    public async Task A_limit_from_the_configuration_is_the_one_that_is_waited_for()
    {
        await using var platform = await EmbeddedPlatform.Start(With("ReserveWithin", "00:01:00"));
        var order = ExampleOrder.Good();

        await platform.Hears(Queues.OrderFulfilment, order);

        (await platform.Timeouts(order.OrderId)).Single().Due.ShouldBe(VirtualTime.Dawn + TimeSpan.FromMinutes(1));
    }

    static EmbeddedFamily With(string limit, string value) => new()
    {
        Services = OrderFamilies.Scripted.Services,
        Bus = OrderFamilies.Scripted.Bus,
        Queues = OrderFamilies.Scripted.Queues,
        Settings = new Dictionary<string, string?> { [$"Orders:Fulfilment:{limit}"] = value },
    };
}

using Microsoft.Extensions.Options;
using SagaPlatform.Contracts;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.SupplyChain.Tests.Procurement;

public sealed class ProcurementOptionsTests
{
    [Theory]
    [InlineData("SelectWithin")]
    [InlineData("PurchaseWithin")]
    [InlineData("ReceiveWithin")]
    [InlineData("DecideWithin")]
    [InlineData("ScheduleWithin")]
    [InlineData("DeliverWithin")]
    [InlineData("CreditWithin")]
    [InlineData("UndoWithin")]
    [InlineData("AskPersonAgainEvery")]
    public async Task A_limit_of_no_time_stops_the_start_and_is_named(string limit)
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => EmbeddedPlatform.Start(With(limit, "00:00:00")));

        refusal.Message.ShouldContain(limit);
    }

    [Theory]
    [InlineData("ReceiveWithin", "08:00:00")]
    [InlineData("PurchaseWithin", "00:30:00")]
    public async Task Limits_that_let_an_order_take_more_than_a_day_stop_the_start(string limit, string value)
    {
        var refusal = await Should.ThrowAsync<OptionsValidationException>(() => EmbeddedPlatform.Start(With(limit, value)));

        refusal.Message.ShouldContain("at most 1.00:00:00 are allowed");
    }

    [Fact]
    public async Task A_limit_from_the_configuration_is_the_one_that_is_waited_for()
    {
        await using var platform = await EmbeddedPlatform.Start(With("SelectWithin", "00:01:00"));
        var order = ExampleProcurement.AllOrNothing(("ART-1", 1));

        await platform.Hears(Queues.Procurement, order);

        (await platform.Timeouts(order.ProcurementId)).Single().Due.ShouldBe(VirtualTime.Dawn + TimeSpan.FromMinutes(1));
    }

    static EmbeddedFamily With(string limit, string value) => new()
    {
        Services = ProcurementFamilies.Scripted.Services,
        Bus = ProcurementFamilies.Scripted.Bus,
        Queues = ProcurementFamilies.Scripted.Queues,
        Settings = new Dictionary<string, string?> { [$"SupplyChain:Procurement:{limit}"] = value },
    };
}

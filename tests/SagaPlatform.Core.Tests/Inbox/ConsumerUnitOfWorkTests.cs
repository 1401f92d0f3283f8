using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Tests.Hosting;
using SagaPlatform.Core.Tests.Persistence;

namespace SagaPlatform.Core.Tests.Inbox;

public sealed class ConsumerUnitOfWorkTests
{
    [Fact]
    public async Task A_message_is_consumed_once_per_id_and_a_repeat_faults_nobody()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = (context, services) => Store(context, services);
        var id = Guid.NewGuid();

        await scenario.PorterHears(new Nudge(scenario.Id), id);
        await scenario.PorterHears(new Nudge(scenario.Id), id);

        (await Shelf(scenario)).ShouldNotBeNull().Quantity.ShouldBe(1);
        scenario.Words().ShouldBe(["stored"]);
        Faults(scenario).ShouldBeEmpty();
        scenario.Platform.Errors(EngineScenario.Porters).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_repeat_stores_and_says_nothing_even_if_the_consumer_reads_no_row()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = (context, _) => context.Publish(new ErrandWord(scenario.Id, "said"));
        var id = Guid.NewGuid();

        await scenario.PorterHears(new Nudge(scenario.Id), id);
        await scenario.PorterHears(new Nudge(scenario.Id), id);

        scenario.Words().ShouldBe(["said"]);
    }

    [Fact]
    public async Task Rows_and_answers_are_stored_together_or_not_at_all()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = async (context, services) =>
        {
            await Store(context, services);
            throw new InvalidOperationException("The porter slipped.");
        };

        await scenario.PorterHears(new Nudge(scenario.Id));

        (await Shelf(scenario)).ShouldBeNull();
        scenario.Words().ShouldBeEmpty();
        scenario.Platform.Errors(EngineScenario.Porters).ShouldHaveSingleItem().Reason.ShouldContain("The porter slipped.");
        Faults(scenario).Count.ShouldBe(1, "whoever waits for the answer hears that there will be none");
    }

    [Fact]
    public async Task A_row_that_somebody_else_wrote_meanwhile_is_read_again()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = async (context, services) =>
        {
            await Store(context, services);
            if (scenario.Script.Ran == 1)
                await SomebodyElseStores(scenario);
        };

        await scenario.PorterHears(new Nudge(scenario.Id));

        scenario.Script.Ran.ShouldBe(2);
        (await Shelf(scenario)).ShouldNotBeNull().Quantity.ShouldBe(11);
        scenario.Words().ShouldBe(["stored"]);
        Faults(scenario).ShouldBeEmpty();
    }

    [Fact]
    public async Task A_command_that_breaks_its_contract_is_not_handled_and_its_sender_hears_which_field_is_wrong()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnConsume = (context, services) => Store(context, services);

        await scenario.PorterHears(new Nudge(scenario.Id, Nth: 0));

        scenario.Script.Ran.ShouldBe(0);
        scenario.Platform.Errors(EngineScenario.Porters).ShouldHaveSingleItem().Reason.ShouldContain("Nth");
        Faults(scenario).Count.ShouldBe(1);
    }

    static async Task Store(ConsumeContext<Nudge> context, IServiceProvider services)
    {
        var rows = services.GetRequiredService<IRows>();
        if (await rows.Find<ShelfRow>("S-1") is { } shelf)
        {
            shelf.Quantity++;
            rows.Change(shelf);
        }
        else
        {
            rows.Add(new ShelfRow { Sku = "S-1", Quantity = 1 });
        }

        await context.Publish(new ErrandWord(context.Message.ErrandId, "stored"));
    }

    static async Task SomebodyElseStores(EngineScenario scenario)
    {
        var unit = new UnitOfWork();
        unit.Rows.Add(new RowChange(new ShelfRow { Sku = "S-1", Quantity = 10 }, 0));
        (await scenario.Platform.Store.Commit(unit, CancellationToken.None)).ShouldBe(CommitOutcome.Committed);
    }

    static Task<ShelfRow?> Shelf(EngineScenario scenario) => scenario.Platform.Store.Find<ShelfRow>("S-1", null, CancellationToken.None);

    static List<string> Faults(EngineScenario scenario) =>
        [.. scenario.Platform.Seen.Where(x => x.Exchange.Contains("Fault", StringComparison.Ordinal) && x.Exchange.Contains(nameof(Nudge), StringComparison.Ordinal)).Select(x => x.Exchange)];
}

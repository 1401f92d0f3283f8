using System.Net;
using SagaPlatform.OperatorConsole.Tests.Sagas;
using SagaPlatform.OperatorConsole.Tests.Sagas.Samples;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Tests.Machines;

public sealed class MachineTests
{
    [Fact]
    public async Task Every_saga_type_is_described_as_its_constructor_says_it()
    {
        await using var console = await ConsoleScenario.Started();

        var machines = (await console.Json("/api/machines"))["items"]!.AsArray();

        machines.Select(x => x!["name"]!.GetValue<string>()).ShouldBe(["delivery", "greeting"]);
        var delivery = machines[0]!;
        delivery["machine"]!.GetValue<string>().ShouldBe("Delivery");
        delivery["diagramHref"]!.GetValue<string>().ShouldBe("/api/machines/delivery/diagram");
        delivery["stages"]!.AsArray().Select(x => x!["name"]!.GetValue<string>()).ShouldBe(["ChargeFee", "BookTruck", "Customs", "HandOver"]);
        delivery["stages"]!.AsArray().Select(x => x!["pastPointOfNoReturn"]!.GetValue<bool>()).ShouldBe([false, false, false, true]);
        var charge = delivery["stages"]![0]!["steps"]![0]!;
        charge["queue"]!.GetValue<string>().ShouldBe("payments");
        charge["command"]!.GetValue<string>().ShouldBe("ChargeFee");
        charge["limitSeconds"]!.GetValue<double>().ShouldBe(300);
        charge["attempts"]!.GetValue<int>().ShouldBe(2);
        charge["undo"]!["command"]!.GetValue<string>().ShouldBe("RefundFee");
        charge["undo"]!["attempts"]!.GetValue<int>().ShouldBe(3);
        var pause = delivery["stages"]![2]!["steps"]![0]!;
        pause["pause"]!.GetValue<bool>().ShouldBeTrue();
        pause["queue"].ShouldBeNull();
        pause["undo"].ShouldBeNull();
    }

    [Fact]
    public async Task Each_state_says_how_many_sagas_are_in_it_also_when_none_is()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Delivery();
        await console.Delivery();
        await console.Delivery(Silent.GivenBack);
        await console.Greeting();

        var states = await States(console, 0);

        states.ShouldBe(
            ["ChargeFee 2", "BookTruck 0", "Customs 0", "HandOver 0", "Cancelled 0", "Completed 0", "NeedsAttention 0", "Unwinding 1"]);
        (await States(console, 1)).ShouldContain("SayHello 1");
    }

    [Fact]
    public async Task Sagas_in_a_state_that_the_machine_no_longer_has_are_not_overlooked()
    {
        await using var console = await ConsoleScenario.Started();
        await console.Stranded("WeighParcel");

        var state = (await console.Json("/api/machines"))["items"]![0]!["states"]!.AsArray().Single(x => x!["name"]!.GetValue<string>() == "WeighParcel")!;

        state["count"]!.GetValue<long>().ShouldBe(1);
        state["known"]!.GetValue<bool>().ShouldBeFalse();
    }

    [Fact]
    public async Task The_diagram_is_the_machines_own_in_Mermaid()
    {
        await using var console = await ConsoleScenario.Started();

        using var response = await console.Get("/api/machines/delivery/diagram");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/plain");
        (await response.Content.ReadAsStringAsync()).ShouldBe(MachineDiagram.Mermaid(new Delivery()));
    }

    [Fact]
    public async Task The_table_says_of_each_event_what_it_does_in_each_state()
    {
        await using var console = await ConsoleScenario.Started();

        using var response = await console.Get("/api/machines/delivery/table");

        response.StatusCode.ShouldBe(HttpStatusCode.OK);
        response.Content.Headers.ContentType!.MediaType.ShouldBe("text/markdown");
        (await response.Content.ReadAsStringAsync()).ShouldBe(MachineTable.Markdown(new Delivery()));
    }

    [Theory]
    [InlineData("/api/machines/nobody/diagram")]
    [InlineData("/api/machines/nobody/table")]
    public async Task An_unknown_machine_is_not_found_and_the_known_ones_are_named(string path)
    {
        await using var console = await ConsoleScenario.Started();

        var problem = await console.Json(path, HttpStatusCode.NotFound);

        problem["detail"]!.GetValue<string>().ShouldBe("There is no saga type of that name. Known: delivery, greeting.");
    }

    static async Task<List<string>> States(ConsoleScenario console, int machine) =>
        [.. (await console.Json("/api/machines"))["items"]![machine]!["states"]!.AsArray().Select(x => $"{x!["name"]} {x["count"]}")];
}

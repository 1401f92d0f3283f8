using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.HttpResults;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations;
using SagaPlatform.OperatorConsole.Sagas;

namespace SagaPlatform.OperatorConsole.Machines;

/// <summary>What an operator may ask about the processes themselves.</summary>
static class MachineEndpoints
{
    public static void MapMachines(this IEndpointRouteBuilder app)
    {
        var machines = app.MapGroup("/machines").WithTags("Machines");

        machines.MapGet("", List).WithName("ListMachines")
            .WithSummary("Describes every saga type: its stages and steps, and how many sagas are in each state now.")
            .ProducesProblem(StatusCodes.Status500InternalServerError);

        machines.MapGet("/{name}", Graph).WithName("GetMachine")
            .WithSummary("Shows a saga type as a graph, with how many sagas are in each state now.")
            .Produces<GraphView>().ProducesProblem(StatusCodes.Status404NotFound);

        machines.MapGet("/{name}/diagram", Diagram).WithName("GetMachineDiagram")
            .WithSummary("Draws a saga type as a Mermaid state diagram.")
            .Produces<string>(contentType: "text/plain").ProducesProblem(StatusCodes.Status404NotFound);

        machines.MapGet("/{name}/table", Table).WithName("GetMachineTable")
            .WithSummary("Says of each event what it does in each state, as a Markdown table.")
            .Produces<string>(contentType: "text/markdown").ProducesProblem(StatusCodes.Status404NotFound);

        app.MapGet("/drain", Drain).WithTags("Machines").WithName("GetDrain")
            .WithSummary("Counts live sagas per type, state, stage and fingerprint of the machine they began with. Reads every live saga.");
    }

    static async Task<Ok<MachineList>> List(
        HttpContext context, MachineCatalogue machines, ISagaQueries queries, CancellationToken cancellation)
    {
        var counts = await queries.Count(cancellation);
        return TypedResults.Ok(new MachineList([.. machines.All.Select(x => MachineView.Of(x, counts, context.Request.PathBase))]));
    }

    static async Task<IResult> Graph(
        MachineCatalogue machines, ISagaQueries queries, CancellationToken cancellation, [Description("The saga type.")] string name) =>
        machines.Find(name) is { } machine ? TypedResults.Ok(GraphView.Of(machine, await queries.Count(cancellation))) : Unknown(machines);

    static async Task<Ok<DrainView>> Drain(VersionGuard guard, CancellationToken cancellation) =>
        TypedResults.Ok(new DrainView([.. (await guard.Drain(cancellation)).Select(DrainItem.Of)]));

    static IResult Diagram(MachineCatalogue machines, [Description("The saga type.")] string name) =>
        Text(machines, name, x => x.Mermaid, "text/plain");

    static IResult Table(MachineCatalogue machines, [Description("The saga type.")] string name) =>
        Text(machines, name, x => x.Table, "text/markdown");

    static IResult Text(MachineCatalogue machines, string name, Func<MachineDescription, string> text, string mediaType) =>
        machines.Find(name) is { } machine
            ? TypedResults.Text(text(machine), $"{mediaType}; charset=utf-8")
            : Unknown(machines);

    static ProblemHttpResult Unknown(MachineCatalogue machines) => TypedResults.Problem(
        $"There is no saga type of that name. Known: {string.Join(", ", machines.Names)}.", statusCode: StatusCodes.Status404NotFound);
}

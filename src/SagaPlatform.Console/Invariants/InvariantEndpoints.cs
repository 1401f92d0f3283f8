using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Invariants;

namespace SagaPlatform.OperatorConsole.Invariants;

/// <summary>What the laws say of this platform.</summary>
/// <param name="Holds">Whether every law was checked and holds.</param>
/// <param name="Laws">Each law.</param>
sealed record InvariantReport(bool Holds, IReadOnlyList<InvariantResult> Laws);

/// <summary>Whether the laws of money, stock and sagas hold.</summary>
static class InvariantEndpoints
{
    public static void MapInvariants(this IEndpointRouteBuilder app) => app
        .MapGet("/invariants", Check).WithTags("Invariants").WithName("CheckInvariants")
        .WithSummary("Checks the laws of money, stock and sagas on what is stored now. Reads whole tables: one check at a time, else 409.")
        .Produces<InvariantReport>()
        .ProducesProblem(StatusCodes.Status409Conflict);

    static async Task<IResult> Check(InvariantChecks checks, CancellationToken cancellation) => await checks.Run(cancellation) is { } laws
        ? TypedResults.Ok(new InvariantReport(laws.All(x => x.Broken.Count == 0 && x.NotChecked == null), laws))
        : TypedResults.Problem("The laws are being checked already; ask again when that is done.",
            statusCode: StatusCodes.Status409Conflict, title: "A check is running");
}

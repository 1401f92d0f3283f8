using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts.Orders;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Admissions by HTTP.</summary>
public static class AdmissionEndpoints
{
    /// <summary>Maps <c>/admissions</c>.</summary>
    public static void MapAdmissions(this IEndpointRouteBuilder routes)
    {
        var admissions = routes.MapGroup("/admissions").WithTags("Admission");

        admissions.MapPost("", (HttpContext http, AdmissionDesk desk) => desk.Admit(http))
            .Accepts<AdmitOrder>("application/json")
            .WithSummary("Asks for an order to be let in: answered at once, with its place in the line or why not.")
            .Produces<AdmissionView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status409Conflict)
            .ProducesProblem(StatusCodes.Status413PayloadTooLarge)
            .ProducesProblem(StatusCodes.Status429TooManyRequests);

        admissions.MapGet("{id:guid}", (Guid id, AdmissionDesk desk, CancellationToken cancellation) => desk.Show(id, cancellation))
            .WithSummary("One admission, and its place in the line.")
            .Produces<AdmissionView>()
            .ProducesProblem(StatusCodes.Status404NotFound);

        admissions.MapPost("{id:guid}/cancel", (Guid id, HttpContext http, AdmissionDesk desk) => desk.Cancel(id, http))
            .Accepts<CancelRequest>("application/json")
            .WithSummary("Takes an order out of the line. Once it is called, cancel the order itself.")
            .Produces<AdmissionView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);

        admissions.MapPost("{id:guid}/rulings", (Guid id, HttpContext http, AdmissionDesk desk) => desk.Rule(id, http))
            .Accepts<RulingRequest>("application/json")
            .WithSummary("A person's answer to the question of an admission that needs attention.")
            .Produces<AdmissionView>(StatusCodes.Status202Accepted)
            .ProducesValidationProblem()
            .ProducesProblem(StatusCodes.Status404NotFound)
            .ProducesProblem(StatusCodes.Status409Conflict);
    }
}

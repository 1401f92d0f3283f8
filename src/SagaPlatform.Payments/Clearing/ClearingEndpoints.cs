using Microsoft.AspNetCore.Routing;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Http;

namespace SagaPlatform.Payments.Clearing;

/// <summary>Clearings and their settlements by HTTP.</summary>
public static class ClearingEndpoints
{
    /// <summary>Maps <c>/clearings</c> and <c>/settlements</c>.</summary>
    public static void MapClearings(this IEndpointRouteBuilder routes)
    {
        routes.MapSaga<ClearingState, ClearingView>("/clearings", "clearing", Queues.Clearing, ClearingView.Of, ClearingView.Accepted)
            .Starts<StartClearing>(x => x.ClearingId, "Nets the trades of a day and settles them delivery versus payment.")
            .Hears<RuleClearing, ClearingRulingRequest>("rulings", (x, id) => x with { ClearingId = id },
                "A person's answer to the question of a clearing that needs attention.",
                (clearing, x) => clearing?.Ledger.Lines.Exists(line => line.Step == x.Step && line.Item == x.Instruction && line.Question != null) == true ? null
                    : new Conflict("Nothing to rule on", $"There is no open question about {x.Step} of {x.Instruction}."),
                eachState: true);
        routes.MapSaga<SettlementState, SettlementView>("/settlements", "settlement", Queues.Settlement, SettlementView.Of, SettlementView.Accepted)
            .Rules<RuleSettlement>((x, id) => x with { SettlementId = id }, x => x.Step);
    }
}

/// <summary>The body of a ruling on a clearing; the clearing is in the path.</summary>
/// <param name="Step">The step the question is about.</param>
/// <param name="Instruction">The name of the instruction it is about.</param>
/// <param name="Ruling">What the person found out.</param>
/// <param name="DecidedBy">Who says so; 1 to 128 characters.</param>
public sealed record ClearingRulingRequest(string Step, string Instruction, Ruling Ruling, string DecidedBy);

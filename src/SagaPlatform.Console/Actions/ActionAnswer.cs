using Microsoft.AspNetCore.Http;
using SagaPlatform.Core.Operations.Actions;

namespace SagaPlatform.OperatorConsole.Actions;

/// <summary>What an act did, or would do.</summary>
/// <param name="Done">True when it is committed; false for a preview.</param>
/// <param name="Sentence">In words.</param>
/// <param name="StateBefore">The state before.</param>
/// <param name="StateAfter">The state after; null when only the message's handling will tell.</param>
/// <param name="Version">The version now.</param>
/// <param name="Audit">The number of the audit row; null for a preview.</param>
/// <param name="Sends">What is sent to a queue.</param>
/// <param name="Publishes">What is published.</param>
/// <param name="Timeouts">Which timeouts are set, rung or cancelled.</param>
public sealed record ActionView(
    bool Done, string Sentence, string? StateBefore, string? StateAfter, int? Version, long? Audit,
    IReadOnlyList<SentByAct> Sends, IReadOnlyList<string> Publishes, IReadOnlyList<TimeoutByAct> Timeouts);

/// <summary>Answers an act by HTTP.</summary>
static class ActionAnswer
{
    public static IResult Of(ActionResult x) => x.Status switch
    {
        ActionStatus.Done or ActionStatus.Previewed => TypedResults.Ok(
            new ActionView(x.IsDone, x.Sentence, x.StateBefore, x.StateAfter, x.Version, x.Audit, x.Sends, x.Publishes, x.Timeouts)),
        ActionStatus.NotFound => Problem(x, StatusCodes.Status404NotFound, "Not there"),
        ActionStatus.Forbidden => Problem(x, StatusCodes.Status403Forbidden, "Not allowed"),
        ActionStatus.Moved => Problem(x, StatusCodes.Status409Conflict, "It moved meanwhile"),
        ActionStatus.Invalid => TypedResults.ValidationProblem(x.Wrong!, detail: "Nothing was done: see errors."),
        _ => Problem(x, StatusCodes.Status409Conflict, "Not possible now"),
    };

    static IResult Problem(ActionResult x, int status, string title)
    {
        Dictionary<string, object?> more = new(StringComparer.Ordinal);
        if (x.Version != null)
            more["version"] = x.Version;
        if (x.StateBefore != null)
            more["state"] = x.StateBefore;
        if (x.Audit != null)
            more["audit"] = x.Audit;
        return TypedResults.Problem(x.Sentence, statusCode: status, title: title, extensions: more);
    }
}

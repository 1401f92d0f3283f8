using System.ComponentModel;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Mvc;
using Microsoft.AspNetCore.Routing;
using SagaPlatform.Core.Operations.Audit;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Audit;

/// <summary>A page of the audit, latest first.</summary>
/// <param name="Items">The rows.</param>
/// <param name="Next">Pass it as <c>cursor</c> for the next page; null when this is the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditItem> Items, string? Next);

/// <summary>A row of the audit: an act, written before it was done, or what came of one.</summary>
/// <param name="Number">Its place in the chain.</param>
/// <param name="At">When, in UTC.</param>
/// <param name="Actor">Who.</param>
/// <param name="Role">In which role.</param>
/// <param name="Action">What.</param>
/// <param name="Target">To what.</param>
/// <param name="SagaId">The saga it concerns; null when none.</param>
/// <param name="Reason">Why; null in a row that tells what came of an act.</param>
/// <param name="Detail">What was decided on.</param>
/// <param name="About">The number of the act whose outcome this row tells; null for an act.</param>
/// <param name="Outcome">What came of it; null for an act.</param>
/// <param name="Hash">The hash that seals it, in hexadecimal digits.</param>
public sealed record AuditItem(
    long Number, DateTimeOffset At, string Actor, string Role, string Action, string Target, Guid? SagaId, string? Reason, string? Detail,
    long? About, string? Outcome, string Hash)
{
    internal static AuditItem Of(AuditRow x) => new(
        x.Number, x.At, x.Entry.Actor, x.Entry.Role, x.Entry.Action, x.Entry.Target, x.Entry.SagaId, x.Entry.Reason is "" ? null : x.Entry.Reason,
        x.Entry.About == null && x.Entry.Detail is not "" ? x.Entry.Detail : null, x.Entry.About, x.Entry.About == null ? null : x.Entry.Detail,
        Convert.ToHexStringLower(x.Hash));
}

/// <summary>What operators did.</summary>
static class AuditEndpoints
{
    const int RowsMax = 500;
    const int RowsDefault = 100;

    public static void MapAudit(this IEndpointRouteBuilder api)
    {
        var audit = api.MapGroup("/audit").WithTags("Audit");
        audit.MapGet("", List).WithName("ListAudit").WithSummary("Lists what operators did and what came of it, latest first.")
            .Produces<AuditPage>().ProducesValidationProblem().WithNumber("limit", 1, RowsMax, RowsDefault);
        audit.MapGet("/verify", Verify).WithName("VerifyAudit")
            .WithSummary("Looks at every row of the audit and names the first that is not as it was written. Reads all of it.")
            .Produces<AuditVerdict>().ProducesValidationProblem();
    }

    static async Task<IResult> List(HttpContext http, IAuditStore audit, CancellationToken cancellation,
        [FromQuery, Description("The id of the saga it concerns. Empty: any.")] string? saga = null,
        [FromQuery, Description("Who did it. Empty: anybody.")] string? actor = null,
        [FromQuery, Description("Rows per page.")] string? limit = null,
        [FromQuery, Description("The next of the page before. Empty: the first page.")] string? cursor = null)
    {
        var fields = new QueryFields();
        var filter = new AuditFilter(saga is null or "" ? null : fields.Id("saga", saga), fields.Text("actor", actor, 128));
        var rows = fields.Number("limit", limit, 1, RowsMax, RowsDefault);
        var after = fields.Text("cursor", cursor, 1_024);
        var page = fields.AreWrong ? null : await Pages.Read(fields, () => audit.List(filter, after, rows, cancellation));
        if (page == null)
            return fields.Problem;
        http.LinkNext(page.Next);
        return TypedResults.Ok(new AuditPage([.. page.Items.Select(AuditItem.Of)], page.Next));
    }

    static async Task<IResult> Verify(AuditVerification verification, CancellationToken cancellation,
        [FromQuery, Description("An anchor of an earlier look, number:hash, that was kept elsewhere. Empty: none.")] string? anchor = null)
    {
        try
        {
            return TypedResults.Ok(await verification.Verify(anchor is null or "" ? null : AuditHead.Parse(anchor), cancellation));
        }
        catch (FormatException)
        {
            var fields = new QueryFields();
            fields.Refuse("anchor", "anchor must be the anchor of an earlier look, unchanged: a number, a colon and a hash.");
            return fields.Problem;
        }
    }
}

using System.Globalization;
using System.Text.Json.Nodes;

namespace SagaPlatform.Chaos.Checks;

/// <summary>The audit is whole after everything; and whoever tampers with it is found out (I8, F28).</summary>
static class AuditLaws
{
    const string Law = "I8: the audit chain holds";

    /// <summary>What somebody with the database's password may try, from row <c>{0}</c> on.</summary>
    static readonly (string What, string Sql)[] Tamperings =
    [
        ("changed", "UPDATE saga.audit SET reason = reason || '!' WHERE number = {0}"),
        ("deleted", "DELETE FROM saga.audit WHERE number = {0}"),
        ("swapped with the next", """
            UPDATE saga.audit SET number = -1 WHERE number = {0};
            UPDATE saga.audit SET number = {0} WHERE number = {0} + 1;
            UPDATE saga.audit SET number = {0} + 1 WHERE number = -1
            """),
    ];

    /// <summary>All that is broken. The audit is afterwards as it was before.</summary>
    public static async Task<IReadOnlyList<Violation>> Broken(Lab lab)
    {
        List<Violation> broken = [];
        var rows = await lab.Services.Database.Scalar<long>("SELECT count(*) FROM saga.audit");
        var now = await Verify(lab);
        if (!now.Holds)
            return [new Violation(Law, now.Sentence)];
        if (rows < 2)
            return []; // nobody acted in this run

        var row = rows / 2;
        foreach (var (what, sql) in Tamperings)
        {
            await Run(lab, "CREATE TABLE saga.audit_as_it_was AS SELECT * FROM saga.audit; ALTER TABLE saga.audit DISABLE TRIGGER USER; "
                + string.Format(CultureInfo.InvariantCulture, sql, row));
            var found = await Verify(lab);
            if (found.Holds || found.FirstBad != row)
                broken.Add(new Violation("F28: a tampered audit row is found", $"row {row} of {rows} was {what}, and verify says: {found.Sentence}"));
            await Run(lab, "DELETE FROM saga.audit; INSERT INTO saga.audit SELECT * FROM saga.audit_as_it_was; "
                + "ALTER TABLE saga.audit ENABLE TRIGGER USER; DROP TABLE saga.audit_as_it_was");
        }

        var after = await Verify(lab);
        if (!after.Holds)
            broken.Add(new Violation(Law, $"after it was put back: {after.Sentence}"));
        return broken;
    }

    static async Task Run(Lab lab, string sql)
    {
        await using var connection = await lab.Services.Database.Open();
        await using var command = connection.CreateCommand();
        command.CommandText = $"BEGIN; {sql}; COMMIT";
        await command.ExecuteNonQueryAsync();
    }

    static async Task<(bool Holds, long? FirstBad, string Sentence)> Verify(Lab lab)
    {
        using var http = new HttpClient { BaseAddress = lab.Fleet.Hosts[0].Process!.Address };
        using var answer = await http.GetAsync(new Uri("/api/audit/verify", UriKind.Relative));
        var text = await answer.Content.ReadAsStringAsync();
        return JsonNode.Parse(text) is JsonObject said && said["holds"] is { } holds
            ? ((bool)holds, (long?)said["firstBad"], (string)said["sentence"]!)
            : (false, null, $"/api/audit/verify answers {(int)answer.StatusCode} {text}");
    }
}

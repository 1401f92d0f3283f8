using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.ClaimsOffice;

/// <summary>Policies of demonstrations and tests, and the one that makes the office lose a claim.</summary>
public sealed class PolicySeed : ISeed
{
    /// <summary>Covers glass, theft and water up to 50,000.00 EUR, deductible 100.00; a claim needs a photo.</summary>
    public const string Good = "POL-1001";

    /// <summary>As <see cref="Good"/>, but a claim also needs a police report.</summary>
    public const string NeedsReport = "POL-1002";

    /// <summary>As <see cref="Good"/>, with a history that makes each claim suspicious.</summary>
    public const string Suspicious = "POL-SUSPICIOUS";

    /// <summary>As <see cref="Good"/>, with a history that makes each claim a fraud.</summary>
    public const string Fraud = "POL-FRAUD";

    /// <summary>Ended long ago.</summary>
    public const string Expired = "POL-EXPIRED";

    /// <summary>Began in 2020, and ends in 2100.</summary>
    static readonly (DateTimeOffset From, DateTimeOffset Until) Long =
        (new DateTimeOffset(2020, 1, 1, 0, 0, 0, TimeSpan.Zero), new DateTimeOffset(2100, 1, 1, 0, 0, 0, TimeSpan.Zero));

    /// <summary>The command gets lost: no file is opened, nothing is said.</summary>
    public static bool LosesCommand(string policyNumber) => policyNumber.StartsWith("POL-SILENT", StringComparison.Ordinal);

    /// <summary>All of them.</summary>
    public static IReadOnlyList<Policy> Policies() =>
    [
        Policy(Good), Policy(NeedsReport, "photo", "police-report"), Risky(Suspicious, 60), Risky(Fraud, 95), Ended(Expired),
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var policies = Policies();
        var known = await store.FindAll<Policy>([.. policies.Select(x => (object)x.Number)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(policies
            .ExceptBy(known.Select(x => x.Number), x => x.Number, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    static Policy Policy(string number, params string[] documents) => new()
    {
        Number = number, InForceFrom = Long.From, InForceUntil = Long.Until, Perils = ["glass", "theft", "water"],
        RequiredDocuments = documents.Length == 0 ? ["photo"] : [.. documents], InsuredMinor = 5_000_000, DeductibleMinor = 10_000, Currency = "EUR",
    };

    static Policy Risky(string number, int points)
    {
        var policy = Policy(number);
        policy.RiskPoints = points;
        return policy;
    }

    static Policy Ended(string number)
    {
        var policy = Policy(number);
        policy.InForceUntil = policy.InForceFrom.AddYears(1);
        return policy;
    }
}

using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Compliance;

/// <summary>The sanctions list of demonstrations and tests: names nobody has.</summary>
public sealed class SanctionsSeed : ISeed
{
    /// <summary>The country that stands for every embargoed one: ISO 3166-1 will never give this code away.</summary>
    public const string EmbargoedCountry = "ZZ";

    static readonly DateTimeOffset Since = new(2020, 1, 1, 0, 0, 0, TimeSpan.Zero);

    /// <summary>Everybody on it.</summary>
    public static IReadOnlyList<SanctionedParty> Parties() =>
    [
        Listed("Jörg Beispiel-Müller", 1),
        Listed("Blocked Trading Ltd", 2),
        Listed("Testina van der Sanctie", 3),
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var parties = Parties();
        var known = await store.FindAll<SanctionedParty>([.. parties.Select(x => (object)x.Name)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(parties
            .ExceptBy(known.Select(x => x.Name), x => x.Name, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    static SanctionedParty Listed(string name, int number) => new()
    {
        Name = NormalisedName.Of(name), ListedAs = name, Listing = $"test list, entry {number}", Since = Since,
    };
}

using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Securities;

/// <summary>
/// The accounts of demonstrations and tests: <c>BRK-01</c> to <c>BRK-20</c> with plenty of money and securities, one without money,
/// one without securities, and those with a script.
/// </summary>
public sealed class SecuritySeed : ISeed
{
    /// <summary>What an account holds that has money, in minor units of each currency.</summary>
    public const long PlentifulMinor = 1_000_000_000_000;

    /// <summary>What an account holds that has securities, in pieces of each instrument.</summary>
    public const long PlentifulPieces = 1_000_000_000;

    static readonly Guid OpeningId = new("5ec00000-0000-8000-8000-000000000001");

    /// <summary>What is traded.</summary>
    public static IReadOnlyList<string> Instruments { get; } = ["ACME", "GLOBEX", "INITECH"];

    /// <summary>In what it is paid.</summary>
    public static IReadOnlyList<string> Currencies { get; } = ["EUR", "USD"];

    /// <summary>All accounts.</summary>
    public static IReadOnlyList<string> Brokers() =>
    [
        .. Enumerable.Range(1, 20).Select(x => $"BRK-{x:00}"),
        "BRK-NOMONEY", "BRK-NOSECURITIES", "BRK-DELIVERSILENT", "BRK-DELIVERLOST", "BRK-PAYSILENT", "BRK-FINALSILENT",
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var known = (await store.FindAll<CustodyAccount>([.. Brokers()], cancellation)).Select(x => x.Account);
        var unit = new UnitOfWork();
        foreach (var broker in Brokers().Except(known, StringComparer.Ordinal))
            unit.Rows.AddRange(Opened(broker).Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    /// <summary>An account as it is opened: what it holds came in by entries of its own.</summary>
    static IEnumerable<IVersionedRow> Opened(string broker)
    {
        yield return new CustodyAccount { Account = broker };
        foreach (var (instrument, i) in Instruments.Select((x, i) => (x, i)))
        {
            var pieces = broker == "BRK-NOSECURITIES" ? 0 : PlentifulPieces;
            var position = SecurityPosition.Open(broker, instrument);
            position.Move(pieces, blocked: 0);
            yield return position;
            if (pieces > 0)
                foreach (var entry in SecurityEntry.Movement(Opening(broker), (2 * i) + 1, Accounts.Outside, broker, instrument, pieces, DateTimeOffset.UnixEpoch))
                    yield return entry;
        }
        foreach (var (currency, i) in Currencies.Select((x, i) => (x, i)))
        {
            var account = CashAccounts.Of(broker, currency);
            var minor = broker == "BRK-NOMONEY" ? 0 : PlentifulMinor;
            yield return new LedgerAccount { Id = account, Currency = currency, BalanceMinor = minor };
            if (minor > 0)
                foreach (var entry in Movement.Transfer(Opening(broker), (2 * i) + 1, Accounts.Outside, account, new(minor, currency)).Entries(DateTimeOffset.UnixEpoch))
                    yield return entry;
        }
    }

    static Guid Opening(string broker) => MessageIds.Derive(OpeningId, broker);
}

using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Chains;

/// <summary>The accounts of demonstrations and tests on both chains.</summary>
public sealed class ChainSeed : ISeed
{
    /// <summary>What every account holds that does not run out soon, in minor units.</summary>
    public const long PlentifulMinor = 1_000_000_000_000_000;

    /// <summary>What <c>SRC-SCARCE</c> holds, in minor units.</summary>
    public const long ScarceMinor = 1_000;

    /// <summary>What the accounts hold: satoshi.</summary>
    public const string Currency = "BTC";

    /// <summary>The accounts: <c>SRC-1001</c> to <c>SRC-1020</c> and <c>TGT-1001</c> to <c>TGT-1020</c>, a scarce and a frozen one, and those with a script.</summary>
    public static IReadOnlyList<ChainAccount> Accounts() =>
    [
        .. Enumerable.Range(1001, 20).Select(x => Source($"SRC-{x}")),
        Source("SRC-SCARCE", ScarceMinor), Frozen("SRC-FROZEN"), Source("SRC-LOCKSILENT"), Source("SRC-LOCKLOST"), Source("SRC-NORECORD"),
        .. Enumerable.Range(1001, 20).Select(x => Target($"TGT-{x}")),
        Target("TGT-NEVER"), Target("TGT-LATE"), Target("TGT-REJECTED"), Target("TGT-NORELEASE"), Target("TGT-RELEASESILENT"), Target("TGT-RELEASELOST"),
    ];

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var accounts = Accounts();
        var known = await store.FindAll<ChainAccount>([.. accounts.Select(x => (object)x.Id)], cancellation);
        var unit = new UnitOfWork();
        unit.Rows.AddRange(accounts
            .ExceptBy(known.Select(x => x.Id), x => x.Id, StringComparer.Ordinal)
            .Select(x => new RowChange(x, ExpectedVersion: 0)));
        return unit;
    }

    static ChainAccount Source(string address, long openingMinor = PlentifulMinor) => ChainAccount.Open(Chain.Source, address, openingMinor, Currency);

    static ChainAccount Target(string address) => ChainAccount.Open(Chain.Target, address, 0, Currency);

    static ChainAccount Frozen(string address)
    {
        var account = Source(address);
        account.Frozen = true;
        return account;
    }
}

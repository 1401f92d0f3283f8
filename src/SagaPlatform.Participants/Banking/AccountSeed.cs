using SagaPlatform.Contracts;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.ExchangeRates;
using SagaPlatform.Participants.Ledger;
using SagaPlatform.Participants.Seeding;

namespace SagaPlatform.Participants.Banking;

/// <summary>
/// The accounts of demonstrations and tests: in every currency <c>EUR-1001</c> to <c>EUR-1020</c> with plenty, and one for each
/// script of <see cref="AccountTestData"/>. Their money comes from outside by an opening movement, so that the laws hold from the start.
/// </summary>
public sealed class AccountSeed(TimeProvider clock) : ISeed
{
    /// <summary>Minor units of an account with plenty.</summary>
    public const long PlentyMinor = 1_000_000_000_000;

    /// <summary>Minor units of an account with little.</summary>
    public const long LittleMinor = 10_000;

    /// <summary>Where the ids of the opening movements come from.</summary>
    static readonly Guid Opening = new("7c1f7d2e-52a3-4b0e-9c43-0a7d4a0f3b11");

    /// <inheritdoc />
    public async Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation)
    {
        var accounts = Currencies.All.SelectMany(OfCurrency).ToList();
        var known = await store.FindAll<LedgerAccount>([.. accounts.Select(x => (object)x.Id)], cancellation);
        var unit = new UnitOfWork();
        foreach (var account in accounts.ExceptBy(known.Select(x => x.Id), x => x.Id, StringComparer.Ordinal))
        {
            unit.Rows.Add(new RowChange(account, ExpectedVersion: 0));
            unit.Rows.AddRange(Movement
                .Transfer(MessageIds.Derive(Opening, account.Id), 1, Accounts.Outside, account.Id, new Money(account.BalanceMinor, account.Currency))
                .Entries(clock.GetUtcNow())
                .Select(x => new RowChange(x, ExpectedVersion: 0)));
        }
        return unit;
    }

    static IEnumerable<LedgerAccount> OfCurrency(string currency) => Enumerable.Range(1001, 20)
        .Select(x => Account($"{currency}-{x}", currency))
        .Concat(AccountTestData.All.Select(x => Account($"{currency}-{x}", currency)));

    static LedgerAccount Account(string number, string currency) => new()
    {
        Id = Accounts.Held(number),
        Currency = currency,
        BalanceMinor = number.EndsWith($"-{AccountTestData.Poor}", StringComparison.Ordinal) ? LittleMinor : PlentyMinor,
        Closed = number.EndsWith($"-{AccountTestData.Closed}", StringComparison.Ordinal),
    };
}

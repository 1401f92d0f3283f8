using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Ledger;

/// <summary>The one ledger of all reference participants, in the unit of work of the command that is being handled.</summary>
/// <remarks>
/// One is made per message. What is posted is committed with the answer, or not at all. A handler asks for all accounts it
/// needs in one call (<see cref="Accounts"/>), decides by what they have, and posts.
/// </remarks>
public sealed class GeneralLedger(IRows rows, TimeProvider clock)
{
    readonly Dictionary<string, LedgerAccount> _accounts = new(StringComparer.Ordinal);

    /// <summary>The account, or null when there is none. It is the unit's: reserve and release on it, then <see cref="Change"/>.</summary>
    public async Task<LedgerAccount?> Account(string id) => (await Accounts(id)).GetValueOrDefault(id);

    /// <summary>The accounts that exist, by their ids; all of them claimed at once, so that two units never wait for each other.</summary>
    public async Task<IReadOnlyDictionary<string, LedgerAccount>> Accounts(params IEnumerable<string> ids)
    {
        var unread = ids.Where(x => !_accounts.ContainsKey(x)).Distinct(StringComparer.Ordinal).ToList<object>();
        if (unread.Count > 0)
            foreach (var account in await rows.FindAll<LedgerAccount>(unread))
                _accounts.Add(account.Id, account);
        return _accounts;
    }

    /// <summary>Opens an account with nothing in it.</summary>
    /// <param name="id">Its name; see <see cref="Ledger.Accounts.Held"/>.</param>
    /// <param name="currency">ISO 4217.</param>
    /// <exception cref="ArgumentException">The name is not that of an account with a balance, or is taken in this unit.</exception>
    public LedgerAccount Open(string id, string currency)
    {
        if (!Ledger.Accounts.HasBalance(id))
            throw new ArgumentException($"{id} is only a name: it needs no account.", nameof(id));
        var account = new LedgerAccount { Id = id, Currency = currency };
        _accounts.Add(id, account);
        rows.Add(account);
        return account;
    }

    /// <summary>Writes an account that was reserved or released.</summary>
    public void Change(LedgerAccount account) => rows.Change(account);

    /// <summary>Posts a movement: all its entries, and every balance they change.</summary>
    /// <exception cref="OverdraftException">An account would give more than it has.</exception>
    /// <exception cref="UnbalancedMovementException">An account is of another currency, or does not exist.</exception>
    public async Task Post(Movement movement)
    {
        var held = movement.Postings.Where(x => Ledger.Accounts.HasBalance(x.Account)).ToList();
        var accounts = await Accounts(held.Select(x => x.Account));
        foreach (var posting in held)
        {
            var account = accounts.GetValueOrDefault(posting.Account)
                ?? throw new UnbalancedMovementException($"There is no {posting.Account}: movement {movement.Id} cannot be posted.");
            account.Apply(posting);
            rows.Change(account);
        }

        foreach (var entry in movement.Entries(clock.GetUtcNow()))
            rows.Add(entry);
    }

    /// <summary>Posts the reversal of entries that were posted before, found by their keys.</summary>
    /// <param name="id">What moved the money.</param>
    /// <param name="entries">How many entries, from the first one on.</param>
    /// <param name="of">The running number of the first entry to reverse.</param>
    /// <param name="first">The running number of the first entry of the reversal.</param>
    /// <exception cref="OverdraftException">An account would give more than it has.</exception>
    /// <exception cref="UnbalancedMovementException">Not all of the entries exist.</exception>
    public async Task Reverse(Guid id, int entries, int of, int first)
    {
        var posted = await rows.FindAll<LedgerEntry>(Enumerable.Range(of, entries).Select(x => (object)LedgerEntry.IdOf(id, x)));
        if (posted.Count != entries)
            throw new UnbalancedMovementException($"Movement {id} has {posted.Count} of the {entries} entries from {of} on: it cannot be reversed.");
        await Post(Movement.Of(id, first, [.. posted
            .OrderByDescending(x => x.AmountMinor)
            .Select(x => new Posting(x.Account, -x.AmountMinor, x.Currency))]));
    }
}

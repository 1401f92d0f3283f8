using System.Globalization;
using SagaPlatform.Contracts;

namespace SagaPlatform.Participants.Ledger;

/// <summary>What one movement does to one account.</summary>
/// <param name="Account">Whose; see <see cref="Accounts"/>.</param>
/// <param name="AmountMinor">Minor units: negative leaves the account, positive comes in; never 0.</param>
/// <param name="Currency">ISO 4217.</param>
public sealed record Posting(string Account, long AmountMinor, string Currency);

/// <summary>A movement of money: its postings sum to zero in each currency, or it cannot be made.</summary>
/// <remarks>
/// What moves money several times (a charge and its refund) gives each movement the next running numbers under its own id, so
/// that the primary key of the entries refuses a second one even if everything above it failed.
/// </remarks>
public sealed class Movement
{
    Movement(Guid id, int first, IReadOnlyList<Posting> postings)
    {
        (Id, First, Postings) = (id, first, postings);
        if (id == Guid.Empty)
            throw new UnbalancedMovementException("A movement needs an id.");
        if (postings.FirstOrDefault(x => x.AmountMinor == 0) is { } nothing)
            throw new UnbalancedMovementException($"Movement {id} posts nothing to {nothing.Account}.");
        foreach (var currency in postings.GroupBy(x => x.Currency, StringComparer.Ordinal))
            if (currency.Aggregate(Int128.Zero, (sum, x) => sum + x.AmountMinor) is var sum && sum != 0)
                throw new UnbalancedMovementException(string.Create(CultureInfo.InvariantCulture,
                    $"Movement {id} does not sum to zero in {currency.Key}, but to {sum}."));
    }

    /// <summary>What moves the money.</summary>
    public Guid Id { get; }

    /// <summary>The running number of the first entry.</summary>
    public int First { get; }

    /// <summary>What it does to each account.</summary>
    public IReadOnlyList<Posting> Postings { get; }

    /// <summary>Any movement.</summary>
    /// <param name="id">What moves the money.</param>
    /// <param name="first">The running number of the first entry, from 1.</param>
    /// <param name="postings">At least two.</param>
    /// <exception cref="UnbalancedMovementException">They do not sum to zero in each currency.</exception>
    public static Movement Of(Guid id, int first, params IReadOnlyList<Posting> postings) => new(id, first, postings);

    /// <summary>An amount from one account to another: two entries.</summary>
    /// <param name="id">What moves the money.</param>
    /// <param name="first">The running number of the first entry, from 1.</param>
    /// <param name="from">The account it leaves.</param>
    /// <param name="to">The account it comes into.</param>
    /// <param name="amount">How much; more than 0.</param>
    /// <exception cref="UnbalancedMovementException">The amount is 0.</exception>
    public static Movement Transfer(Guid id, int first, string from, string to, Money amount) => new(id, first,
        [new Posting(from, -amount.AmountMinor, amount.Currency), new Posting(to, amount.AmountMinor, amount.Currency)]);

    /// <summary>
    /// A conversion: out of one account into the currency position, out of the other currency's position into the other
    /// account. Four entries, so that each currency is conserved by itself; what the house won or lost is in the positions.
    /// </summary>
    /// <param name="id">What moves the money.</param>
    /// <param name="first">The running number of the first entry, from 1.</param>
    /// <param name="from">The account that gives the one currency.</param>
    /// <param name="given">How much of it; more than 0.</param>
    /// <param name="to">The account that gets the other currency.</param>
    /// <param name="got">How much of that; more than 0.</param>
    /// <exception cref="UnbalancedMovementException">An amount is 0.</exception>
    public static Movement Conversion(Guid id, int first, string from, Money given, string to, Money got) => new(id, first,
    [
        new Posting(from, -given.AmountMinor, given.Currency),
        new Posting(Accounts.Position(given.Currency), given.AmountMinor, given.Currency),
        new Posting(Accounts.Position(got.Currency), -got.AmountMinor, got.Currency),
        new Posting(to, got.AmountMinor, got.Currency),
    ]);

    /// <summary>The movement that takes this one back.</summary>
    /// <param name="first">The running number of its first entry: after all entries under the id.</param>
    public Movement Reversed(int first) => new(Id, first, [.. Postings.Select(x => x with { AmountMinor = checked(-x.AmountMinor) })]);

    /// <summary>Its entries, as they are stored.</summary>
    public IReadOnlyList<LedgerEntry> Entries(DateTimeOffset at) => [.. Postings.Select((x, i) => new LedgerEntry
    {
        Id = LedgerEntry.IdOf(Id, First + i),
        MovementId = Id,
        Account = x.Account,
        AmountMinor = x.AmountMinor,
        Currency = x.Currency,
        At = at,
    })];
}

/// <summary>A movement that would make money or lose it. Nothing is stored.</summary>
public sealed class UnbalancedMovementException(string message) : InvalidOperationException(message);

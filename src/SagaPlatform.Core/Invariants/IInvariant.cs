using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Invariants;

/// <summary>A law that holds at every commit, whatever happens: of money, of stock, of sagas.</summary>
/// <remarks>
/// It is checked on a running platform, which may be in the middle of many things: a law must not be about what will be true
/// when everything has come to rest. Add one with <see cref="InvariantRegistration.AddInvariant"/>.
/// </remarks>
public interface IInvariant
{
    /// <summary>Kebab-case: <c>ledger-sums-to-zero</c>.</summary>
    string Name { get; }

    /// <summary>The law, as people would say it.</summary>
    string Sentence { get; }

    /// <summary>Looks for what breaks it.</summary>
    /// <param name="rows">One moment of all rows.</param>
    /// <param name="cancellation">Gives up.</param>
    /// <exception cref="Exception">The law cannot be checked; the report says so.</exception>
    Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation);
}

/// <summary>What a check saw.</summary>
/// <param name="Rows">How many rows it is about.</param>
/// <param name="Broken">What breaks the law, in a sentence each; at most <see cref="BrokenMax"/>. Empty when it holds.</param>
public sealed record InvariantFinding(long Rows, IReadOnlyList<string> Broken)
{
    /// <summary>What breaks a law is named up to this often: to be looked at, not to be listed.</summary>
    public const int BrokenMax = 20;
}

/// <summary>Whether one law holds.</summary>
/// <param name="Name">The law.</param>
/// <param name="Sentence">The law, as people would say it.</param>
/// <param name="Rows">How many rows were looked at.</param>
/// <param name="Broken">What breaks it.</param>
/// <param name="NotChecked">Why it could not be checked; null when it was.</param>
public sealed record InvariantResult(string Name, string Sentence, long Rows, IReadOnlyList<string> Broken, string? NotChecked);

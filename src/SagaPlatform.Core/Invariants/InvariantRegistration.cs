using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Invariants;

/// <summary>Adds laws.</summary>
public static class InvariantRegistration
{
    /// <summary>Adds a law of a family or a participant.</summary>
    /// <param name="services">Where to.</param>
    /// <param name="name">Kebab-case.</param>
    /// <param name="sentence">The law, as people would say it.</param>
    /// <param name="check">Looks for what breaks it, in one moment of all rows.</param>
    public static IServiceCollection AddInvariant(this IServiceCollection services, string name, string sentence,
        Func<IRowQueries, CancellationToken, Task<InvariantFinding>> check) =>
        services.AddSingleton<IInvariant>(new Law(name, sentence, check));

    /// <summary>How many rows of a class there are.</summary>
    /// <param name="rows">One moment of all rows.</param>
    /// <param name="cancellation">Gives up.</param>
    public static async Task<long> Count<TRow>(this IRowQueries rows, CancellationToken cancellation) where TRow : class, IVersionedRow =>
        (await rows.List<TRow, long>(x => x.GroupBy(_ => 1).Select(g => g.LongCount()), cancellation)).SingleOrDefault();

    sealed record Law(string Name, string Sentence, Func<IRowQueries, CancellationToken, Task<InvariantFinding>> Look) : IInvariant
    {
        public Task<InvariantFinding> Check(IRowQueries rows, CancellationToken cancellation) => Look(rows, cancellation);
    }
}

using System.Data.Common;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Infrastructure;
using Microsoft.EntityFrameworkCore.Metadata;
using SagaPlatform.Core.Operations;

namespace SagaPlatform.Core.Persistence;

/// <summary>A family's or participant's part of the one EF Core model.</summary>
/// <param name="Configure">Adds its entity types.</param>
public sealed record RowModelContribution(Action<ModelBuilder> Configure);

/// <summary>
/// The one EF Core model of all rows, built from every <see cref="RowModelContribution"/> without a connection, and the
/// <see cref="RowMapping"/> of each versioned row in it. Both stores write and read rows by it.
/// </summary>
/// <remarks>Names not given by a mapping become snake_case; the schema is <c>saga</c> unless a mapping says otherwise.</remarks>
public sealed class RowModel
{
    /// <summary>The schema of every table whose mapping names none.</summary>
    public const string DefaultSchema = "saga";

    /// <summary>The columns every saga's table must have, because operators list and find sagas by them.</summary>
    public static readonly IReadOnlyList<string> SagaColumns =
        ["id", "version", "state", "business_key", "started_at", "changed_at", "ended_at", "question"];

    readonly Dictionary<Type, RowMapping> _mappings;
    readonly RowModelContribution[] _contributions;

    /// <summary>Builds and checks the model.</summary>
    /// <exception cref="RowModelException">A mapping cannot be stored; the message says what to change.</exception>
    public RowModel(IEnumerable<RowModelContribution> contributions, SagaCatalogue catalogue)
    {
        ArgumentNullException.ThrowIfNull(catalogue);
        _contributions = [.. contributions];
        Model = Build(_contributions);
        _mappings = Model.GetEntityTypes()
            .Where(x => typeof(IVersionedRow).IsAssignableFrom(x.ClrType))
            .Select(RowMappingCompiler.Compile)
            .ToDictionary(x => x.Row);
        foreach (var saga in catalogue.All)
            CheckSaga(saga);
    }

    /// <summary>The EF Core model with all its relational facts, for migrations and their proof.</summary>
    public IModel Model { get; }

    /// <summary>The mapping of every versioned row.</summary>
    public IReadOnlyCollection<RowMapping> All => _mappings.Values;

    /// <summary>How rows of that class are stored.</summary>
    /// <exception cref="RowModelException">The class is not mapped.</exception>
    public RowMapping<TRow> Of<TRow>() where TRow : class, IVersionedRow => (RowMapping<TRow>)Of(typeof(TRow));

    /// <summary>The mapping of a class; null when it is not mapped.</summary>
    public RowMapping? Find(Type row) => _mappings.GetValueOrDefault(row);

    /// <summary>How rows of that class are stored.</summary>
    /// <exception cref="RowModelException">The class is not mapped.</exception>
    public RowMapping Of(Type row) => _mappings.GetValueOrDefault(row)
        ?? throw new RowModelException($"{row.Name} is not mapped: add its mapping with services.AddRows(model => model.Entity<{row.Name}>(...)).");

    /// <summary>A context that reads rows over an open connection; it tracks nothing, and nothing is written through it.</summary>
    internal DbContext Reading(DbConnection connection) => new ModelContext(_contributions, connection);

    void CheckSaga(SagaType saga)
    {
        if (!_mappings.TryGetValue(saga.State, out var mapping))
            throw new RowModelException($"Saga {saga.Name} has no mapping: add one for {saga.State.Name} with services.AddRows(...).");
        var missing = SagaColumns.Where(x => mapping.Find(x) == null).ToList();
        if (missing.Count > 0)
            throw new RowModelException($"Saga {saga.Name}: table {mapping.Table} lacks the columns {string.Join(", ", missing)}, by which operators find sagas; map them in its AddRows.");
        if (mapping.Key is not { Name: "id", Kind: ColumnKind.Uuid })
            throw new RowModelException($"Saga {saga.Name}: the key of table {mapping.Table} must be the column id of type uuid.");
    }

    static IModel Build(RowModelContribution[] contributions)
    {
        using var context = new ModelContext(contributions);
        try
        {
            return context.GetService<IDesignTimeModel>().Model;
        }
        catch (Exception e) when (e is InvalidOperationException or ArgumentException)
        {
            throw new RowModelException($"The EF Core model cannot be built: {e.Message} Classes inside a row are stored with HasJsonConversion().", e);
        }
    }

    sealed class ModelContext(RowModelContribution[] contributions, DbConnection? connection = null) : DbContext
    {
        internal RowModelContribution[] Contributions { get; } = contributions;

        protected override void OnConfiguring(DbContextOptionsBuilder options) =>
            (connection == null ? options.UseNpgsql() : options.UseNpgsql(connection).UseQueryTrackingBehavior(QueryTrackingBehavior.NoTracking))
            .ReplaceService<IModelCacheKeyFactory, OneModelPerContributions>();

        protected override void OnModelCreating(ModelBuilder model)
        {
            model.HasDefaultSchema(DefaultSchema);
            PlatformTables.Map(model);
            foreach (var contribution in Contributions)
                contribution.Configure(model);
            SnakeCase.NameWhatIsUnnamed(model.Model);
        }
    }

    // EF Core caches models by context class; ours differ by contributions.
    sealed class OneModelPerContributions : IModelCacheKeyFactory
    {
        public object Create(DbContext context, bool designTime) => (((ModelContext)context).Contributions, designTime);
    }
}

using System.Linq.Expressions;
using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SagaPlatform.Core.Persistence;

/// <summary>How a class of rows is stored: compiled once from its EF Core mapping.</summary>
public abstract class RowMapping
{
    readonly Func<object, object?> _keyToProvider;

    private protected RowMapping(IEntityType entity, IReadOnlyList<RowColumn> columns, RowColumn key, RowColumn version)
    {
        Row = entity.ClrType;
        Schema = entity.GetSchema() ?? RowModel.DefaultSchema;
        Table = entity.GetTableName()!;
        Columns = columns;
        Key = key;
        Version = version;
        var keyProperty = entity.FindPrimaryKey()!.Properties[0];
        _keyToProvider = keyProperty.GetTypeMapping().Converter?.ConvertToProvider ?? (x => x);
        KeyType = keyProperty.ClrType;
        Unique = [.. UniqueIndexes(entity)];
    }

    /// <summary>The class.</summary>
    public Type Row { get; }

    /// <summary>The table's schema.</summary>
    public string Schema { get; }

    /// <summary>The table.</summary>
    public string Table { get; }

    /// <summary>The table, quoted and with its schema, as SQL names it.</summary>
    public string QuotedTable => $"\"{Schema}\".\"{Table}\"";

    /// <summary>All columns; a row's values come in this order.</summary>
    public IReadOnlyList<RowColumn> Columns { get; }

    /// <summary>The primary key.</summary>
    public RowColumn Key { get; }

    /// <summary>The version that guards the row.</summary>
    public RowColumn Version { get; }

    /// <summary>The unique indexes beside the key: a row that breaks one is a conflict.</summary>
    public IReadOnlyList<IReadOnlyList<RowColumn>> Unique { get; }

    Type KeyType { get; }

    /// <summary>The column of that name; null when there is none.</summary>
    public RowColumn? Find(string column) => Columns.FirstOrDefault(x => x.Name == column);

    /// <summary>The key as its column holds it.</summary>
    /// <exception cref="ArgumentException">The key is of another type than the row's.</exception>
    public object KeyValue(object key)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!KeyType.IsInstanceOfType(key))
            throw new ArgumentException($"The key of {Row.Name} is a {KeyType.Name}, not a {key.GetType().Name}.", nameof(key));
        return _keyToProvider(key)!;
    }

    /// <summary>The row's values as its columns hold them, checked for nulls and lengths; independent of the row from then on.</summary>
    /// <exception cref="RowValueException">A value does not fit its column.</exception>
    public object?[] Read(IVersionedRow row)
    {
        var values = Values(row);
        foreach (var column in Columns)
            column.Check(Table, values[column.Ordinal]);
        return values;
    }

    private protected abstract object?[] Values(IVersionedRow row);

    /// <summary>A row of these values; independent of them from then on.</summary>
    public abstract IVersionedRow Make(object?[] values);

    IEnumerable<IReadOnlyList<RowColumn>> UniqueIndexes(IEntityType entity)
    {
        foreach (var index in entity.GetIndexes().Where(x => x.IsUnique))
        {
            if (index.GetFilter() != null)
                throw new RowModelException($"{Row.Name}: a unique index with a filter ({index.GetFilter()}) is not kept by both stores; remove the filter.");
            yield return [.. index.Properties.Select(p => Columns.First(c => c.Property == p.Name))];
        }
    }
}

/// <summary>How rows of <typeparamref name="TRow"/> are stored.</summary>
public sealed class RowMapping<TRow> : RowMapping where TRow : class, IVersionedRow
{
    readonly Func<TRow, object?[]> _read;
    readonly Func<object?[], TRow> _make;

    internal RowMapping(IEntityType entity, IReadOnlyList<RowColumn> columns, RowColumn key, RowColumn version)
        : base(entity, columns, key, version)
    {
        var properties = columns.Select(x => entity.FindProperty(x.Property)!).ToArray();
        _read = CompileRead(properties);
        _make = CompileMake(entity, properties);
    }

    private protected override object?[] Values(IVersionedRow row) => _read((TRow)row);

    /// <inheritdoc/>
    public override IVersionedRow Make(object?[] values) => _make(values);

    /// <summary>A row of these values; independent of them from then on.</summary>
    public TRow MakeRow(object?[] values) => _make(values);

    static Func<TRow, object?[]> CompileRead(IProperty[] properties)
    {
        var row = Expression.Parameter(typeof(TRow), "row");
        var values = properties.Select(x => ToProvider(x, Expression.MakeMemberAccess(row, Readable(x))));
        return Expression.Lambda<Func<TRow, object?[]>>(Expression.NewArrayInit(typeof(object), values), row).Compile();
    }

    static Func<object?[], TRow> CompileMake(IEntityType entity, IProperty[] properties)
    {
        var constructor = typeof(TRow).GetConstructor(BindingFlags.Instance | BindingFlags.Public | BindingFlags.NonPublic, [])
            ?? throw new RowModelException($"{typeof(TRow).Name} needs a constructor without parameters, so that the store can make one.");
        var values = Expression.Parameter(typeof(object?[]), "values");
        var bindings = properties.Select((x, i) =>
            Expression.Bind(Writable(entity, x), FromProvider(x, Expression.ArrayIndex(values, Expression.Constant(i)))));
        return Expression.Lambda<Func<object?[], TRow>>(
            Expression.MemberInit(Expression.New(constructor), bindings), values).Compile();
    }

    static MemberInfo Readable(IProperty property) =>
        (MemberInfo?)property.PropertyInfo ?? property.FieldInfo
        ?? throw new RowModelException($"{typeof(TRow).Name}.{property.Name} exists only in the mapping: give the class a property of that name.");

    static MemberInfo Writable(IEntityType entity, IProperty property) =>
        property.PropertyInfo is { SetMethod: not null } settable
            ? settable
            : (MemberInfo?)property.FieldInfo
              ?? throw new RowModelException($"{entity.ClrType.Name}.{property.Name} needs a setter, so that the store can read it back.");

    static Expression ToProvider(IProperty property, Expression value)
    {
        var given = Nullable.GetUnderlyingType(value.Type) is { } inner ? Expression.Convert(value, inner) : value;
        var provided = property.GetTypeMapping().Converter is { } converter
            ? Expression.Invoke(converter.ConvertToProviderExpression, Fit(given, converter.ModelClrType))
            : given;
        Expression boxed = Expression.Convert(Expression.Call(typeof(RowValues), nameof(RowValues.Own), [provided.Type], provided), typeof(object));
        return CanBeNull(value.Type)
            ? Expression.Condition(
                Expression.Equal(value, Expression.Constant(null, value.Type)), Expression.Constant(null, typeof(object)), boxed)
            : boxed;
    }

    static Expression FromProvider(IProperty property, Expression value)
    {
        var target = property.ClrType;
        var converter = property.GetTypeMapping().Converter;
        var provider = converter?.ProviderClrType ?? Nullable.GetUnderlyingType(target) ?? target;
        Expression given = Expression.Call(typeof(RowValues), nameof(RowValues.Own), [provider], Expression.Convert(value, provider));
        if (converter != null)
            given = Expression.Invoke(converter.ConvertFromProviderExpression, given);
        given = Fit(given, target);
        return CanBeNull(target)
            ? Expression.Condition(Expression.Equal(value, Expression.Constant(null, typeof(object))), Expression.Constant(null, target), given)
            : given;
    }

    static Expression Fit(Expression value, Type type) => value.Type == type ? value : Expression.Convert(value, type);

    static bool CanBeNull(Type type) => !type.IsValueType || Nullable.GetUnderlyingType(type) != null;
}

/// <summary>Makes a value the store's own, equal in both stores.</summary>
static class RowValues
{
    internal static T Own<T>(T value) => value switch
    {
        DateTimeOffset at => (T)(object)Microseconds(at),
        byte[] bytes => (T)bytes.Clone(),
        _ => value,
    };

    /// <summary>PostgreSQL keeps microseconds of UTC; memory keeps no more, or rows would differ between the stores.</summary>
    internal static DateTimeOffset Microseconds(DateTimeOffset at)
    {
        var utc = at.UtcDateTime;
        return new DateTimeOffset(utc.Ticks - utc.Ticks % TimeSpan.TicksPerMicrosecond, TimeSpan.Zero);
    }
}

using System.Reflection;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.Metadata;

namespace SagaPlatform.Core.Persistence;

/// <summary>Compiles an entity type into a <see cref="RowMapping"/>, or says why it cannot be stored.</summary>
static class RowMappingCompiler
{
    internal static RowMapping Compile(IEntityType entity)
    {
        var row = entity.ClrType.Name;
        RefuseWhatIsNoColumn(entity);
        var columns = entity.GetProperties().Select((x, i) => Column(entity, x, i)).ToArray();
        var key = columns.Single(x => x.Property == KeyProperty(entity).Name);
        if (key.Kind is ColumnKind.Bytes or ColumnKind.Json)
            throw new RowModelException($"{row}: a key must be a uuid, text, bigint or integer, not {key.StoreType}.");
        var version = Array.Find(columns, x => x.Property == VersionProperty(entity).Name)!;
        try
        {
            return (RowMapping)Activator.CreateInstance(
                typeof(RowMapping<>).MakeGenericType(entity.ClrType),
                BindingFlags.Instance | BindingFlags.NonPublic, null, [entity, columns, key, version], null)!;
        }
        catch (TargetInvocationException e) when (e.InnerException is RowModelException refused)
        {
            throw new RowModelException(refused.Message, refused);
        }
    }

    static void RefuseWhatIsNoColumn(IEntityType entity)
    {
        var row = entity.ClrType.Name;
        if (entity.BaseType != null || entity.GetDirectlyDerivedTypes().Any())
            throw new RowModelException($"{row}: one class is one table; mapped classes must not inherit from each other.");
        if (entity.GetTableName() == null)
            throw new RowModelException($"{row} is mapped to no table: name one with ToTable.");
        var inner = entity.GetNavigations().Select(x => x.Name).Concat(entity.GetComplexProperties().Select(x => x.Name)).FirstOrDefault();
        if (inner != null)
            throw new RowModelException($"{row}.{inner} is an object inside a row: store it with HasJsonConversion(), or ignore it.");
    }

    static IProperty KeyProperty(IEntityType entity) => entity.FindPrimaryKey() switch
    {
        null => throw new RowModelException($"{entity.ClrType.Name} has no primary key: name it with HasKey."),
        { Properties: [var only] } => only,
        _ => throw new RowModelException($"{entity.ClrType.Name} has a key of several columns: give it one column as its key and a unique index for the others."),
    };

    static IProperty VersionProperty(IEntityType entity)
    {
        var version = entity.FindProperty(nameof(IVersionedRow.Version));
        if (version is { IsConcurrencyToken: true } && version.ClrType == typeof(int) && version.GetTypeMapping().Converter == null)
            return version;
        throw new RowModelException(
            $"{entity.ClrType.Name} has no version column, so two writers would overwrite each other: map Version with Property(x => x.Version).IsConcurrencyToken().");
    }

    static RowColumn Column(IEntityType entity, IProperty property, int ordinal)
    {
        var mapping = property.GetRelationalTypeMapping();
        var provider = mapping.Converter?.ProviderClrType ?? property.ClrType;
        provider = Nullable.GetUnderlyingType(provider) ?? provider;
        var kind = RowColumn.KindOf(provider, mapping.StoreType)
            ?? throw new RowModelException(
                $"{entity.ClrType.Name}.{property.Name} is a {provider.Name} stored as {mapping.StoreType}, which the stores do not keep: "
                + "use uuid, text, bigint, integer, boolean, timestamptz (DateTimeOffset), bytea, or HasJsonConversion() for jsonb.");
        if (mapping.Converter is { } && kind == ColumnKind.Json && property.IsNullable && property.ClrType.IsValueType && Nullable.GetUnderlyingType(property.ClrType) == null)
            throw new RowModelException($"{entity.ClrType.Name}.{property.Name} cannot be null: map it with IsRequired().");
        return new RowColumn(ordinal, property.GetColumnName(), property.Name, kind, mapping.StoreType, property.IsNullable,
            kind == ColumnKind.Text ? property.GetMaxLength() : null);
    }
}

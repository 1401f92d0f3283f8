using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Microsoft.EntityFrameworkCore.ChangeTracking;
using Microsoft.EntityFrameworkCore.Metadata.Builders;
using Microsoft.EntityFrameworkCore.Storage.ValueConversion;

namespace SagaPlatform.Core.Persistence;

/// <summary>Maps a property of any class to one <c>jsonb</c> column.</summary>
public static class JsonConversion
{
    static readonly JsonSerializerOptions Options = new(JsonSerializerDefaults.Web);

    /// <summary>Stores the property as <c>jsonb</c>, written by System.Text.Json with its web defaults.</summary>
    public static PropertyBuilder<T> HasJsonConversion<T>(this PropertyBuilder<T> property) =>
        property.HasJsonConversion(Options);

    /// <summary>Stores the property as <c>jsonb</c>, written by System.Text.Json with these options.</summary>
    public static PropertyBuilder<T> HasJsonConversion<T>(this PropertyBuilder<T> property, JsonSerializerOptions options)
    {
        ArgumentNullException.ThrowIfNull(property);
        var converter = new ValueConverter<T, string>(
            value => JsonSerializer.Serialize(value, options),
            text => JsonSerializer.Deserialize<T>(text, options)!);
        // Classes have no equality of their own: two values are the same when they are written the same.
        var comparer = new ValueComparer<T>(
            (left, right) => JsonSerializer.Serialize(left, options) == JsonSerializer.Serialize(right, options),
            value => JsonSerializer.Serialize(value, options).GetHashCode(StringComparison.Ordinal),
            value => JsonSerializer.Deserialize<T>(JsonSerializer.Serialize(value, options), options)!);
        property.HasConversion(converter, comparer).HasColumnType("jsonb");
        return property;
    }
}

using System.Reflection;
using System.Text;
using System.Xml.Linq;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>The XML docs that the compiler writes next to an assembly, as single lines of plain text.</summary>
sealed class DocComments
{
    readonly Dictionary<string, string> summaries = new(StringComparer.Ordinal);

    public DocComments(params IEnumerable<Assembly> assemblies)
    {
        foreach (var assembly in assemblies)
        {
            var file = Path.ChangeExtension(assembly.Location, ".xml");
            foreach (var member in XDocument.Load(file).Descendants("member"))
            {
                if (member.Element("summary") is { } summary)
                    summaries[member.Attribute("name")!.Value] = PlainText(summary);
            }
        }
    }

    public string? Of(Type type) => summaries.GetValueOrDefault($"T:{NameOf(type)}");

    /// <summary>A property without a doc of its own has the one of the family interface it implements.</summary>
    public string? Of(PropertyInfo property)
    {
        var owners = property.DeclaringType!.GetInterfaces().Prepend(property.DeclaringType);
        return owners
            .Select(owner => summaries.GetValueOrDefault($"P:{NameOf(owner)}.{property.Name}"))
            .FirstOrDefault(summary => summary is not null);
    }

    public string? Of(FieldInfo field) => summaries.GetValueOrDefault($"F:{NameOf(field.DeclaringType!)}.{field.Name}");

    public string? OfEnumValue(Type enumType, string value) =>
        summaries.GetValueOrDefault($"F:{NameOf(enumType)}.{value}");

    static string NameOf(Type type) => (type.FullName ?? type.Name).Replace('+', '.');

    static string PlainText(XElement summary)
    {
        var text = new StringBuilder();
        foreach (var node in summary.DescendantNodes())
        {
            if (node is XText words)
                text.Append(words.Value);
            else if (node is XElement { Name.LocalName: "see" or "paramref" } reference)
                text.Append(LastPart(reference));
        }

        return string.Join(' ', text.ToString().Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries));
    }

    static string LastPart(XElement reference)
    {
        var target = reference.Attribute("cref") ?? reference.Attribute("langword") ?? reference.Attribute("name");
        return target is null || !reference.IsEmpty ? "" : target.Value.Split('.', ':')[^1];
    }
}

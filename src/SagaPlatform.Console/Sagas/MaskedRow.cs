using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.OperatorConsole.Sagas;

/// <summary>
/// A saga's own properties as JSON, without what every process has, and with values masked whose names look like secrets or
/// personal data. The name decides, wherever it stands: a new saga is masked before anybody thinks of it.
/// </summary>
static class MaskedRow
{
    const string Hidden = "***";

    /// <summary>Below this many characters the last four would be most of the secret.</summary>
    const int SecretCharactersMin = 12;

    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    static readonly HashSet<string> Common = new(
        typeof(ProcessState).GetProperties().Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)), StringComparer.Ordinal);

    static readonly string[] Secrets =
        ["token", "secret", "password", "passphrase", "credential", "apikey", "iban", "cardnumber", "accountnumber", "cvv", "cvc", "pin"];

    static readonly string[] Personal =
        ["phone", "mobile", "street", "postalcode", "postcode", "zipcode", "firstname", "lastname", "fullname", "surname", "customername",
         "birthdate", "dateofbirth", "birthday", "taxid", "socialsecuritynumber", "passport", "ipaddress"];

    public static JsonObject Of(object row)
    {
        var json = JsonSerializer.SerializeToNode(row, row.GetType(), Json)!.AsObject();
        foreach (var name in Common)
            json.Remove(name);
        Mask(json, Keep);
        return json;
    }

    /// <summary>Any JSON, masked by the same names; it is changed.</summary>
    public static JsonNode? Of(JsonNode? json)
    {
        Mask(json, Keep);
        return json;
    }

    static void Mask(JsonNode? node, Func<string, string> rule)
    {
        if (node is JsonObject properties)
            foreach (var (name, value) in properties.ToList())
                properties[name] = Masked(value, RuleOf(name, properties, rule));
        else if (node is JsonArray items)
            for (var i = 0; i < items.Count; i++)
                items[i] = Masked(items[i], rule);
    }

    static JsonNode? Masked(JsonNode? value, Func<string, string> rule)
    {
        if (value is JsonValue leaf)
            return rule == Keep ? leaf.DeepClone() : rule(leaf.ToString());
        var copy = value?.DeepClone();
        Mask(copy, rule);
        return copy;
    }

    /// <summary>What lies below a masked name is masked like it.</summary>
    static Func<string, string> RuleOf(string property, JsonObject owner, Func<string, string> inherited)
    {
        var name = property.ToLowerInvariant().Replace("_", "", StringComparison.Ordinal);
        if (name.Contains("email", StringComparison.Ordinal))
            return Email;
        if (Array.Exists(Secrets, x => x == "pin" ? name == x : name.Contains(x, StringComparison.Ordinal)))
            return Secret;
        if (Array.Exists(Personal, x => name.Contains(x, StringComparison.Ordinal)) || (name == "name" && owner.ContainsKey("street")))
            return FirstLetter;
        return inherited;
    }

    static string Keep(string value) => value;

    static string Secret(string value) => value.Length < SecretCharactersMin ? Hidden : Hidden + value[^4..];

    static string FirstLetter(string value) => value is "" ? "" : value[..1] + Hidden;

    static string Email(string value)
    {
        var at = value.LastIndexOf('@');
        return at < 1 ? Hidden : value[..1] + Hidden + value[at..];
    }
}

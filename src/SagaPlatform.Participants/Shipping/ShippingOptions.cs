using System.ComponentModel.DataAnnotations;
using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Participants.Shipping;

/// <summary>Limits of the shipping. Configuration section <c>Participants:Shipping</c>.</summary>
public sealed class ShippingOptions
{
    /// <summary>Where the configuration has them.</summary>
    public const string Section = "Participants:Shipping";

    /// <summary>Characters of a name, a street, a city or a warehouse.</summary>
    [Range(1, 1_024)]
    public int TextCharactersMax { get; set; } = 128;

    /// <summary>Characters of a postal code.</summary>
    [Range(1, 64)]
    public int PostalCodeCharactersMax { get; set; } = 16;

    /// <summary>Lines of one parcel.</summary>
    [Range(1, 1_000)]
    public int LinesMax { get; set; } = 100;

    /// <summary>Where tracking pages are, without a slash at the end.</summary>
    [Required, Url, RegularExpression(".*[^/]$", ErrorMessage = "TrackingUrl must not end in a slash.")]
    public string TrackingUrl { get; set; } = "https://tracking.example/parcels";

    /// <summary>What is wrong with a label, naming the field; null when nothing is.</summary>
    public string? Problem(CreateLabel command) =>
        FieldRules.Id("OrderId", command.OrderId) ?? Problem(command.DeliverTo);

    /// <summary>What is wrong with a warehouse job, naming the field; null when nothing is.</summary>
    public string? Problem(NotifyWarehouse command) =>
        FieldRules.Id("OrderId", command.OrderId)
        ?? FieldRules.Text("Warehouse", command.Warehouse, TextCharactersMax)
        ?? Problem(command.Lines);

    string? Problem(DeliveryAddress? address) => address == null
        ? "DeliverTo is missing"
        : FieldRules.Text("DeliverTo.Name", address.Name, TextCharactersMax)
            ?? FieldRules.Text("DeliverTo.Street", address.Street, TextCharactersMax)
            ?? FieldRules.Text("DeliverTo.PostalCode", address.PostalCode, PostalCodeCharactersMax)
            ?? FieldRules.Text("DeliverTo.City", address.City, TextCharactersMax)
            ?? (address.Country is { Length: 2 } code && code.All(char.IsAsciiLetterUpper)
                ? null
                : "DeliverTo.Country must be two capital letters (ISO 3166-1)");

    string? Problem(IReadOnlyList<OrderLine>? lines)
    {
        if (lines is not { Count: > 0 })
            return "Lines is missing";
        if (lines.Count > LinesMax)
            return $"Lines has {lines.Count} entries, at most {LinesMax} are allowed";
        var bad = lines.Index().FirstOrDefault(x => string.IsNullOrWhiteSpace(x.Item?.Sku) || x.Item.Quantity < 1, (-1, null!));
        return bad.Index < 0 ? null : $"Lines[{bad.Index}] needs a Sku and a Quantity of at least 1";
    }
}

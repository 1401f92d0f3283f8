namespace SagaPlatform.Participants.Shipping;

/// <summary>Test data: postal codes and articles that make the carrier and the warehouse behave in a fixed way.</summary>
static class ShippingTestData
{
    /// <summary>No label is made.</summary>
    public static bool RefusesLabel(string postalCode) => postalCode == "00000";

    /// <summary>The label is made, but nobody is told.</summary>
    public static bool LosesLabelAnswer(string postalCode) => postalCode == "00001";

    /// <summary>The carrier does not take the parcel.</summary>
    public static bool RefusesHandOver(string postalCode) => postalCode == "00003";

    /// <summary>The carrier takes the parcel, but nobody is told.</summary>
    public static bool LosesHandOverAnswer(string postalCode) => postalCode == "00004";

    /// <summary>There is no tracking page, if the label is there first.</summary>
    public static bool RefusesTracking(string postalCode) => postalCode == "00005";

    /// <summary>The warehouse cannot pack it.</summary>
    public static bool RefusesPacking(string sku) => sku.StartsWith("SKU-NOPACK", StringComparison.Ordinal);

    /// <summary>The warehouse packs it, but nobody is told.</summary>
    public static bool LosesPackingAnswer(string sku) => sku.StartsWith("SKU-SILENTPACK", StringComparison.Ordinal);
}

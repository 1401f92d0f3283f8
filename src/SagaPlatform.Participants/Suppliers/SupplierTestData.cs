namespace SagaPlatform.Participants.Suppliers;

/// <summary>Test data: supplier numbers that make a supplier behave in a fixed way.</summary>
static class SupplierTestData
{
    /// <summary>Does not deliver.</summary>
    public const string Refuses = "SUP-REFUSES";

    /// <summary>Confirms, but nobody is told.</summary>
    public const string Silent = "SUP-SILENT";

    /// <summary>Hears nothing.</summary>
    public const string Deaf = "SUP-DEAF";

    /// <summary>Delivers a tenth less than was bought, at least one piece less.</summary>
    public const string DeliversLess = "SUP-LESS";

    /// <summary>Delivers one piece more than was bought.</summary>
    public const string DeliversMore = "SUP-MORE";

    /// <summary>Pieces that arrive in the warehouse.</summary>
    public static int Arriving(string supplier, int bought) =>
        supplier.StartsWith(DeliversLess, StringComparison.Ordinal) ? bought - Math.Max(1, bought / 10)
        : supplier.StartsWith(DeliversMore, StringComparison.Ordinal) ? bought + 1
        : bought;
}

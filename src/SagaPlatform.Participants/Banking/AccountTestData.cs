namespace SagaPlatform.Participants.Banking;

/// <summary>Test data: accounts whose ledger behaves in a fixed way. Their numbers end so, in any currency: <c>EUR-SILENT</c>.</summary>
static class AccountTestData
{
    /// <summary>With little in it: 100 units, 10,000 minor ones.</summary>
    public const string Poor = "POOR";

    /// <summary>Closed, with money in it.</summary>
    public const string Closed = "CLOSED";

    /// <summary>Money is moved, nobody is told.</summary>
    public const string Silent = "SILENT";

    /// <summary>Money is not moved, nobody is told.</summary>
    public const string Deaf = "DEAF";

    /// <summary>The handler throws at every attempt.</summary>
    public const string Fails = "FAILS";

    /// <summary>The settlement is refused.</summary>
    public const string Unsettled = "UNSETTLED";

    /// <summary>It is settled, nobody is told.</summary>
    public const string SilentSettlement = "SILENTSETTLE";

    public static readonly IReadOnlyList<string> All = [Poor, Closed, Silent, Deaf, Fails, Unsettled, SilentSettlement];

    public static bool LosesAnswer(string number) => Ends(number, Silent);

    public static bool LosesCommand(string number) => Ends(number, Deaf);

    public static bool Breaks(string number) => Ends(number, Fails);

    public static bool RefusesSettlement(string number) => Ends(number, Unsettled);

    public static bool LosesSettlement(string number) => Ends(number, SilentSettlement);

    static bool Ends(string number, string with) => number.EndsWith($"-{with}", StringComparison.Ordinal);
}

namespace SagaPlatform.Participants.Securities;

/// <summary>Test data: accounts whose legs behave in a fixed way. Any other account that exists is served.</summary>
static class SecurityTestAccounts
{
    /// <summary>The answer to a delivery gets lost: the securities are moved, nothing is said.</summary>
    public static bool LosesDelivered(string from, string to) => Either(from, to, "BRK-DELIVERSILENT");

    /// <summary>The command to deliver gets lost: nothing is moved, nothing is said.</summary>
    public static bool LosesDelivery(string from, string to) => Either(from, to, "BRK-DELIVERLOST");

    /// <summary>The answer to a payment gets lost: the money is moved, nothing is said.</summary>
    public static bool LosesPaid(string from, string to) => Either(from, to, "BRK-PAYSILENT");

    /// <summary>The settlement becomes final, and nothing is said.</summary>
    public static bool LosesFinalised(string from, string to) => Either(from, to, "BRK-FINALSILENT");

    static bool Either(string from, string to, string script) =>
        string.Equals(from, script, StringComparison.Ordinal) || string.Equals(to, script, StringComparison.Ordinal);
}

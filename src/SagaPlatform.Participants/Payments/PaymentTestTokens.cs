namespace SagaPlatform.Participants.Payments;

/// <summary>
/// Test data: tokens that make the payment provider behave in a fixed way, as card processors offer test cards. Any other
/// token is charged.
/// </summary>
static class PaymentTestTokens
{
    /// <summary>Declined: insufficient funds.</summary>
    public static bool Declines(string token) => Starts(token, "tok_declined");

    /// <summary>The command gets lost: nothing is charged, nothing is said.</summary>
    public static bool LosesCommand(string token) => Starts(token, "tok_silent_nocharge");

    /// <summary>The answer gets lost: the money is taken, nothing is said.</summary>
    public static bool LosesAnswer(string token) => Starts(token, "tok_silent") && !LosesCommand(token);

    /// <summary>The provider breaks down, at every attempt.</summary>
    public static bool Breaks(string token) => Starts(token, "tok_fails");

    static bool Starts(string token, string prefix) => token.StartsWith(prefix, StringComparison.Ordinal);
}

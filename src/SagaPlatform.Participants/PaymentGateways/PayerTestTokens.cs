namespace SagaPlatform.Participants.PaymentGateways;

/// <summary>What a test token makes a gateway do.</summary>
enum Behaviour
{
    /// <summary>It captures and says so.</summary>
    Captures,

    /// <summary>The payer's bank says no.</summary>
    Declines,

    /// <summary>It answers that it failed, for ever.</summary>
    Fails,

    /// <summary>It throws at every attempt: the command faults.</summary>
    Breaks,

    /// <summary>It takes nothing and says nothing.</summary>
    IsSilent,

    /// <summary>It takes the money, and the answer is lost.</summary>
    LosesAnswer,

    /// <summary>It takes the money, and neither this nor the void is ever heard of.</summary>
    LosesEveryAnswer,

    /// <summary>It takes the money, and says so within the patience of a payment.</summary>
    IsSlow,

    /// <summary>It takes the money, and says so when nobody waits for it any more.</summary>
    IsLate,

    /// <summary>It takes the money once, and says so twice.</summary>
    CallsBackTwice,
}

/// <summary>
/// Test data, as card processors offer test cards: <c>tok_silent</c> makes every gateway silent, <c>tok_silent@northbank</c> this
/// one only, <c>tok_silent@northbank,atlantic</c> two. Any other token is captured.
/// </summary>
static class PayerTestTokens
{
    const string RefundDeclines = "tok_refund_declined";
    const string RefundIsSilent = "tok_refund_silent";
    const string RefundLosesAnswer = "tok_refund_lost";
    const string RefundBreaks = "tok_refund_breaks";

    static readonly Dictionary<string, Behaviour> Behaviours = new(StringComparer.Ordinal)
    {
        ["tok_declined"] = Behaviour.Declines,
        ["tok_fails"] = Behaviour.Fails,
        ["tok_breaks"] = Behaviour.Breaks,
        ["tok_silent"] = Behaviour.IsSilent,
        ["tok_lost"] = Behaviour.LosesAnswer,
        ["tok_stuck"] = Behaviour.LosesEveryAnswer,
        ["tok_slow"] = Behaviour.IsSlow,
        ["tok_late"] = Behaviour.IsLate,
        ["tok_twice"] = Behaviour.CallsBackTwice,
    };

    /// <summary>What a gateway does with the token.</summary>
    public static Behaviour At(string gateway, string token)
    {
        var (name, where) = token.Split('@', 2) is [var x, var y] ? (x, y.Split(',')) : (token, [gateway]);
        return where.Contains(gateway, StringComparer.Ordinal) ? Behaviours.GetValueOrDefault(name) : Behaviour.Captures;
    }

    /// <summary>What the gateway does when the money is to go back.</summary>
    public static Behaviour AtRefund(string token) => token switch
    {
        RefundDeclines => Behaviour.Declines,
        RefundIsSilent => Behaviour.IsSilent,
        RefundLosesAnswer => Behaviour.LosesAnswer,
        RefundBreaks => Behaviour.Breaks,
        _ => Behaviour.Captures,
    };
}

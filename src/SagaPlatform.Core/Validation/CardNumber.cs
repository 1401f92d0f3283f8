namespace SagaPlatform.Core.Validation;

/// <summary>Recognises what may be a card number, so that none is ever stored or logged (PCI DSS 3.4).</summary>
/// <remarks>
/// A run of 13 to 19 digits that passes the Luhn check (ISO/IEC 7812-1, annex B): an unbroken one, or one that spaces and
/// hyphens break into groups.
/// </remarks>
public static class CardNumber
{
    /// <summary>Digits of the shortest card number.</summary>
    public const int DigitsMin = 13;

    /// <summary>Digits of the longest card number.</summary>
    public const int DigitsMax = 19;

    /// <summary>The error code of a field that holds one.</summary>
    public const string ErrorCode = "CardNumber";

    /// <summary>Whether a text holds one.</summary>
    public static bool AppearsIn(string? text) => text != null && Find(text).Any();

    /// <summary>The text with a star for each digit of every card number in it.</summary>
    public static string Redact(string text)
    {
        var redacted = text.ToCharArray();
        foreach (var place in Find(text).SelectMany(x => x))
            redacted[place] = '*';
        return new string(redacted);
    }

    /// <summary>The places of the digits of each card number.</summary>
    static IEnumerable<List<int>> Find(string text) =>
        Runs(text, isBreak: _ => false).Concat(Runs(text, isBreak: c => c is ' ' or '-'))
            .Where(x => x.Count is >= DigitsMin and <= DigitsMax && PassesLuhn(text, x));

    static IEnumerable<List<int>> Runs(string text, Func<char, bool> isBreak)
    {
        List<int> digits = [];
        for (var i = 0; i < text.Length; i++)
        {
            if (char.IsAsciiDigit(text[i]))
                digits.Add(i);
            else if (digits.Count > 0 && !isBreak(text[i]))
            {
                yield return digits;
                digits = [];
            }
        }

        yield return digits;
    }

    static bool PassesLuhn(string text, List<int> places)
    {
        var sum = 0;
        for (var i = 0; i < places.Count; i++)
        {
            var digit = text[places[^(i + 1)]] - '0';
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }
}

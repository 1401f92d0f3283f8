namespace SagaPlatform.Core.Validation;

/// <summary>Recognises what may be a card number, so that none is ever stored or logged (PCI DSS 3.4).</summary>
public static class CardNumber
{
    /// <summary>Digits of the shortest card number.</summary>
    public const int DigitsMin = 13;

    /// <summary>Digits of the longest card number.</summary>
    public const int DigitsMax = 19;

    /// <summary>
    /// Whether a run of 13 to 19 digits passes the Luhn check (ISO/IEC 7812-1, annex B): an unbroken one, or one that spaces
    /// and hyphens break into groups.
    /// </summary>
    public static bool AppearsIn(string? text) =>
        text != null && (Runs(text, isBreak: _ => false).Any(IsCard) || Runs(text, isBreak: c => c is ' ' or '-').Any(IsCard));

    static IEnumerable<List<int>> Runs(string text, Func<char, bool> isBreak)
    {
        var digits = new List<int>();
        foreach (var c in text + ".")
        {
            if (char.IsAsciiDigit(c))
                digits.Add(c - '0');
            else if (!isBreak(c))
            {
                yield return digits;
                digits = [];
            }
        }
    }

    static bool IsCard(List<int> digits) => digits.Count is >= DigitsMin and <= DigitsMax && PassesLuhn(digits);

    static bool PassesLuhn(List<int> digits)
    {
        var sum = 0;
        for (var i = 0; i < digits.Count; i++)
        {
            var digit = digits[^(i + 1)];
            sum += i % 2 == 0 ? digit : digit * 2 > 9 ? (digit * 2) - 9 : digit * 2;
        }

        return sum % 10 == 0;
    }
}

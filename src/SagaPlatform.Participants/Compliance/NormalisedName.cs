using System.Globalization;
using System.Text;

namespace SagaPlatform.Participants.Compliance;

/// <summary>A name as lists are searched by it: the same for everybody who writes it differently.</summary>
/// <remarks>
/// Accents are taken off Latin letters by a table of our own: the platform runs without a culture library, where
/// <see cref="string.Normalize()"/> leaves letters as they are. Names in other scripts are compared as they are written; a list
/// has an entry for each spelling.
/// </remarks>
public static class NormalisedName
{
    /// <summary>Each word: the plain letters, then all that are read as them.</summary>
    const string Families = "A:ÀÁÂÃÄÅĀĂĄǍ AE:ÆǼ C:ÇĆĈĊČ D:ÐĎĐ E:ÈÉÊËĒĔĖĘĚ G:ĜĞĠĢǦ H:ĤĦ I:ÌÍÎÏĨĪĬĮİǏ J:Ĵ K:ĶǨ L:ĹĻĽĿŁ N:ÑŃŅŇ O:ÒÓÔÕÖØŌŎŐǑ OE:Œ "
        + "R:ŔŖŘ S:ŚŜŞŠȘ SS:ßẞ T:ŢŤŦȚ TH:Þ U:ÙÚÛÜŨŪŬŮŰŲǓ W:Ŵ Y:ÝŶŸ Z:ŹŻŽ";

    static readonly Dictionary<char, string> Plain = Families.Split(' ')
        .Select(x => x.Split(':'))
        .SelectMany(x => x[1].Select(letter => (letter, plain: x[0])))
        .ToDictionary(x => x.letter, x => x.plain);

    /// <summary>
    /// Capital letters without accents, words in alphabetical order, nothing else: <c>Müller, Jörg</c> and <c>jorg MULLER</c>
    /// are both <c>JORG MULLER</c>.
    /// </summary>
    public static string Of(string name)
    {
        var words = new StringBuilder(name.Length);
        foreach (var c in name)
            words.Append(Read(c));
        return string.Join(' ', words.ToString().Split(' ', StringSplitOptions.RemoveEmptyEntries).Order(StringComparer.Ordinal));
    }

    static string Read(char c) => CharUnicodeInfo.GetUnicodeCategory(c) switch
    {
        UnicodeCategory.NonSpacingMark => "", // an accent written as a sign of its own
        _ when c is '\'' or '’' => "", // O'Neil and ONeil
        _ when char.IsLetterOrDigit(c) => char.ToUpperInvariant(c) is var upper && Plain.TryGetValue(upper, out var plain) ? plain : upper.ToString(),
        _ => " ",
    };
}

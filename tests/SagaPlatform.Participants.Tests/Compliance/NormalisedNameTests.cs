using SagaPlatform.Participants.Compliance;

namespace SagaPlatform.Participants.Tests.Compliance;

public sealed class NormalisedNameTests
{
    [Theory]
    [InlineData("Jörg Beispiel-Müller", "BEISPIEL JORG MULLER")]
    [InlineData("  müller,  BEISPIEL jorg ", "BEISPIEL JORG MULLER")]
    [InlineData("Mu\u0308ller", "MULLER")] // the dots as a sign of their own
    [InlineData("O'Neil", "ONEIL")]
    [InlineData("O’Neil", "ONEIL")]
    [InlineData("Straße", "STRASSE")]
    [InlineData("Øystein Ærø", "AERO OYSTEIN")]
    [InlineData("Łukasz Żółć", "LUKASZ ZOLC")]
    [InlineData("Blocked Trading Ltd.", "BLOCKED LTD TRADING")]
    [InlineData("Иван", "ИВАН")]
    [InlineData("7-Eleven", "7 ELEVEN")]
    public void A_name_is_the_same_however_it_is_written(string written, string normalised) => NormalisedName.Of(written).ShouldBe(normalised);

    [Theory]
    [InlineData("Jörg Müller", "Jörg Möller")]
    [InlineData("Jörg Müller", "Jörg")]
    [InlineData("Anna Maria", "Annamaria")]
    public void Other_names_are_not(string one, string other) => NormalisedName.Of(one).ShouldNotBe(NormalisedName.Of(other));
}

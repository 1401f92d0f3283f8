using SagaPlatform.Core.Validation;

namespace SagaPlatform.Core.Tests.Validation;

public sealed class CommandValidatorTests
{
    const string Card = "4111 1111 1111 1111";

    [Fact]
    public void A_card_number_is_refused_in_every_text_however_deep_and_its_field_is_named()
    {
        var letter = new Letter(Guid.NewGuid(), $"pay with {Card}", new Address("Ada", Card), ["fine", Card],
            [new Address("Ada", "Lyon"), new Address(Card, "Lyon")], new() { ["note"] = Card });

        Wrong(letter).ShouldBe(["Text", "To.Town", "Tags[1]", "Copies[1].Name", "More[note]"]);
    }

    [Fact]
    public void The_refusal_never_repeats_the_number() =>
        new Rules().Validate(new Letter(Guid.NewGuid(), Card, null, [], [], [])).Errors.ShouldHaveSingleItem()
            .ErrorMessage.ShouldNotContain("4111");

    [Fact]
    public void What_is_left_out_breaks_nothing() => Wrong(new Letter(default, null!, null, null!, [null!], null!)).ShouldBeEmpty();

    [Fact]
    public void An_id_is_no_text() =>
        Wrong(new Letter(Guid.Parse("00000000-0000-4111-1111-111111111111"), "hello", null, [], [], [])).ShouldBeEmpty();

    static IEnumerable<string> Wrong(Letter letter) => new Rules().Validate(letter).Errors.Select(x => x.PropertyName);

    sealed class Rules : CommandValidator<Letter>;

    sealed record Letter(Guid Id, string Text, Address? To, List<string> Tags, List<Address> Copies, Dictionary<string, string> More);

    sealed record Address(string Name, string Town);
}

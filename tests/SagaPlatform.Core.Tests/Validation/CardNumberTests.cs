using SagaPlatform.Core.Validation;

namespace SagaPlatform.Core.Tests.Validation;

public sealed class CardNumberTests
{
    [Theory]
    [InlineData("4111111111111111")] // 16 digits
    [InlineData("4111 1111 1111 1111")]
    [InlineData("4111-1111-1111-1111")]
    [InlineData("378282246310005")] // 15 digits
    [InlineData("4222222222222")] // 13 digits, the fewest
    [InlineData("6304000000000000000")] // 19 digits, the most
    [InlineData("card:4111111111111111;cvv")]
    [InlineData("tok_4111111111111111_x")]
    [InlineData("4242 4111111111111111")] // beside other digits
    [InlineData("1-4111111111111111-12")]
    public void A_run_of_digits_that_passes_the_check_is_taken_for_a_card_number(string text) =>
        CardNumber.AppearsIn(text).ShouldBeTrue();

    [Theory]
    [InlineData(null)]
    [InlineData("")]
    [InlineData("tok_visa_4242")]
    [InlineData("4111111111111112")] // fails the check
    [InlineData("422222222222")] // 12 digits
    [InlineData("41111111111111111111")] // 20 digits
    [InlineData("4111x1111x1111x1111")]
    [InlineData("0192d5a0-0000-7000-8000-00000000000f")]
    public void A_token_is_not(string? text) => CardNumber.AppearsIn(text).ShouldBeFalse();
}

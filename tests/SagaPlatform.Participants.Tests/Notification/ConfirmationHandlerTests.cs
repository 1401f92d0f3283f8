using SagaPlatform.Contracts.Orders;
using SagaPlatform.Participants.Notification;

namespace SagaPlatform.Participants.Tests.Notification;

public sealed class ConfirmationHandlerTests : IDisposable
{
    static readonly Guid Order = Guid.NewGuid();

    readonly Shop _shop = new();

    public void Dispose() => _shop.Dispose();

    [Fact]
    public async Task A_customer_gets_one_letter_however_often_it_is_asked_for()
    {
        (await Write("ada@shop.example")).ShouldBe(new ConfirmationSent(Order));
        (await Write("ada@shop.example")).ShouldBe(new ConfirmationSent(Order));

        var letter = (await Letter())!;
        letter.CustomerEmail.ShouldBe("ada@shop.example");
        letter.TrackingNumber.ShouldBe("SP1");
        letter.Version.ShouldBe(1);
    }

    [Fact]
    public async Task An_address_that_refuses_gets_no_letter()
    {
        (await Write("ada@refused.example")).ShouldBe(new ConfirmationRefused(Order, "the mail system refused the address"));
        (await Write("ada@refused.example")).ShouldBe(new ConfirmationRefused(Order, "the mail system refused the address"));

        (await Letter()).ShouldBeNull();
    }

    [Fact]
    public async Task A_silent_address_gets_its_letter_but_nobody_is_told()
    {
        (await Write("ada@silent.example")).ShouldBeNull();
        (await Write("ada@silent.example")).ShouldBeNull();

        (await Letter()).ShouldNotBeNull();
    }

    [Theory]
    [InlineData(null, "SP1", "CustomerEmail is missing")]
    [InlineData("ada", "SP1", "CustomerEmail is no e-mail address")]
    [InlineData("@shop.example", "SP1", "CustomerEmail is no e-mail address")]
    [InlineData("ada@", "SP1", "CustomerEmail is no e-mail address")]
    [InlineData("ada@shop.example", "", "TrackingNumber is missing")]
    public async Task A_letter_that_makes_no_sense_is_refused_by_name(string? email, string tracking, string reason)
    {
        (await _shop.Ask(new SendConfirmation(Order, email!, tracking))).ShouldBe(new ConfirmationRefused(Order, reason));
        (await Letter()).ShouldBeNull();
    }

    [Fact]
    public async Task An_address_has_a_limit() =>
        (await Write($"{new string('a', 250)}@b.de")).ShouldBe(
            new ConfirmationRefused(Order, "CustomerEmail has 255 characters, at most 254 are allowed"));

    Task<object?> Write(string email) => _shop.Ask(new SendConfirmation(Order, email, "SP1"));

    Task<Letter?> Letter() => _shop.Row<Letter>(Order);
}

using FluentValidation;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Payments.CrossChainTransfer;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>What a transfer must look like.</summary>
public sealed class TransferValidatorsTests
{
    static readonly string Long = new('x', 65);

    [Fact]
    public void A_good_transfer_is_accepted() => Wrong(new InitiateTransferValidator(), ExampleTransfer.Good()).ShouldBeEmpty();

    public static TheoryData<InitiateTransfer, string> WrongTransfers => new()
    {
        { ExampleTransfer.Good() with { TransferId = Guid.Empty }, "TransferId" },
        { ExampleTransfer.From(""), "SourceAccount" },
        { ExampleTransfer.From(Long), "SourceAccount" },
        { ExampleTransfer.To(""), "TargetAccount" },
        { ExampleTransfer.To(Long), "TargetAccount" },
        { ExampleTransfer.Good() with { Amount = null! }, "Amount" },
        { ExampleTransfer.Of(0), "Amount.AmountMinor" },
        { ExampleTransfer.Of(-1), "Amount.AmountMinor" },
        { ExampleTransfer.Of(1, "bitcoin"), "Amount.Currency" },
        { ExampleTransfer.From("4111 1111 1111 1111"), "SourceAccount" },
    };

    [Theory]
    [MemberData(nameof(WrongTransfers))]
    public void A_wrong_field_is_named(InitiateTransfer transfer, string field) =>
        Wrong(new InitiateTransferValidator(), transfer).ShouldContain(field);

    [Fact]
    public void A_change_of_mind_says_of_what_and_why()
    {
        Wrong(new CancelTransferValidator(), new CancelTransfer(Guid.NewGuid(), "Changed my mind.")).ShouldBeEmpty();
        Wrong(new CancelTransferValidator(), new CancelTransfer(Guid.Empty, new string('x', 257))).ShouldBe(["TransferId", "Reason"]);
    }

    [Fact]
    public void A_ruling_says_of_what_and_who_decided()
    {
        Wrong(new RuleTransferValidator(), new RuleTransfer(Guid.NewGuid(), "ReleaseFunds", Ruling.Done, "treasury clerk")).ShouldBeEmpty();
        Wrong(new RuleTransferValidator(), new RuleTransfer(Guid.Empty, "", (Ruling)7, "")).ShouldBe(["TransferId", "Step", "Ruling", "DecidedBy"]);
    }

    [Theory]
    [InlineData("00:15:00", "1.00:00:00", true)]
    [InlineData("00:15:00", "00:15:00", true)]
    [InlineData("00:10:00", "1.00:00:00", false)]
    [InlineData("00:15:00", "00:20:00", false)]
    [InlineData("1.00:00:00", "00:15:00", false)]
    public void The_wait_for_the_confirmation_is_a_whole_number_of_askings_and_not_too_many(string every, string within, bool isGood)
    {
        var options = new TransferOptions
        {
            ConfirmationAskedEvery = TimeSpan.Parse(every, System.Globalization.CultureInfo.InvariantCulture),
            ConfirmationWithin = TimeSpan.Parse(within, System.Globalization.CultureInfo.InvariantCulture),
        };

        options.Validate(new(options)).Any().ShouldBe(!isGood);
    }

    static IEnumerable<string> Wrong<T>(IValidator<T> validator, T message) => validator.Validate(message).Errors.Select(x => x.PropertyName).Distinct();
}

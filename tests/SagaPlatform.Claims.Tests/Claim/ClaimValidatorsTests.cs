using FluentValidation;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;

namespace SagaPlatform.Claims.Tests.Claim;

public sealed class ClaimValidatorsTests
{
    static readonly FileClaim Good = ExampleClaim.Small();

    [Fact]
    public void A_good_claim_passes() => Wrong(new FileClaimValidator(), Good).ShouldBeEmpty();

    [Fact]
    public void What_a_foreign_program_leaves_out_is_named_and_breaks_nothing() =>
        Wrong(new FileClaimValidator(), new FileClaim(default, null!, null!, null!, default, null!, null!, null!, null!))
            .ShouldBe(["ClaimId", "FiledBy", "PolicyNumber", "Peril", "OccurredAt", "Description", "Amount", "PayoutAccount", "Documents"]);

    [Fact]
    public void A_claim_at_every_limit_passes_and_one_over_it_does_not()
    {
        var limit = Good with
        {
            FiledBy = Text(128), PolicyNumber = Text(64), Peril = Text(64), Description = Text(2_000), PayoutAccount = Text(64),
            Documents = [.. Enumerable.Repeat(new ClaimDocument(Text(64), Text(256)), 50)],
        };
        Wrong(new FileClaimValidator(), limit).ShouldBeEmpty();

        Wrong(new FileClaimValidator(), new FileClaim(Good.ClaimId, Text(129), Text(65), Text(65), Good.OccurredAt, Text(2_001), new Money(0, "eur"), Text(65),
                [.. limit.Documents, ExampleClaim.Photo]))
            .ShouldBe(["FiledBy", "PolicyNumber", "Peril", "Description", "Amount.AmountMinor", "Amount.Currency", "PayoutAccount", "Documents"]);
    }

    [Fact]
    public void A_card_number_in_a_claim_is_refused() =>
        Wrong(new FileClaimValidator(), Good with { Description = "pay to 4111 1111 1111 1111" }).ShouldBe(["Description"]);

    [Fact]
    public void The_other_words_name_what_is_wrong_with_them()
    {
        Wrong(new ProvideDocumentsValidator(), new ProvideDocuments(default, [])).ShouldBe(["ClaimId", "Documents"]);
        Wrong(new ProvideDocumentsValidator(), new ProvideDocuments(Good.ClaimId, [null!, new ClaimDocument("", Text(257))]))
            .ShouldBe(["Documents[0]", "Documents[1].Kind", "Documents[1].Reference"]);
        Wrong(new AppealClaimValidator(), new AppealClaim(default, Text(513))).ShouldBe(["ClaimId", "Reason"]);
        Wrong(new WithdrawClaimValidator(), new WithdrawClaim(default, Text(257))).ShouldBe(["ClaimId", "Reason"]);
        Wrong(new RuleClaimValidator(), new RuleClaim(default, "", (Ruling)9, "")).ShouldBe(["ClaimId", "Step", "Ruling", "DecidedBy"]);
    }

    static string Text(int characters) => new('x', characters);

    static List<string> Wrong<T>(AbstractValidator<T> rules, T message) => [.. rules.Validate(message).Errors.Select(x => x.PropertyName).Distinct()];
}

using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Testing.Http;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Claims over real sockets: what is taken in, what is refused, and in which words.</summary>
public sealed class ClaimEndpointsTests() : SagaEndpoints<FileClaim>(ClaimFamilies.WithParticipants, "/claims", Queues.Claim)
{
    protected override IReadOnlyList<Word> Words { get; } =
    [
        new("documents", new { documents = new[] { ExampleClaim.Photo } }, "documents"), Word.WithReason("appeal"), Word.WithReason("withdraw"),
        Word.Ruling("PayClaim"),
    ];

    protected override FileClaim Good(Guid id) => ExampleClaim.Middling(id);

    protected override FileClaim Other(FileClaim start) => start with { Amount = new Money(1, "EUR") };

    protected override (FileClaim Start, string[] Fields) Wrong(Guid id) => (
        new FileClaim(id, "", "", "", default, "", new Money(0, "eur"), "", [new ClaimDocument("", "")]),
        [
            "amount.amountMinor", "amount.currency", "description", "documents[0].kind", "documents[0].reference", "filedBy", "occurredAt",
            "payoutAccount", "peril", "policyNumber",
        ]);

    [Fact]
    public async Task A_filed_claim_is_shown_with_its_deadline_and_what_is_payable()
    {
        var claim = ExampleClaim.Middling();

        await Accepts(claim);

        var view = await StatusIs(claim.ClaimId, "AwaitingDecision");
        view.GetProperty("deadline").GetString().ShouldBe("OnTime");
        view.GetProperty("payable").GetProperty("amountMinor").GetInt64().ShouldBe(140_000);
    }

    [Theory]
    [InlineData("""{"claimId":"0b1c5ea0-7f5c-4d5b-9f0e-3f7a2c1d9e55"}""", "amount")]
    [InlineData("""{"claimId":"no id"}""", "claimId")]
    [InlineData("nonsense", "$")]
    public async Task What_is_no_claim_is_refused_and_names_its_field(string body, string field)
    {
        using var answer = await PostText(body);

        (await WrongFields(answer)).ShouldContain(field);
    }

    [Theory]
    [InlineData("documents", """{"documents":[{"kind":"","reference":"x"}]}""", "documents[0].kind")]
    [InlineData("appeal", """{"reason":""}""", "reason")]
    [InlineData("withdraw", """{"reason":""}""", "reason")]
    [InlineData("rulings", """{"step":"PayClaim","ruling":"Done","decidedBy":""}""", "decidedBy")]
    public async Task Each_word_names_what_is_wrong_with_it(string word, string body, string field)
    {
        using var answer = await Post(Guid.NewGuid(), word, JsonSerializer.Deserialize<JsonElement>(body));

        (await WrongFields(answer)).ShouldBe([field]);
    }
}

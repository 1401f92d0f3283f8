using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>Claims over real sockets: what is taken in, what is refused, and in which words.</summary>
public sealed class ClaimEndpointsTests : IAsyncLifetime
{
    EmbeddedPlatform _platform = null!;
    HttpClient _http = null!;

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(ClaimFamilies.WithParticipants);
        _http = _platform.Http();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task A_filed_claim_is_accepted_and_shown_with_its_deadline_and_the_same_again_is_the_same()
    {
        var claim = ExampleClaim.Middling();
        for (var i = 0; i < 2; i++)
        {
            using var answer = await _http.PostAsJsonAsync("/claims", claim);
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted);
            answer.Headers.Location!.OriginalString.ShouldBe($"/claims/{claim.ClaimId}");
            await _platform.Quiet();
        }

        var view = await _http.GetFromJsonAsync<JsonElement>($"/claims/{claim.ClaimId}");
        view.GetProperty("status").GetString().ShouldBe("AwaitingDecision");
        view.GetProperty("deadline").GetString().ShouldBe("OnTime");
        view.GetProperty("payable").GetProperty("amountMinor").GetInt64().ShouldBe(140_000);
    }

    [Fact]
    public async Task The_same_id_with_another_amount_is_refused()
    {
        var claim = ExampleClaim.Middling();
        (await _http.PostAsJsonAsync("/claims", claim)).Dispose();

        using var answer = await _http.PostAsJsonAsync("/claims", claim with { Amount = new Contracts.Money(1, "EUR") });

        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
    }

    [Theory]
    [InlineData("""{"claimId":"0b1c5ea0-7f5c-4d5b-9f0e-3f7a2c1d9e55"}""", "amount")]
    [InlineData("""{"claimId":"no id"}""", "claimId")]
    [InlineData("nonsense", "$")]
    public async Task What_is_no_claim_is_refused_and_names_its_field(string body, string field)
    {
        using var answer = await _http.PostAsync("/claims", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldContain(field);
    }

    [Theory]
    [InlineData("documents", """{"documents":[{"kind":"","reference":"x"}]}""", "documents[0].kind")]
    [InlineData("appeal", """{"reason":""}""", "reason")]
    [InlineData("withdraw", """{"reason":""}""", "reason")]
    [InlineData("rulings", """{"step":"PayClaim","ruling":"Done","decidedBy":""}""", "decidedBy")]
    public async Task Each_word_names_what_is_wrong_with_it(string word, string body, string field)
    {
        using var answer = await _http.PostAsync($"/claims/{Guid.NewGuid()}/{word}", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        (await answer.Content.ReadFromJsonAsync<JsonElement>()).GetProperty("errors").EnumerateObject().Select(x => x.Name).ShouldBe([field]);
    }

    [Fact]
    public async Task A_claim_that_nobody_filed_is_not_found()
    {
        (await _http.GetAsync($"/claims/{Guid.NewGuid()}")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _http.PostAsJsonAsync($"/claims/{Guid.NewGuid()}/withdraw", new { reason = "none" })).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json.Nodes;
using Microsoft.Extensions.Configuration;
using SagaPlatform.Core.Access;
using SagaPlatform.OperatorConsole.Access;

namespace SagaPlatform.OperatorConsole.Tests.Access;

public sealed class AccessTests
{
    static readonly (string, string) ToTheWorld = ("urls", "http://0.0.0.0:8080");

    [Fact]
    public async Task On_loopback_whoever_calls_is_the_local_operator_and_is_told_so()
    {
        await using var console = await ConsoleScenario.Started();

        var me = await console.Json("/api/me");

        (Text(me, "name"), Text(me, "role"), Text(me, "via")).ShouldBe(("local operator", "Admin", "Loopback"));
        Text(me, "note").ShouldContain("loopback");
    }

    [Theory]
    [InlineData("Host", "evil.example")]
    [InlineData("X-Forwarded-For", "10.0.0.1")]
    public async Task A_name_that_was_made_to_point_here_and_a_proxy_are_not_local(string header, string value)
    {
        await using var console = await ConsoleScenario.Started();
        using var request = new HttpRequestMessage(HttpMethod.Get, "/api/sagas");
        request.Headers.TryAddWithoutValidation(header, value).ShouldBeTrue();

        using var answer = await console.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
    }

    [Fact]
    public async Task A_form_of_another_site_writes_nothing_here()
    {
        await using var console = await ConsoleScenario.Started();
        using var request = new HttpRequestMessage(HttpMethod.Post, $"/api/sagas/{await console.Delivery()}/hold") { Content = JsonContent.Create(new { reason = "so", version = 1 }) };
        request.Headers.Add("Origin", "http://evil.example");

        using var answer = await console.Http.SendAsync(request);

        answer.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Theory]
    [InlineData("/api/sagas")]
    [InlineData("/api/me")]
    [InlineData("/openapi/v1.json")]
    [InlineData("/metrics")]
    [InlineData("/nowhere")]
    public async Task Where_the_world_listens_nobody_reads_without_a_key(string path)
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);

        (await console.GetAs(path, null)).Status.ShouldBe(HttpStatusCode.Unauthorized);
        (await console.GetAs(path, "sp_abc_def")).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task Health_is_for_everybody()
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);

        (await console.GetAs("/health/live", null)).Status.ShouldBe(HttpStatusCode.OK);
    }

    [Fact]
    public async Task A_viewer_reads_and_writes_nothing()
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);
        var key = await console.Key(AccessRole.Viewer);

        (await console.GetAs("/api/sagas", key)).Status.ShouldBe(HttpStatusCode.OK);
        (await console.GetAs("/api/keys", key)).Status.ShouldBe(HttpStatusCode.Forbidden);
        (await console.Post("/orders", new { }, key)).Status.ShouldBe(HttpStatusCode.Forbidden, "also where nothing is");
        (await console.Post("/api/failed-messages/retry", new { reason = "so", group = "a" }, key)).Status.ShouldBe(HttpStatusCode.Forbidden);
    }

    [Fact]
    public async Task A_key_is_made_once_shown_once_and_ends_when_it_is_revoked()
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);
        var admin = await console.Key(AccessRole.Admin, "root");
        var (status, made) = await console.Post("/api/keys", new { name = "bob", role = "Operator", expiresInDays = 2 }, admin);
        status.ShouldBe(HttpStatusCode.Created);
        var (bob, id) = (Text(made, "key"), Text(made["made"]!, "id"));

        Text((await console.GetAs("/api/me", bob)).Body, "name").ShouldBe("bob");
        (await console.GetAs("/api/keys", admin)).Body.ToJsonString().ShouldNotContain(bob[^20..]);
        (await console.Post($"/api/keys/{id}/revoke", new { reason = "left" }, admin)).Status.ShouldBe(HttpStatusCode.OK);
        (await console.GetAs("/api/me", bob)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_key_ends_when_its_days_are_over_and_no_part_of_it_opens_anything()
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);
        var admin = await console.Key(AccessRole.Admin, "root");
        var bob = Text((await console.Post("/api/keys", new { name = "bob", role = "Viewer", expiresInDays = 2 }, admin)).Body, "key");

        (await console.GetAs("/api/me", bob[..^1] + (bob[^1] == 'A' ? 'B' : 'A'))).Status.ShouldBe(HttpStatusCode.Unauthorized);
        console.Time.Advance(TimeSpan.FromDays(1.9));
        (await console.GetAs("/api/me", bob)).Status.ShouldBe(HttpStatusCode.OK);
        console.Time.Advance(TimeSpan.FromDays(0.2));
        (await console.GetAs("/api/me", bob)).Status.ShouldBe(HttpStatusCode.Unauthorized);
    }

    [Fact]
    public async Task A_browser_signs_in_with_a_key_and_is_out_when_the_key_ends()
    {
        await using var console = await ConsoleScenario.Started(ToTheWorld);
        var (key, text) = await console.The<ApiKeys>().Make("ann", AccessRole.Operator, [], null, new("test", "Admin"), default);
        using var signedIn = await console.Http.PostAsJsonAsync("/api/session", new { key = text });
        signedIn.StatusCode.ShouldBe(HttpStatusCode.OK);
        var cookie = signedIn.Headers.GetValues("Set-Cookie").Single();
        cookie.ShouldContain("httponly");
        cookie.ShouldContain("samesite=strict");

        (await Me(cookie)).ShouldBe(HttpStatusCode.OK);
        await console.The<ApiKeys>().Revoke(key.Id, "left", new("test", "Admin"), default);
        (await Me(cookie)).ShouldBe(HttpStatusCode.Unauthorized);
        using var refused = await console.Http.PostAsJsonAsync("/api/session", new { key = "sp_no_no" });
        refused.StatusCode.ShouldBe(HttpStatusCode.Unauthorized);

        async Task<HttpStatusCode> Me(string with)
        {
            using var request = new HttpRequestMessage(HttpMethod.Get, "/api/me");
            request.Headers.Add("Cookie", with.Split(';')[0]);
            using var answer = await console.Http.SendAsync(request);
            return answer.StatusCode;
        }
    }

    [Theory]
    [InlineData("urls", "http://127.0.0.1:8080;http://localhost:8081;http://[::1]:1", true)]
    [InlineData("urls", "http://127.0.0.1:8080;http://0.0.0.0:8081", false)]
    [InlineData("urls", "http://+:8080", false)]
    [InlineData("urls", "http://localhost.evil.example:80", false)]
    [InlineData("http_ports", "8080", false)]
    [InlineData("Kestrel:Endpoints:Web:Url", "http://10.0.0.1:80", false)]
    [InlineData("nothing", "at all", true)]
    public void What_is_listened_on_is_known_before_it_is(string key, string value, bool loopback)
    {
        var configuration = new ConfigurationBuilder().AddInMemoryCollection([new(key, value)]).Build();

        ListenAddresses.AreLoopback(configuration).ShouldBe(loopback);
    }

    static string Text(JsonNode node, string field) => node[field]!.GetValue<string>();
}

using System.Net;
using SagaPlatform.OperatorConsole.Access;

namespace SagaPlatform.Host.Tests;

/// <summary>Who may come in depends on where the platform listens.</summary>
public sealed class ListeningTests
{
    const string Key = "a-key-of-thirty-two-characters-0";

    [Fact]
    public async Task It_refuses_to_listen_to_the_world_without_a_key()
    {
        await using var app = PlatformHost.Build(["--urls", "http://0.0.0.0:0", "--SAGA_MODE=embedded"]);

        (await Should.ThrowAsync<AccessException>(() => app.StartAsync())).Message.ShouldContain("SAGA_ADMIN_KEY");
    }

    [Fact]
    public async Task A_short_key_is_none()
    {
        await using var app = PlatformHost.Build(["--urls", "http://127.0.0.1:0", "--SAGA_MODE=embedded", "--SAGA_ADMIN_KEY=short"]);

        (await Should.ThrowAsync<AccessException>(() => app.StartAsync())).Message.ShouldContain("32");
    }

    [Fact]
    public async Task With_a_key_it_listens_to_the_world_and_business_needs_the_key_too()
    {
        await using var app = PlatformHost.Build(["--urls", "http://0.0.0.0:0", "--SAGA_MODE=embedded", $"--SAGA_ADMIN_KEY={Key}"]);
        await app.StartAsync();
        using var http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{new Uri(app.Urls.Single()).Port}") };

        (await Status(HttpMethod.Get, "/health/live")).ShouldBe(HttpStatusCode.OK);
        (await Status(HttpMethod.Get, "/api/sagas")).ShouldBe(HttpStatusCode.Unauthorized);
        (await Status(HttpMethod.Post, "/orders")).ShouldBe(HttpStatusCode.Unauthorized);
        http.DefaultRequestHeaders.Add("Authorization", $"Bearer {Key}");
        (await Status(HttpMethod.Get, "/api/sagas")).ShouldBe(HttpStatusCode.OK);
        (await Status(HttpMethod.Post, "/orders")).ShouldBe(HttpStatusCode.UnsupportedMediaType);
        await app.StopAsync();

        async Task<HttpStatusCode> Status(HttpMethod method, string path)
        {
            using var request = new HttpRequestMessage(method, path);
            using var answer = await http.SendAsync(request);
            return answer.StatusCode;
        }
    }
}

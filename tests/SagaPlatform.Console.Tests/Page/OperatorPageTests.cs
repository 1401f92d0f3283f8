using System.Net;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.TestHost;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using SagaPlatform.OperatorConsole.Page;
using SagaPlatform.OperatorConsole.Web;

namespace SagaPlatform.OperatorConsole.Tests.Page;

public sealed class OperatorPageTests
{
    static readonly (string, string)[] Built =
    [
        ("index.html", "<meta name=\"style-nonce\" content=\"STYLE_NONCE\" /><script type=\"module\" src=\"/assets/index-AbCd1234.js\"></script>"),
        ("assets/index-AbCd1234.js", $"/* {new string('x', 4_000)} */"),
        ("assets/icon.svg", "<svg/>"),
    ];

    [Theory]
    [InlineData("/")]
    [InlineData("/sagas")]
    [InlineData("/sagas/0d4b4f6e-3d0a-4b57-8d0e-0f5f7a3f1a11")]
    [InlineData("/machines/order-fulfilment")]
    public async Task Every_address_of_the_page_answers_with_its_document(string address)
    {
        await using var host = await Started(Built);
        using var answer = await host.GetTestClient().GetAsync(address);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("text/html");
        (await answer.Content.ReadAsStringAsync()).ShouldContain("/assets/index-AbCd1234.js");
    }

    [Fact]
    public async Task An_address_that_is_none_of_the_page_stays_unknown()
    {
        await using var host = await Started(Built);
        using var answer = await host.GetTestClient().GetAsync("/no-such-thing");
        answer.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Only_scripts_from_files_and_styles_with_the_number_of_this_answer_are_believed()
    {
        await using var host = await Started(Built);
        List<string> nonces = [];
        for (var i = 0; i < 2; i++)
        {
            using var answer = await host.GetTestClient().GetAsync("/");
            var policy = answer.Headers.GetValues("Content-Security-Policy").ShouldHaveSingleItem();
            policy.ShouldContain("default-src 'none'; script-src 'self';");
            policy.ShouldContain("frame-ancestors 'none'");
            policy.ShouldNotContain("unsafe");
            var nonce = policy.Split("'nonce-")[1].Split('\'')[0];
            (await answer.Content.ReadAsStringAsync()).ShouldContain($"content=\"{nonce}\"");
            nonces.Add(nonce);
        }
        nonces[0].ShouldNotBe(nonces[1]);
    }

    [Fact]
    public async Task A_file_whose_name_follows_from_its_content_may_be_kept_for_ever_others_may_not()
    {
        await using var host = await Started(Built);
        using var script = await host.GetTestClient().GetAsync("/assets/index-AbCd1234.js");
        script.Headers.CacheControl!.ToString().ShouldContain("immutable");
        script.Content.Headers.ContentType!.MediaType.ShouldBe("text/javascript");
        using var icon = await host.GetTestClient().GetAsync("/assets/icon.svg");
        icon.Headers.CacheControl!.NoCache.ShouldBeTrue();
        using var missing = await host.GetTestClient().GetAsync("/assets/index.html");
        missing.StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Fact]
    public async Task Who_reads_gzip_gets_a_large_file_zipped()
    {
        await using var host = await Started(Built);
        using var request = new HttpRequestMessage(HttpMethod.Get, "/assets/index-AbCd1234.js") { Headers = { { "Accept-Encoding", "br, gzip" } } };
        using var answer = await host.GetTestClient().SendAsync(request);
        answer.Content.Headers.ContentEncoding.ShouldBe(["gzip"]);
        answer.Content.Headers.ContentLength!.Value.ShouldBeLessThan(200);
    }

    [Fact]
    public async Task Where_it_was_not_built_the_host_says_so_and_names_the_api()
    {
        await using var host = await Started();
        using var answer = await host.GetTestClient().GetAsync("/");
        answer.StatusCode.ShouldBe(HttpStatusCode.OK);
        var text = await answer.Content.ReadAsStringAsync();
        text.ShouldContain("make page");
        text.ShouldContain("/api/overview");
    }

    static async Task<WebApplication> Started(params (string, string)[] files)
    {
        var builder = WebApplication.CreateBuilder();
        builder.WebHost.UseTestServer();
        builder.Logging.ClearProviders();
        builder.Services.AddProblemDetails();
        var app = builder.Build();
        app.UseSecurityHeaders();
        app.MapOperatorPage(new PageFiles(files));
        await app.StartAsync();
        return app;
    }
}

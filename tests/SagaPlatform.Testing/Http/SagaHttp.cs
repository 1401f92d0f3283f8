using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using SagaPlatform.Core.Operations;
using SagaPlatform.Testing.Embedded;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Http;

/// <summary>A saga's endpoints over real sockets, on a platform of the test's own.</summary>
/// <param name="family">The saga by HTTP, from a static field.</param>
/// <param name="path">Where its endpoints are: <c>/orders</c>.</param>
/// <param name="queue">The saga's own queue.</param>
public abstract class SagaHttp(EmbeddedFamily family, string path, string queue) : IAsyncLifetime
{
    protected EmbeddedPlatform Platform { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    protected string Path => path;

    protected string Queue => queue;

    public async Task InitializeAsync()
    {
        Platform = await EmbeddedPlatform.Start(family);
        Http = Platform.Http();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    /// <summary>Posts a start, and waits for nothing.</summary>
    protected Task<HttpResponseMessage> Post(object start) => Http.PostAsJsonAsync(path, start);

    /// <summary>Posts a word to one, and waits for nothing.</summary>
    protected Task<HttpResponseMessage> Post(Guid id, string word, object body) => Http.PostAsJsonAsync($"{path}/{id}/{word}", body);

    /// <summary>Posts a text that says it is JSON as a start.</summary>
    protected Task<HttpResponseMessage> PostText(string json) => Http.PostAsync(path, new StringContent(json, Encoding.UTF8, "application/json"));

    /// <summary>Starts what must be accepted, and waits until all that follows has happened.</summary>
    protected async Task Accepts(object start) => await Accepted(await Post(start));

    /// <summary>Tells one what must be accepted, and waits until all that follows has happened.</summary>
    protected async Task Accepts(Guid id, string word, object body) => await Accepted(await Post(id, word, body));

    /// <summary>Tells one what must be a conflict.</summary>
    /// <returns>The problem.</returns>
    protected async Task<JsonElement> Conflicts(Guid id, string word, object body)
    {
        using var answer = await Post(id, word, body);
        return await Problem(answer, HttpStatusCode.Conflict);
    }

    /// <summary>What participants or the test itself say to the saga, in this order.</summary>
    protected async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(queue, message);
    }

    /// <summary>What is shown of one.</summary>
    protected async Task<JsonElement> Shown(Guid id) => await Http.GetFromJsonAsync<JsonElement>($"{path}/{id}");

    /// <summary>What is shown of one; it has this status.</summary>
    protected async Task<JsonElement> StatusIs(Guid id, string status)
    {
        var view = await Shown(id);
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }

    /// <summary>Nothing was sent, and there is no trace of this id or any other saga.</summary>
    protected async Task NothingIsStored(Guid id)
    {
        await Platform.Quiet();
        Platform.Seen.ShouldBeEmpty();
        (await Platform.History(id)).ShouldBeEmpty();
        (await Platform.Queries.List(new SagaFilter(), null, 10, CancellationToken.None)).Items.ShouldBeEmpty();
    }

    /// <summary>The problem (RFC 9457) that an answer of this status tells.</summary>
    protected static async Task<JsonElement> Problem(HttpResponseMessage answer, HttpStatusCode status)
    {
        answer.StatusCode.ShouldBe(status, await answer.Content.ReadAsStringAsync());
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await Json(answer);
    }

    /// <summary>The wrong fields that an answer names, in the order of the alphabet.</summary>
    protected static async Task<IReadOnlyList<string>> WrongFields(HttpResponseMessage answer) =>
        [.. (await Problem(answer, HttpStatusCode.BadRequest)).GetProperty("errors").EnumerateObject().Select(x => x.Name).Order(StringComparer.Ordinal)];

    protected static async Task<JsonElement> Json(HttpResponseMessage answer) => await answer.Content.ReadFromJsonAsync<JsonElement>();

    async Task Accepted(HttpResponseMessage answer)
    {
        using (answer)
            answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await Platform.Quiet();
    }
}

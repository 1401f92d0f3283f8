using System.Net;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace SagaPlatform.Host.Commands.Demo;

/// <summary>One thing that is asked of a running platform, how it should end, and what people do meanwhile.</summary>
/// <param name="Saga">What it shows: <c>order</c>.</param>
/// <param name="Name">What is special about it, in a few words.</param>
/// <param name="Path">Where it is started: <c>/orders</c>. It is asked for at <c>Path/Id</c>.</param>
/// <param name="Id">Its id.</param>
/// <param name="Start">The body that starts it.</param>
/// <param name="End">The <c>status</c> it should end with.</param>
sealed record DemoCase(string Saga, string Name, string Path, Guid Id, object Start, string End)
{
    /// <summary>How the start is answered; other than 202 it ends there, with nothing left behind.</summary>
    public HttpStatusCode Answer { get; init; } = HttpStatusCode.Accepted;

    /// <summary>What has to be there before it is started: the payment of a refund.</summary>
    public Func<DemoClient, Task>? Before { get; init; }

    /// <summary>What people do, each once, as soon as it is their turn.</summary>
    public IReadOnlyList<DemoAct> Meanwhile { get; init; } = [];
}

/// <summary>What somebody does while a saga runs.</summary>
/// <param name="Says">What is printed.</param>
/// <param name="When">Whether it is their turn, from what the saga shows of itself.</param>
/// <param name="Do">Does it; false when it could not be done yet.</param>
sealed record DemoAct(string Says, Func<DemoView, bool> When, Func<DemoClient, DemoCase, Task<bool>> Do)
{
    /// <summary>Posts to the saga when it is in a state: <c>cancel</c>, <c>confirm</c>.</summary>
    public static DemoAct InState(string state, string word, object body, string says) => new(says, x => x.State == state,
        (http, demo) => http.Post($"{demo.Path}/{demo.Id}/{word}", body));

    /// <summary>Answers the question of a saga that needs attention.</summary>
    public static DemoAct Rules(string step, string ruling, string says) => new(says, x => x.Question != null,
        (http, demo) => http.Post($"{demo.Path}/{demo.Id}/rulings", new { step, ruling, decidedBy = "demo" }));
}

/// <summary>What every saga shows of itself.</summary>
/// <param name="Status">In the words of the business.</param>
/// <param name="State">Where the process is.</param>
/// <param name="Reason">Why it is or was cancelled.</param>
/// <param name="Question">What a person has to find out.</param>
/// <param name="EndedAt">When it ended.</param>
sealed record DemoView(string Status, string? State, string? Reason, string? Question, DateTimeOffset? EndedAt);

/// <summary>Speaks with a platform as any program would.</summary>
sealed class DemoClient(string url) : IDisposable
{
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    readonly HttpClient _http = Client(url);

    static HttpClient Client(string url)
    {
        var http = Arguments.Http(TimeSpan.FromSeconds(20));
        http.BaseAddress = new Uri(url);
        return http;
    }

    public Uri Url => _http.BaseAddress!;

    /// <summary>Says whether it was taken; what is refused may be possible in the next moment.</summary>
    public async Task<bool> Post(string path, object body)
    {
        using var answer = await _http.PostAsJsonAsync(path, body, Json);
        return answer.IsSuccessStatusCode;
    }

    public async Task<(HttpStatusCode Code, string Text)> Start(DemoCase demo, object? otherBody = null)
    {
        using var answer = await _http.PostAsJsonAsync(demo.Path, otherBody ?? demo.Start, Json);
        return (answer.StatusCode, await answer.Content.ReadAsStringAsync());
    }

    public async Task<DemoView> View(DemoCase demo) => await Get<DemoView>($"{demo.Path}/{demo.Id}") ?? new DemoView("", null, null, null, null);

    public Task<T?> Get<T>(string path) => _http.GetFromJsonAsync<T>(path, Json);

    public void Dispose() => _http.Dispose();
}

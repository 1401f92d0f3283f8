using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Payments.Tests.RoutedPayment;

/// <summary>The endpoints of payments and refunds over real sockets; the sagas behind them are answered by the test.</summary>
public abstract class PaymentHttp : IAsyncLifetime
{
    protected EmbeddedPlatform Platform { get; private set; } = null!;

    protected HttpClient Http { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Platform = await EmbeddedPlatform.Start(RoutedPaymentFamilies.WithHttp);
        Http = Platform.Http();
    }

    public async Task DisposeAsync()
    {
        Http.Dispose();
        await Platform.DisposeAsync();
    }

    /// <summary>Posts what must be accepted.</summary>
    protected async Task Accepts(string path, object body)
    {
        using var answer = await Http.PostAsJsonAsync(path, body);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await Platform.Quiet();
    }

    protected async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(message is IRefundMessage ? Queues.Refund : Queues.RoutedPayment, message);
    }

    /// <summary>What is shown of one; it has this status.</summary>
    protected async Task<JsonElement> StatusIs(string path, string status)
    {
        var view = await Http.GetFromJsonAsync<JsonElement>(path);
        view.GetProperty("status").GetString().ShouldBe(status);
        return view;
    }

    protected static async Task<JsonElement> Problem(HttpResponseMessage answer, HttpStatusCode code)
    {
        answer.StatusCode.ShouldBe(code);
        answer.Content.Headers.ContentType!.MediaType.ShouldBe("application/problem+json");
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    protected static IEnumerable<string> Fields(JsonElement problem) => problem.GetProperty("errors").EnumerateObject().Select(x => x.Name);
}

using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Claims.Claim;
using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Claims;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Participants.ClaimsOffice;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.Claims.Tests.Claim;

/// <summary>One claim on a platform of its own, with the claims office and people who decide over HTTP.</summary>
sealed class ClaimScenario : IAsyncDisposable
{
    readonly HttpClient _http;

    ClaimScenario(EmbeddedPlatform platform, FileClaim filed) => (Platform, Filed, _http) = (platform, filed, platform.Http());

    public EmbeddedPlatform Platform { get; }

    public FileClaim Filed { get; }

    public Guid Id => Filed.ClaimId;

    /// <summary>A claim that came as far as it comes without people and time.</summary>
    public static async Task<ClaimScenario> Of(FileClaim claim, EmbeddedFamily? family = null)
    {
        var scenario = new ClaimScenario(await EmbeddedPlatform.Start(family ?? ClaimFamilies.WithParticipants), claim);
        await scenario.Hears(claim);
        return scenario;
    }

    public async Task Hears(params object[] messages)
    {
        foreach (var message in messages)
            await Platform.Hears(Queues.Claim, message);
    }

    /// <summary>The payment that was asked for went through.</summary>
    public async Task IsPaid()
    {
        await IsIn("PayClaim");
        var asked = Platform.SentTo<RequestPayment>(Queues.RoutedPayment)[^1].As<RequestPayment>();
        await Hears(new PaymentCompleted(asked.PaymentId, "gateway", "PAY-1", asked.Amount, asked.Amount));
    }

    /// <summary>A person decides over HTTP.</summary>
    public async Task<(HttpStatusCode Code, JsonElement Body)> Decides(string kind, string decision, string by, string reason = "looked into it")
    {
        using var answer = await _http.PostAsJsonAsync($"/api/work-items/{WorkItem.IdOf(kind, Id)}/decision", new { decision, decidedBy = by, reason });
        var body = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await Platform.Quiet();
        return (answer.StatusCode, body);
    }

    /// <summary>A person decides over HTTP, and it counts.</summary>
    public async Task Decided(string kind, string decision, string by, string reason = "looked into it")
    {
        var (code, body) = await Decides(kind, decision, by, reason);
        code.ShouldBe(HttpStatusCode.OK, body.ToString());
    }

    public async Task<(HttpStatusCode Code, JsonElement Body)> Posts(string word, object body)
    {
        using var answer = await _http.PostAsJsonAsync($"/claims/{Id}/{word}", body);
        var said = await answer.Content.ReadFromJsonAsync<JsonElement>();
        await Platform.Quiet();
        return (answer.StatusCode, said);
    }

    public Task<JsonElement> View() => _http.GetFromJsonAsync<JsonElement>($"/claims/{Id}");

    public Task<JsonElement> OperatorsView() => _http.GetFromJsonAsync<JsonElement>($"/api/sagas/{Id}");

    public async Task<ClaimState> Claim() => (await Platform.Saga<ClaimState>(Id)).ShouldNotBeNull();

    public async Task<WorkItem> Item(string kind) =>
        (await Platform.Store.Find<WorkItem>(WorkItem.IdOf(kind, Id), null, default)).ShouldNotBeNull($"nobody was asked for {kind}");

    public async Task<ClaimRecord> Record() => (await Platform.Store.Find<ClaimRecord>(Id, null, default)).ShouldNotBeNull("there is no record");

    public async Task IsIn(string state) => (await Platform.StateOf(Id)).ShouldBe(state, (await Platform.History(Id)).Told());

    public void Announced<T>(int times = 1) => Platform.Published<T>().Count.ShouldBe(times, typeof(T).Name);

    /// <summary>One payment was asked for, under one id, however often.</summary>
    public void PaymentWasAskedFor(int times = 1) =>
        Platform.SentTo<RequestPayment>(Queues.RoutedPayment).Select(x => x.MessageId).Distinct().Count().ShouldBe(times);

    /// <summary>Every law holds, nothing went wrong, and it went only where its machine draws an arrow.</summary>
    public async Task Lawful()
    {
        Platform.Errors(Queues.Claim).ShouldBeEmpty();
        (await Platform.History(Id)).ShouldFollow(Platform.Get<ClaimStateMachine>());
        var laws = await Platform.ClaimLaws();
        laws.ShouldAllBe(x => x.NotChecked == null);
        laws.SelectMany(x => x.Broken).ShouldBeEmpty();
        await NothingIsLeftOpen();
    }

    /// <summary>When all has come to rest, a claim that is over has its record, and nobody is asked about it any more.</summary>
    async Task NothingIsLeftOpen()
    {
        var over = await Rows<ClaimState>(x => x.Where(c => c.EndedAt != null));
        over.Select(x => x.CorrelationId).Except((await Rows<ClaimRecord>(x => x)).Select(x => x.ClaimId)).ShouldBeEmpty("no record");
        (await Rows<WorkItem>(x => x.Where(i => i.Status == WorkItemStatus.Open))).Select(x => x.SagaId).Intersect(over.Select(x => x.CorrelationId)).ShouldBeEmpty("work");
    }

    Task<IReadOnlyList<TRow>> Rows<TRow>(Func<IQueryable<TRow>, IQueryable<TRow>> query) where TRow : class, IVersionedRow =>
        Platform.Get<IRowQueries>().List(query, default);

    public async ValueTask DisposeAsync()
    {
        _http.Dispose();
        await Platform.DisposeAsync();
    }
}

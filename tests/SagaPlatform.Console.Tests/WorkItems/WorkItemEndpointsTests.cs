using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Participants;
using SagaPlatform.Core.WorkItems;
using SagaPlatform.Testing.Embedded;

namespace SagaPlatform.OperatorConsole.Tests.WorkItems;

/// <summary>People's decisions over HTTP, on an embedded platform; the saga is a listener that counts what it hears.</summary>
public sealed class WorkItemEndpointsTests : IAsyncLifetime
{
    const string Desk = "test-desk";
    const string Saga = "test-saga";

    static readonly EmbeddedFamily Family = new()
    {
        Services = (services, _) =>
        {
            services.AddWorkItemKind("hand-over", kind => kind.AnswersTo(Saga).DecidedBy("desk").EscalatesTo("leads", afterReminders: 1)
                .Approved((item, decision) => new HandOverAllowed(item.SagaId, decision.By))
                .Refused((item, decision) => new HandOverForbidden(item.SagaId, decision.Reason!)));
            services.AddSingleton<HeardAnswers>().AddOperatorConsole();
        },
        Bus = bus => bus
            .AddParticipant(Desk, x => x.Handles<AllowHandOver, DeskHandler>().Handles<WithdrawHandOver, DeskHandler>())
            .AddParticipant(Saga, x => x.Handles<HandOverAllowed, Listener>().Handles<HandOverForbidden, Listener>()),
        Queues = [Desk, Saga],
        Http = routes => ((WebApplication)routes).MapOperatorConsole(),
    };

    readonly Guid _saga = Guid.NewGuid();
    EmbeddedPlatform _platform = null!;
    HttpClient _http = null!;

    string Item => $"/api/work-items/{WorkItem.IdOf("hand-over", _saga)}";

    public async Task InitializeAsync()
    {
        _platform = await EmbeddedPlatform.Start(Family);
        _http = _platform.Http();
    }

    public async Task DisposeAsync()
    {
        _http.Dispose();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task What_is_asked_for_is_listed_for_its_group_and_shown_whole()
    {
        await Asked();

        var page = await Json(await _http.GetAsync("/api/work-items?for=desk&kind=hand-over&status=open&limit=10"));

        var item = page["items"]!.AsArray().ShouldHaveSingleItem()!;
        item["href"]!.GetValue<string>().ShouldBe(Item);
        item["status"]!.GetValue<string>().ShouldBe("Open");
        item["title"]!.GetValue<string>().ShouldBe("Hand the parcel over?");
        item["sagaHref"]!.GetValue<string>().ShouldBe($"/api/sagas/{_saga}");
        JsonNode.DeepEquals(item, await Json(await _http.GetAsync(Item))).ShouldBeTrue();
        (await Json(await _http.GetAsync("/api/work-items?for=leads")))["items"]!.AsArray().ShouldBeEmpty();
    }

    [Fact]
    public async Task An_approval_reaches_the_saga_once_however_often_it_is_sent()
    {
        await Asked();

        for (var i = 0; i < 3; i++)
            (await Json(await Decides("Approve", "Anna", "seen")))["status"]!.GetValue<string>().ShouldBe("Approved");

        await Heard(new HandOverAllowed(_saga, "Anna"));
    }

    [Fact]
    public async Task A_refusal_reaches_the_saga_with_its_reason()
    {
        await Asked();

        await Json(await Decides("Refuse", "Anna", "too heavy"));

        await Heard(new HandOverForbidden(_saga, "too heavy"));
    }

    [Fact]
    public async Task Two_different_people_must_approve_where_two_are_needed()
    {
        await Asked(deciders: 2);

        (await Json(await Decides("Approve", "Anna", "seen")))["status"]!.GetValue<string>().ShouldBe("Open");
        (await Json(await Decides("Approve", " ANNA ", "seen")))["status"]!.GetValue<string>().ShouldBe("Open", "the same person again");
        await HeardNothing();

        (await Json(await Decides("Approve", "Bert", "seen too")))["status"]!.GetValue<string>().ShouldBe("Approved");
        await Heard(new HandOverAllowed(_saga, "Bert"));
    }

    [Fact]
    public async Task Who_approved_cannot_refuse_afterwards()
    {
        await Asked(deciders: 2);
        await Decides("Approve", "Anna", "seen");

        await Conflicts(await Decides("Refuse", "anna", "changed my mind"), "Anna approved at 20", "(seen)");
        await HeardNothing();
    }

    [Fact]
    public async Task Who_asked_for_it_cannot_decide_it()
    {
        await Asked(deciders: 1, "Rita");

        await Conflicts(await Decides("Approve", "rita ", "mine"), "rita may not decide");
        await HeardNothing();
    }

    [Fact]
    public async Task A_decision_on_what_is_decided_is_told_who_decided_what_and_when()
    {
        await Asked();
        await Decides("Refuse", "Anna", "too heavy");

        await Conflicts(await Decides("Approve", "Bert", "light enough"), "Refused since 20", "Anna refused at 20", "(too heavy)");
        await Heard(new HandOverForbidden(_saga, "too heavy"));
    }

    [Fact]
    public async Task What_was_withdrawn_is_not_decided_any_more()
    {
        await Asked();
        await _platform.Hears(Desk, new WithdrawHandOver(_saga));

        await Conflicts(await Decides("Approve", "Anna", "seen"), "withdrawn at 20", "Nobody had decided");
        await HeardNothing();
    }

    [Fact]
    public async Task What_was_escalated_is_no_longer_with_the_first_group()
    {
        await Asked();
        await Asked(); // the reminder that escalates

        await Conflicts(await Decides("Approve", "Anna", "seen", group: "desk"), "escalated from desk to leads at 20", "1 reminder");
        (await Json(await _http.GetAsync("/api/work-items?for=leads")))["items"]!.AsArray().ShouldHaveSingleItem();
        await Json(await Decides("Approve", "Lena", "seen", group: "leads"));
        await Heard(new HandOverAllowed(_saga, "Lena"));
    }

    [Fact]
    public async Task Two_processes_that_take_a_decision_at_once_send_one_answer()
    {
        await Asked();
        using var meeting = new MeetingRows.Meeting(people: 2);

        var answers = await Task.WhenAll(Takes("Anna", WorkItemVerdict.Approve, meeting), Takes("Bert", WorkItemVerdict.Refuse, meeting));

        var taken = answers.Single(x => x.Conflict == null).Item!;
        answers.Single(x => x.Conflict != null).Conflict!.Title.ShouldBe("Decided already");
        await Heard(taken.Status == WorkItemStatus.Approved ? new HandOverAllowed(_saga, "Anna") : new HandOverForbidden(_saga, "no"));
    }

    [Fact]
    public async Task An_unknown_item_is_not_found()
    {
        (await Decides("Approve", "Anna", "seen")).StatusCode.ShouldBe(HttpStatusCode.NotFound);
        (await _http.GetAsync(Item)).StatusCode.ShouldBe(HttpStatusCode.NotFound);
    }

    [Theory]
    [InlineData("""{"decision":"Perhaps","decidedBy":"Anna"}""", "decision")]
    [InlineData("""{"decidedBy":"Anna"}""", "decision")]
    [InlineData("""{"decision":"Approve"}""", "decidedBy")]
    [InlineData("""{"decision":"Approve","decidedBy":"  "}""", "decidedBy")]
    [InlineData("""{"decision":"Refuse","decidedBy":"Anna"}""", "reason")]
    [InlineData("""{"decision":"Approve","decidedBy":"Anna","reason":"paid with 4111 1111 1111 1111"}""", "reason")]
    public async Task A_decision_that_is_no_decision_is_refused_and_names_its_field(string body, string field)
    {
        await Asked();

        using var answer = await _http.PostAsync($"{Item}/decision", new StringContent(body, Encoding.UTF8, "application/json"));

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(x => x.Key).ShouldBe([field]);
        await HeardNothing();
    }

    [Theory]
    [InlineData("?status=perhaps", "status")]
    [InlineData("?limit=0", "limit")]
    [InlineData("?after=nowhere", "after")]
    public async Task A_query_that_is_none_is_refused_and_names_its_field(string query, string field)
    {
        using var answer = await _http.GetAsync("/api/work-items" + query);

        answer.StatusCode.ShouldBe(HttpStatusCode.BadRequest);
        JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["errors"]!.AsObject().Select(x => x.Key).ShouldBe([field]);
    }

    Task Asked(int deciders = 1, params string[] mayNotDecide) =>
        _platform.Hears(Desk, new AllowHandOver(_saga, deciders, mayNotDecide));

    Task<HttpResponseMessage> Decides(string decision, string decidedBy, string reason, string? group = null) =>
        _http.PostAsJsonAsync($"{Item}/decision", new { decision, decidedBy, reason, group });

    /// <summary>A process of its own: it shares nothing with the other but the store.</summary>
    Task<DecisionResult> Takes(string person, WorkItemVerdict verdict, MeetingRows.Meeting meeting) =>
        ActivatorUtilities.CreateInstance<WorkItemDecisions>(_platform.Get<IServiceProvider>(), new MeetingRows.Scopes(_platform.Get<IServiceScopeFactory>(), meeting))
            .Decide(WorkItem.IdOf("hand-over", _saga), new DecideWorkItem(verdict, person, "no"), CancellationToken.None);

    async Task Heard(object answer)
    {
        await _platform.Quiet();
        var heard = _platform.SentTo<HandOverAllowed>(Saga).Concat(_platform.SentTo<HandOverForbidden>(Saga)).ShouldHaveSingleItem();
        heard.Type.ShouldBe(answer.GetType().Name);
        _platform.Get<HeardAnswers>().All.ShouldBe([answer]);
    }

    async Task HeardNothing()
    {
        await _platform.Quiet();
        _platform.SentTo<HandOverAllowed>(Saga).Concat(_platform.SentTo<HandOverForbidden>(Saga)).ShouldBeEmpty();
    }

    static async Task Conflicts(HttpResponseMessage answer, params string[] words)
    {
        answer.StatusCode.ShouldBe(HttpStatusCode.Conflict);
        var detail = JsonNode.Parse(await answer.Content.ReadAsStringAsync())!["detail"]!.GetValue<string>();
        words.ShouldAllBe(x => detail.Contains(x), detail);
    }

    static async Task<JsonObject> Json(HttpResponseMessage answer)
    {
        var text = await answer.Content.ReadAsStringAsync();
        answer.StatusCode.ShouldBe(HttpStatusCode.OK, text);
        return JsonNode.Parse(text)!.AsObject();
    }
}

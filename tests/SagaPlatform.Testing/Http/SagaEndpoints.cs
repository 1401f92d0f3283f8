using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using SagaPlatform.Testing.Embedded;
using Shouldly;
using Xunit;

namespace SagaPlatform.Testing.Http;

/// <summary>Something that is said to a saga by HTTP.</summary>
/// <param name="Name">The last part of its path: <c>cancel</c>.</param>
/// <param name="Body">One that is right.</param>
/// <param name="Missing">The fields that an empty one is told it lacks, in the order of the alphabet.</param>
public sealed record Word(string Name, object Body, params string[] Missing)
{
    /// <summary>A word that gives nothing but its reason.</summary>
    public static Word WithReason(string name) => new(name, new { reason = "Changed my mind." }, "reason");

    /// <summary>A person's answer to the question about a step.</summary>
    public static Word Ruling(string step) => new("rulings", new { step, ruling = "Done", decidedBy = "clerk" }, "decidedBy", "step");
}

/// <summary>
/// What every saga's endpoints promise: the same again is one, other content under its id is a conflict, what is wrong is told
/// field by field and leaves nothing behind, and of what nobody started there is nothing to see and nothing to say to.
/// </summary>
/// <remarks>A saga says what starts it, what is wrong with a wrong start, and which words it hears; and adds tests of its own.</remarks>
/// <typeparam name="TStart">The body that starts one.</typeparam>
/// <param name="family">The saga by HTTP, from a static field.</param>
/// <param name="path">Where its endpoints are: <c>/orders</c>.</param>
/// <param name="queue">The saga's own queue, to which the start is sent.</param>
public abstract class SagaEndpoints<TStart>(EmbeddedFamily family, string path, string queue) : SagaHttp(family, path, queue)
    where TStart : class
{
    /// <summary>A start that is right, and after which nobody is asked what to do; the same for the same id.</summary>
    protected abstract TStart Good(Guid id);

    /// <summary>Another start that is right, under the same id.</summary>
    protected abstract TStart Other(TStart start);

    /// <summary>A start with as many wrong fields as may be, and their names.</summary>
    protected abstract (TStart Start, string[] Fields) Wrong(Guid id);

    /// <summary>All that may be said to one, rulings included.</summary>
    protected abstract IReadOnlyList<Word> Words { get; }

    [Fact]
    public async Task What_is_started_is_accepted_with_the_place_where_it_can_be_followed()
    {
        var id = Guid.NewGuid();

        using var answer = await Post(Good(id));

        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        answer.Headers.Location!.ToString().ShouldBe($"{Path}/{id}");
        (await Json(answer)).GetProperty("status").GetString().ShouldNotBeNullOrEmpty();
        await Platform.Quiet();
        (await Http.GetFromJsonAsync<JsonElement>(answer.Headers.Location)).GetProperty("status").GetString().ShouldNotBeNullOrEmpty();
        (await Platform.History(id)).ShouldNotBeEmpty();
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task The_same_again_gets_the_same_answer_and_is_one(bool begun)
    {
        var start = Good(Guid.NewGuid());
        var view = await Started(start, begun);

        using var again = await Post(start);

        (again.StatusCode, again.Headers.Location?.ToString()).ShouldBe((HttpStatusCode.Accepted, view.Place));
        await NothingCameOfIt(start, view);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task Other_content_under_the_same_id_is_a_conflict_and_leaves_no_trace(bool begun)
    {
        var start = Good(Guid.NewGuid());
        var view = await Started(start, begun);

        using var other = await Post(Other(start));

        (await Problem(other, HttpStatusCode.Conflict)).GetProperty("detail").GetString()!.ShouldContain("other content");
        await NothingCameOfIt(start, view);
    }

    [Fact]
    public async Task Every_wrong_field_is_named_and_nothing_is_stored()
    {
        var id = Guid.NewGuid();
        var (start, fields) = Wrong(id);

        using var answer = await Post(start);

        (await WrongFields(answer)).ShouldBe(fields.Order(StringComparer.Ordinal));
        await NothingIsStored(id);
    }

    [Theory]
    [InlineData("4111 1111 1111 1111")]
    [InlineData("tok-4111111111111111")]
    public async Task A_card_number_is_refused_in_every_text_and_never_repeated(string number)
    {
        var id = Guid.NewGuid();
        var texts = typeof(TStart).GetProperties().Where(x => x.PropertyType == typeof(string)).Select(x => JsonNamingPolicy.CamelCase.ConvertName(x.Name)).ToList();
        texts.ShouldNotBeEmpty();

        foreach (var text in texts)
        {
            var start = JsonSerializer.SerializeToNode(Good(id), JsonSerializerOptions.Web)!.AsObject();
            start[text] = number;
            using var answer = await Post(start);
            (await WrongFields(answer)).ShouldBe([text]);
            var told = await answer.Content.ReadAsStringAsync();
            told.ShouldContain("card number");
            told.Replace(" ", "", StringComparison.Ordinal).ShouldNotContain("1111111111");
        }

        await NothingIsStored(id);
    }

    [Fact]
    public async Task A_word_says_which_fields_it_lacks()
    {
        foreach (var word in Words)
        {
            using var answer = await Post(Guid.NewGuid(), word.Name, new { });
            (await WrongFields(answer)).ShouldBe(word.Missing, word.Name);
        }
    }

    [Fact]
    public async Task Of_what_nobody_started_there_is_nothing_to_see_and_nothing_to_say_to()
    {
        var id = Guid.NewGuid();

        using var shown = await Http.GetAsync($"{Path}/{id}");
        await IsUnknown(shown);
        foreach (var word in Words)
        {
            using var answer = await Post(id, word.Name, word.Body);
            await IsUnknown(answer);
        }

        await NothingIsStored(id);

        async Task IsUnknown(HttpResponseMessage answer) =>
            (await Problem(answer, HttpStatusCode.NotFound)).GetProperty("detail").GetString()!.ShouldContain(id.ToString());
    }

    [Fact]
    public async Task A_ruling_without_a_question_is_a_conflict()
    {
        var id = Guid.NewGuid();
        await Accepts(Good(id));
        var history = (await Platform.History(id)).Count;

        var problem = await Conflicts(id, "rulings", Words.Single(x => x.Name == "rulings").Body);

        problem.GetProperty("title").GetString().ShouldBe("Nothing to rule on");
        await Platform.Quiet();
        (await Platform.History(id)).Count.ShouldBe(history);
    }

    /// <summary>Starts one, which goes as far as it can, or is accepted and not begun yet.</summary>
    async Task<(string? Place, string Told)> Started(TStart start, bool begun)
    {
        if (!begun)
            Platform.Post.Hold<TStart>();
        using var answer = await Post(start);
        answer.StatusCode.ShouldBe(HttpStatusCode.Accepted, await answer.Content.ReadAsStringAsync());
        await Platform.Quiet();
        return (answer.Headers.Location?.ToString(), await Http.GetStringAsync(answer.Headers.Location));
    }

    /// <summary>What is shown is what was shown before, and the saga was started once, with what came first.</summary>
    async Task NothingCameOfIt(TStart start, (string? Place, string Told) before)
    {
        await Platform.Quiet();
        (await Http.GetStringAsync(before.Place)).ShouldBe(before.Told);
        await Platform.Release();
        JsonSerializer.Serialize(Platform.SentTo<TStart>(Queue).ShouldHaveSingleItem().As<TStart>()).ShouldBe(JsonSerializer.Serialize(start));
    }
}

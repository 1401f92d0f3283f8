using System.Globalization;

namespace SagaPlatform.Host.Commands;

/// <summary>Asks a running platform whether its laws hold, and says each of them. For people, and for scripts by its exit code.</summary>
static class InvariantsCommand
{
    const int Broken = 1;
    const int NotChecked = 3;
    const int NoAnswer = 5;

    /// <summary>Reading whole tables takes its time.</summary>
    static readonly TimeSpan Limit = TimeSpan.FromMinutes(10);

    /// <returns>0 when all laws hold, 1 when one is broken, 3 when one could not be checked, 5 without an answer.</returns>
    public static async Task<int> Run(string[] args)
    {
        var url = Arguments.Url(args);
        try
        {
            using var http = Arguments.Http(Limit);
            using var answer = await http.GetAsync(new Uri($"{url}/api/invariants"));
            if (answer.IsSuccessStatusCode)
                return Tell(await answer.Content.ReadFromJsonAsync<Report>() ?? new Report([]), Console.Out);
            await Console.Error.WriteLineAsync($"{url}/api/invariants answers {(int)answer.StatusCode}: {await answer.Content.ReadAsStringAsync()}");
            return NoAnswer;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or System.Text.Json.JsonException)
        {
            await Console.Error.WriteLineAsync($"{url} does not answer: {e.Message} Start the platform first: make run.");
            return NoAnswer;
        }
    }

    internal static int Tell(Report report, TextWriter to)
    {
        foreach (var law in report.Laws)
        {
            var verdict = law.NotChecked != null ? "NOT CHECKED" : law.Broken.Count > 0 ? "BROKEN" : "holds";
            to.WriteLine(string.Create(CultureInfo.InvariantCulture, $"{verdict,-11}  {law.Name}: {law.Sentence} ({law.Rows} rows)"));
            foreach (var sentence in law.Broken)
                to.WriteLine($"             - {sentence}");
            if (law.NotChecked != null)
                to.WriteLine($"             - {law.NotChecked}");
        }

        var broken = report.Laws.Count(x => x.Broken.Count > 0);
        var unchecked_ = report.Laws.Count(x => x.NotChecked != null);
        to.WriteLine($"{report.Laws.Count} laws: {report.Laws.Count - broken - unchecked_} hold, {broken} broken, {unchecked_} not checked.");
        return broken > 0 ? Broken : unchecked_ > 0 || report.Laws.Count == 0 ? NotChecked : 0;
    }

    internal sealed record Report(IReadOnlyList<Law> Laws);

    internal sealed record Law(string Name, string Sentence, long Rows, IReadOnlyList<string> Broken, string? NotChecked);
}

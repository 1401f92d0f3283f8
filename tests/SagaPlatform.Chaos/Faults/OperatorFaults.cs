using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using SagaPlatform.Chaos.Load;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos.Faults;

/// <summary>People who act on sagas through the console's API while messages go on arriving.</summary>
static class OperatorFaults
{
    const int OrdersActedOn = 12;
    const int Done = StatusCodes.Status200OK;
    static readonly string[] Verbs = ["cancel", "retry", "hold"];
    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(6);
    static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(100);
    static readonly HttpClient Http = new() { Timeout = AnswerLimit };

    /// <summary>What an act may be answered with: done, moved or not allowed, the store is away, nothing.</summary>
    static readonly int[] Expected = [Done, StatusCodes.Status409Conflict, StatusCodes.Status503ServiceUnavailable, 0];

    /// <summary>All of them.</summary>
    public static IEnumerable<Fault> All()
    {
        yield return new Fault("operators-race", "F22 F27", Race) { IsShort = true };
    }

    /// <summary>
    /// Two operators look at the same order and act on it at the same moment, each through a host of its own, while its answers arrive;
    /// half of the orders wait in silence, so that somebody finds them where they were.
    /// </summary>
    static async Task Race(Injection x)
    {
        var drawn = Enumerable.Range(0, OrdersActedOn)
            .Select(i => (Order: i % 2 == 0 ? Business.SilentOrder(x.Random) : Business.Order(x.Random), Verbs: (string[])[x.One(Verbs), x.One(Verbs)]))
            .ToList();
        var done = await Task.WhenAll(drawn.Select(each => Two(x.Lab, each.Order, each.Verbs)));
        x.Say($"{done.Sum()} of {2 * OrdersActedOn} acts on {OrdersActedOn} orders done");
    }

    static async Task<int> Two(Lab lab, Asked order, string[] verbs)
    {
        await lab.Traffic.Comes(order);
        var doors = lab.Fleet.Hosts.Take(verbs.Length).ToArray();
        if (await Seen(doors[0], order.Id, order.WaitsForClock ? "ChargePayment" : null) is not { } saga)
            return 0; // a host that was just killed serves nobody: nothing was acted upon
        var version = (int)saga["version"]!;
        var codes = await Task.WhenAll(doors.Zip(verbs, (door, verb) => Act(lab, door, order.Id, verb, version)));

        foreach (var code in codes.Where(code => !Expected.Contains(code)))
            lab.Unexpected.Add($"An operator's act on order {order.Id} was answered with {code}.");
        if (codes.Count(code => code == Done) > 1)
            lab.Unexpected.Add($"Two operators acted on order {order.Id} at version {version}, and both were told that it is done.");
        if (verbs.Contains("hold", StringComparer.Ordinal))
            await LetGo(lab, doors[0], order.Id);
        return codes.Count(code => code == Done);
    }

    /// <summary>An unanswered hold may have been done: whoever was held must not stay so.</summary>
    static async Task LetGo(Lab lab, Member door, Guid order)
    {
        while (await Seen(door, order) is { } saga && saga["held"] != null)
        {
            await Act(lab, door, order, "release", (int)saga["version"]!);
            await Task.Delay(AgainAfter);
        }
    }

    /// <summary>The order as the console shows it, once it is in that state; null when nobody shows it in time.</summary>
    static async Task<JsonNode?> Seen(Member door, Guid order, string? state = null)
    {
        var until = DateTime.UtcNow + AnswerLimit;
        while (DateTime.UtcNow < until)
        {
            try
            {
                using var answer = await Http.GetAsync(new Uri(door.Process!.Address, $"/api/sagas/{order}"));
                if (answer.IsSuccessStatusCode && JsonNode.Parse(await answer.Content.ReadAsStringAsync()) is { } saga && (state == null || (string?)saga["state"] == state))
                    return saga;
            }
            catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException or IOException)
            {
                // being broken
            }

            await Task.Delay(AgainAfter);
        }

        return null;
    }

    static Task<int> Act(Lab lab, Member door, Guid order, string verb, int version) =>
        lab.Traffic.Post(door, $"/api/sagas/{order}/{verb}", order, verb, new { reason = "Two see the same.", version });
}

using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text.Json;
using System.Text.Json.Serialization;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos.Load;

/// <summary>
/// Customers. Each asks for one thing, of any host, and asks again, with the same id, until somebody has said yes or no: an
/// answer that does not come is no failure, only nothing known.
/// </summary>
sealed class Traffic(Fleet fleet, Book book, History history, ChaosOptions options) : IDisposable
{
    static readonly TimeSpan AgainAfter = TimeSpan.FromMilliseconds(400);
    static readonly TimeSpan AnswerLimit = TimeSpan.FromSeconds(6);
    static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web) { Converters = { new JsonStringEnumConverter() } };

    readonly HttpClient _http = new() { Timeout = AnswerLimit };
    readonly ConcurrentDictionary<Task, byte> _customers = new();
    readonly ConcurrentBag<string> _unexpected = [];
    readonly Random _random = new(options.Seed);
    double _factor = 1;

    /// <summary>Answers that no fault explains.</summary>
    public IReadOnlyCollection<string> Unexpected => _unexpected;

    /// <summary>Many times as many customers; 1 for the normal number.</summary>
    public double Factor
    {
        get => Volatile.Read(ref _factor);
        set => Volatile.Write(ref _factor, value);
    }

    /// <summary>Customers come until it is told to stop.</summary>
    public async Task Run(CancellationToken stop)
    {
        while (!stop.IsCancellationRequested)
        {
            _ = Comes(Business.Next(_random));
            await Task.Delay(TimeSpan.FromSeconds(1 / (options.RatePerSecond * Factor)), stop).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    /// <summary>One customer comes.</summary>
    /// <returns>Completes when the customer has an answer.</returns>
    public Task Comes(Asked asked)
    {
        var entry = book.Add(asked);
        var customer = Task.Run(() => Ask(entry));
        _customers.TryAdd(customer, 0);
        _ = customer.ContinueWith(x =>
        {
            _customers.TryRemove(x, out _);
            if (x.Exception is { } failure)
                _unexpected.Add($"A customer gave up: {failure.GetBaseException().Message}");
        }, TaskScheduler.Default);
        return customer;
    }

    /// <summary>Completes when every customer has an answer.</summary>
    public Task AllAnswered() => Task.WhenAll(_customers.Keys);

    /// <summary>Posts once to a host, whatever comes of it.</summary>
    /// <returns>The status; 0 when there was no answer.</returns>
    public async Task<int> Post(Member host, string path, Guid id, string op, object body)
    {
        var client = $"customer-{id:n}"[..17];
        history.Write(client, op, Outcome.Invoke, id, host.Name);
        try
        {
            using var answer = await _http.PostAsJsonAsync(new Uri(host.Process!.Address, path), body, Json);
            var code = (int)answer.StatusCode;
            var outcome = answer.IsSuccessStatusCode ? Outcome.Ok : code is >= 400 and < 500 and not 429 ? Outcome.Fail : Outcome.Info;
            history.Write(client, op, outcome, id, outcome == Outcome.Ok ? null : $"{code} {await answer.Content.ReadAsStringAsync()}");
            return code;
        }
        catch (Exception e) when (e is HttpRequestException or TaskCanceledException or InvalidOperationException or IOException)
        {
            history.Write(client, op, Outcome.Info, id, e.Message);
            return 0;
        }
    }

    public void Dispose() => _http.Dispose();

    async Task Ask(Entry entry)
    {
        var asked = entry.Asked;
        while (!entry.IsAcknowledged && !entry.IsRefused)
        {
            if (AnyHost() is { } host)
            {
                entry.Posts++;
                Judge(entry, await Post(host, asked.Path, asked.Id, "start", asked.Body));
            }

            if (!entry.IsAcknowledged)
                await Task.Delay(AgainAfter);
        }

        if (asked.IsCancelled && AnyHost() is { } other)
            await Post(other, $"{asked.Path}/{asked.Id}/cancel", asked.Id, "cancel", new { reason = "Found it cheaper." });
    }

    void Judge(Entry entry, int code)
    {
        if (code == (int)HttpStatusCode.Accepted)
            entry.IsAcknowledged = true;
        else if (code is >= 400 and < 500 and not 429)
        {
            entry.IsRefused = true;
            _unexpected.Add($"{entry.Asked.Kind} {entry.Asked.Id} was refused with {code}");
        }
    }

    Member? AnyHost()
    {
        var serving = fleet.Hosts.ToArray().Where(x => x.IsServing).ToArray();
        return serving.Length == 0 ? null : serving[Random.Shared.Next(serving.Length)];
    }
}

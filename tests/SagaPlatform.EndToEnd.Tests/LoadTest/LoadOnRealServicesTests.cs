using System.Text.Json;
using SagaPlatform.EndToEnd.Tests.Platform;
using SagaPlatform.LoadTest;
using Xunit.Abstractions;

namespace SagaPlatform.EndToEnd.Tests.LoadTest;

/// <summary>The load generator on a real host with its participants: a few seconds of every saga it knows, each of which must complete.</summary>
public sealed class LoadOnRealServicesTests(LoadOnRealServicesTests.Loaded loaded, ITestOutputHelper output) : IClassFixture<LoadOnRealServicesTests.Loaded>
{
    [Fact]
    public async Task Orders_at_a_steady_rate_all_complete_once_and_the_results_are_written()
    {
        var file = Path.GetTempFileName();
        try
        {
            var (code, said) = await Load("--rate", "5", "--seconds", "3", "--output", file);

            LastLine(said).ShouldBe("started=15 completed=15 failed=0 lost=0 duplicated=0", said);
            code.ShouldBe(0);
            using var results = JsonDocument.Parse(await File.ReadAllTextAsync(file));
            results.RootElement.GetProperty("verdict").GetProperty("completed").GetInt32().ShouldBe(15);
            results.RootElement.GetProperty("latency").GetProperty("count").GetInt32().ShouldBe(15);
            (await loaded.Platform.Database.Scalar<long>("SELECT count(*) FROM saga.order_fulfilment WHERE state = 'Completed'")).ShouldBeGreaterThanOrEqualTo(15);
        }
        finally
        {
            File.Delete(file);
        }
    }

    [Theory]
    [InlineData("transfer")]
    [InlineData("payment")]
    [InlineData("admission")]
    [InlineData("ride")]
    public async Task Every_other_saga_that_can_be_started_completes(string saga)
    {
        var (code, said) = await Load("--saga", saga, "--shape", "burst", "--rate", "1", "--burst", "3", "--every", "1", "--seconds", "2");

        LastLine(said).ShouldBe("started=5 completed=5 failed=0 lost=0 duplicated=0", said);
        code.ShouldBe(0);
    }

    async Task<(int Code, string Said)> Load(params string[] options)
    {
        using var said = new StringWriter();
        var code = await LoadCommand.Run(["--broker", loaded.Platform.Broker.Address.ToString(), "--drain", "120", .. options], said, said, CancellationToken.None);
        output.WriteLine(said.ToString());
        return (code, said.ToString().TrimEnd());
    }

    static string LastLine(string said) => said.Split(Environment.NewLine)[^1];

    /// <summary>A platform whose rides are looked at every second, and whose limits do not pass on a busy machine.</summary>
    public sealed class Loaded : IAsyncLifetime
    {
        static readonly string[] Patient =
        [
            "Orders__Ride__SearchWithin", "Orders__Ride__OfferWithin", "Orders__Ride__QuoteWithin", "Orders__Ride__DispatchWithin", "Orders__Ride__CloseWithin",
            "Payments__RoutedPayment__RouteWithin", "Payments__RoutedPayment__CaptureWithin", "Payments__RoutedPayment__ConfirmWithin",
            "Payments__CrossChainTransfer__ValidateWithin", "Payments__CrossChainTransfer__LockWithin", "Payments__CrossChainTransfer__MonitorWithin",
            "Payments__CrossChainTransfer__ReleaseWithin", "Payments__CrossChainTransfer__RecordWithin",
        ];

        public RealPlatform Platform { get; private set; } = null!;

        public async Task InitializeAsync()
        {
            Platform = await RealPlatform.WithParticipants(new Dictionary<string, string>(
                [.. RealPlatform.PatientLimits, .. Patient.Select(x => KeyValuePair.Create(x, "00:01:00"))], StringComparer.Ordinal)
            {
                ["Orders__Ride__MonitorEvery"] = "00:00:01",
            });
            await Platform.Host().Ready();
        }

        public async Task DisposeAsync() => await Platform.DisposeAsync();
    }
}

using SagaPlatform.Chaos;
using SagaPlatform.Chaos.Faults;
using Xunit.Abstractions;

namespace SagaPlatform.EndToEnd.Tests.Chaos;

/// <summary>The fault lab for as long as a change can wait for it: each short fault once, in an order of its own on every run.</summary>
public sealed class ShortLabTests(ITestOutputHelper output)
{
    static readonly TimeSpan FaultsFor = TimeSpan.FromSeconds(75);

    [Fact]
    public async Task A_platform_that_is_broken_under_load_loses_nothing_doubles_nothing_and_recovers()
    {
        var folder = Directory.CreateTempSubdirectory("saga-lab-").FullName;
        using var said = new StringWriter();
        var report = await new ChaosRun(new ChaosOptions
        {
            Length = FaultsFor,
            Once = true,
            Only = [.. FaultPlan.Known.Where(x => x.IsShort).Select(x => x.Name)],
            RatePerSecond = 5,
            Output = folder,
        }, TextWriter.Synchronized(said)).Run(CancellationToken.None);
        ReportText.Tell(report, said);
        output.WriteLine(said.ToString());

        report.Verdict.IsGood.ShouldBeTrue($"{said}\nThe history and the logs are in {folder}.");
        report.Recoveries.Count.ShouldBeGreaterThanOrEqualTo(5, said.ToString());
        Directory.Delete(folder, recursive: true);
    }
}

using SagaPlatform.Chaos;
using SagaPlatform.Chaos.Faults;

// The fault lab: see README.md. Exit code 0 when nothing was lost, doubled or otherwise wrong; 1 when something was; 2 for a wrong option.
try
{
    if (args is ["--list"])
    {
        foreach (var fault in FaultPlan.Known)
            Console.WriteLine($"{fault.Name,-30} {fault.Matrix,-10}{(fault.IsShort ? " short" : "")}");
        return 0;
    }

    using var stop = new CancellationTokenSource();
    Console.CancelKeyPress += (_, e) => (e.Cancel, _) = (true, stop.CancelAsync());
    var report = await new ChaosRun(ChaosOptions.Read(args), Console.Out).Run(stop.Token);
    ReportText.Tell(report, Console.Out);
    return report.Verdict.IsGood ? 0 : 1;
}
catch (OptionException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}

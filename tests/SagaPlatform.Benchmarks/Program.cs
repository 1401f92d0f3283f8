using System.Diagnostics;
using SagaPlatform.Benchmarks;
using SagaPlatform.Benchmarks.Operators;
using SagaPlatform.Benchmarks.Scale;
using SagaPlatform.Benchmarks.Workers;
using SagaPlatform.Testing.Services;

// compare [--quick | --steady] [--output FILE]   the platform against the yardstick (make bench)
// scale [--quick | --hosts] [--output FILE]     full tables, ringing timeouts, several hosts (make bench-scale)
// operators [--quick] [--output FILE] the console's lists over 1,000,000 sagas, and its live page under load (make bench-operators)
// worker VARIANT                      one side; started by the others
if (args is ["worker", var name])
    return await Worker.Run(
        Enum.Parse<Variant>(name), new Uri(Environment.GetEnvironmentVariable("BENCH_RABBITMQ")!), Environment.GetEnvironmentVariable("BENCH_POSTGRES"));

if (args is not ["compare" or "scale" or "operators", ..])
{
    Console.Error.WriteLine("SagaPlatform.Benchmarks compare|scale|operators [--quick | --steady | --hosts] [--output FILE]");
    return 64;
}

var begun = Stopwatch.StartNew();
void Say(string line) => Console.WriteLine(FormattableString.Invariant($"{begun.Elapsed:mm\\:ss} {line}"));

Say("Starting private RabbitMQ and PostgreSQL");
await using var services = await PrivateServices.StartOwn();
var output = Array.IndexOf(args, "--output") is var at and >= 0 && at + 1 < args.Length ? args[at + 1] : null;
return args[0] switch { "scale" => await Scale(), "operators" => await Operators(), _ => await Compare() };

async Task<int> Compare()
{
    var plan = args.Contains("--quick") ? ComparisonPlan.Quick : ComparisonPlan.Full with { SteadyOnly = args.Contains("--steady") };
    var result = await new Comparison(plan, Say).Run(services);
    Report.Print(result);
    if (output != null)
        await Report.Write(output, result);
    return result.Broken.Count == 0 ? 0 : 1;
}

async Task<int> Scale()
{
    var result = await new ScaleComparison(args.Contains("--quick") ? ScalePlan.Quick : ScalePlan.Full with { HostsOnly = args.Contains("--hosts") }, Say).Run(services);
    ScaleReport.Print(result);
    if (output != null)
        await ScaleReport.Write(output, result);
    return result.Broken.Count == 0 ? 0 : 1;
}

async Task<int> Operators()
{
    var result = await new OperatorsView(args.Contains("--quick") ? OperatorsPlan.Quick : OperatorsPlan.Full, Say).Run(services);
    OperatorsReport.Print(result);
    if (output != null)
        await OperatorsReport.Write(output, result);
    return result.Refused == 0 ? 0 : 1;
}

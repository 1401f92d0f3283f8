using SagaPlatform.CommandLine;

using var stop = new CancellationTokenSource();
Console.CancelKeyPress += (_, e) =>
{
    e.Cancel = true;
    stop.Cancel();
};
return await SagaCommand.Run(args, Console.Out, Console.Error, Environment.GetEnvironmentVariable, stop.Token);

using System.Runtime.InteropServices;
using SagaPlatform.LoadTest;

// The first Ctrl+C (or docker stop) ends the arrivals and still gives a verdict on what was started; the second one kills.
using var stop = new CancellationTokenSource();
using var interrupt = PosixSignalRegistration.Create(PosixSignal.SIGINT, Stop);
using var terminate = PosixSignalRegistration.Create(PosixSignal.SIGTERM, Stop);
return await LoadCommand.Run(args, Console.Out, Console.Error, stop.Token);

void Stop(PosixSignalContext signal)
{
    signal.Cancel = !stop.IsCancellationRequested;
    stop.Cancel();
}

using Microsoft.Extensions.Hosting;

namespace SagaPlatform.Core.Hosting;

/// <summary>
/// Before the bus starts: every machine is complete, or the process does not start and says what is missing.
/// </summary>
sealed class SagaStart(IEnumerable<MachineStart> machines, IServiceProvider services) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        foreach (var machine in machines)
            machine.Prepare(services);
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

/// <summary>What one saga needs done before its first message.</summary>
sealed record MachineStart(Action<IServiceProvider> Prepare);

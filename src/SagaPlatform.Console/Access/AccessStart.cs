using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Access;

namespace SagaPlatform.OperatorConsole.Access;

/// <summary>Nobody could come in, or anybody could: the process does not start.</summary>
public sealed class AccessException(string message) : Exception(message);

/// <summary>Says before anything is listened on how one comes in, and refuses to listen to the world without a key.</summary>
sealed class AccessStart(ApiKeys keys, IOptions<AccessOptions> options, ILogger<AccessStart> log) : IHostedService
{
    public async Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Value.AdminKey is { Length: > 0 and < AccessOptions.AdminKeyCharactersMin })
            throw new AccessException($"SAGA_ADMIN_KEY needs at least {AccessOptions.AdminKeyCharactersMin} characters.");
        if (options.Value.LocalOperator)
            log.LogInformation("Access: nothing but loopback is listened on, so whoever calls from this machine is the local operator with all rights");
        else if (!await keys.AnyValid(cancellationToken))
            throw new AccessException("It would listen on more than loopback, and there is no key. Set SAGA_ADMIN_KEY (or SAGA_ADMIN_KEY_FILE), "
                + "make a key with 'saga keys create' while it listens on loopback, or listen on http://127.0.0.1.");
    }

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;
}

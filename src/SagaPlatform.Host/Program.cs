using SagaPlatform.Host;
using SagaPlatform.Host.Commands;
using SagaPlatform.Host.Commands.Demo;
using SagaPlatform.Host.Settings;

// One executable: the platform, and the small commands that go with it.
try
{
    return args.FirstOrDefault() switch
    {
        "demo" => await DemoCommand.Run(args[1..]),
        "seed" => await SeedCommand.Run(args[1..]),
        "invariants" => await InvariantsCommand.Run(args[1..]),
        "health" => await HealthCommand.Run(args[1..]),
        _ => await PlatformHost.Run(args),
    };
}
catch (SettingsException e)
{
    await Console.Error.WriteLineAsync(e.Message);
    return 2;
}
catch (Exception e) when (e is Microsoft.Extensions.Options.OptionsValidationException or SagaPlatform.Core.Persistence.RowModelException
    or SagaPlatform.Core.Sagas.ProcessDefinitionException or SagaPlatform.Core.Operations.UnknownStatesException
    or SagaPlatform.OperatorConsole.Access.AccessException)
{
    await Console.Error.WriteLineAsync($"The platform does not start. {e.Message}");
    return 2;
}

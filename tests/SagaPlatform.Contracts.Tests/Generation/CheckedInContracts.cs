namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>
/// The contracts folder of the working copy, as the tests see it. With <c>UPDATE_CONTRACTS=1</c> it is written anew once,
/// before the first test looks at it; the tests then judge the result like any other.
/// </summary>
static class CheckedInContracts
{
    public static DocComments Docs { get; } = new(typeof(Conversations).Assembly);

    static readonly Lazy<ContractFiles> Updated = new(() =>
    {
        var files = new ContractFiles(ContractPaths.Folder, Conversations.All, Docs);
        if (Environment.GetEnvironmentVariable("UPDATE_CONTRACTS") == "1")
            files.Update();
        return files;
    });

    public static ContractFiles Files => Updated.Value;
}

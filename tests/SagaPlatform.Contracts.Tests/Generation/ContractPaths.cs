using System.Reflection;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>Where the generated files of the contracts stand, relative to the folder <c>contracts/</c>, always with slashes.</summary>
static class ContractPaths
{
    public static string SchemaOf(Conversation conversation, ConversationMessage message) =>
        $"schemas/{conversation.Family}/{message.Type.Name}.schema.json";

    /// <summary>The first form has no number: PlaceOrder.json, PlaceOrder.2.json, PlaceOrder.3.json.</summary>
    public static string GoldenOf(string family, string message, int form) =>
        form == 1 ? $"golden/{family}/{message}.json" : $"golden/{family}/{message}.{form}.json";

    /// <summary>The folder <c>contracts/</c> of the working copy that the tests were built from.</summary>
    public static string Folder { get; } = FindFolder();

    static string FindFolder()
    {
        for (var folder = new DirectoryInfo(AppContext.BaseDirectory); folder is not null; folder = folder.Parent)
        {
            if (File.Exists(Path.Combine(folder.FullName, "SagaPlatform.sln")))
                return Path.Combine(folder.FullName, "contracts");
        }

        throw new DirectoryNotFoundException($"No folder above {AppContext.BaseDirectory} holds SagaPlatform.sln: run the tests from a working copy.");
    }
}

/// <summary>The constants of <see cref="Queues"/>.</summary>
static class QueueNames
{
    public static IReadOnlyList<(string Name, FieldInfo Field)> All { get; } =
    [
        .. typeof(Queues).GetFields(BindingFlags.Public | BindingFlags.Static)
            .Where(field => field.IsLiteral)
            .Select(field => ((string)field.GetRawConstantValue()!, field)),
    ];
}

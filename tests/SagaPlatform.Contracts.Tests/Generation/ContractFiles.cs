using System.Text.Encodings.Web;
using System.Text.Json;
using System.Text.Json.Nodes;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>The generated files of a contracts folder: what they must say, whether they do, and how to write them anew.</summary>
sealed class ContractFiles(string folder, IReadOnlyList<Conversation> conversations, DocComments docs)
{
    public const string Advice = "Run `make contracts`, read the difference, and commit it with the record.";

    static readonly JsonSerializerOptions Indented = new() { WriteIndented = true, NewLine = "\n", Encoder = JavaScriptEncoder.UnsafeRelaxedJsonEscaping };

    readonly MessageSchema schemas = new(docs);

    /// <summary>Every conversation with each of its messages, in the order of the process.</summary>
    public IEnumerable<(Conversation Conversation, ConversationMessage Message)> Messages =>
        conversations.SelectMany(conversation => conversation.Messages.Select(message => (conversation, message)));

    public JsonObject SchemaOf(ConversationMessage message) => schemas.Of(message.Type, message.Kind);

    public string Read(string path) => File.ReadAllText(Path.Combine(folder, path));

    public bool Exists(string path) => File.Exists(Path.Combine(folder, path));

    /// <summary>The golden files of a message, oldest form first.</summary>
    public IReadOnlyList<string> GoldenForms(Conversation conversation, ConversationMessage message) =>
    [
        .. Enumerable.Range(1, int.MaxValue)
            .Select(form => ContractPaths.GoldenOf(conversation.Family, message.Type.Name, form))
            .TakeWhile(Exists),
    ];

    /// <summary>The envelope that a golden file holds.</summary>
    public JsonObject ReadGolden(string path) => JsonNode.Parse(Read(path))!.AsObject();

    /// <summary>What today's record does not understand of the forms that the message ever had.</summary>
    public IReadOnlyList<string> BreaksOf(Conversation conversation, ConversationMessage message) =>
    [
        .. from path in GoldenForms(conversation, message)
           from reason in Compatibility.BreaksOf(message.Type, SchemaOf(message), ReadGolden(path)["message"]!)
           select $"contracts/{path}: {reason}",
    ];

    /// <summary>The properties of the record that its newest golden file does not show.</summary>
    public IReadOnlyList<string> PropertiesWithoutSample(Conversation conversation, ConversationMessage message)
    {
        var shown = GoldenForms(conversation, message) is [.., var newest]
            ? Compatibility.ShapeOf(ReadGolden(newest)["message"]!)
            : new HashSet<string>();
        return [.. Compatibility.ShapeOf(Sample(message)["message"]!).Where(place => !shown.Contains(place))];
    }

    /// <summary>One readable sentence for each schema, and the AsyncAPI document, that is missing or not what its records say.</summary>
    public IReadOnlyList<string> Differences() => [.. Generated().Select(file => DifferenceOf(file.Key, file.Value)).OfType<string>()];

    /// <summary>Files that no message has any more. A golden file of a message that is gone says which promise was broken.</summary>
    public IReadOnlyList<string> Stale()
    {
        var wanted = Generated().Keys.Concat(Messages.SelectMany(entry => GoldenForms(entry.Conversation, entry.Message)));
        return [.. FilesIn("schemas").Concat(FilesIn("golden")).Except(wanted, StringComparer.Ordinal)];
    }

    /// <summary>
    /// Writes schemas and AsyncAPI document anew, drops schemas that nobody needs, and adds golden files for new messages and for
    /// new optional properties. A golden file that exists is never written over and never deleted: what it says was promised.
    /// </summary>
    public void Update()
    {
        foreach (var (path, content) in Generated())
            Write(path, content);
        foreach (var path in Stale().Where(path => path.StartsWith("schemas/", StringComparison.Ordinal)))
            File.Delete(Path.Combine(folder, path));
        foreach (var (conversation, message) in Messages)
            AddGolden(conversation, message);
    }

    void AddGolden(Conversation conversation, ConversationMessage message)
    {
        if (BreaksOf(conversation, message).Count > 0 || PropertiesWithoutSample(conversation, message).Count == 0)
            return;

        var form = GoldenForms(conversation, message).Count + 1;
        Write(ContractPaths.GoldenOf(conversation.Family, message.Type.Name, form), Json(Sample(message)));
    }

    JsonObject Sample(ConversationMessage message) => SampleMessage.Envelope(message, SchemaOf(message));

    Dictionary<string, string> Generated()
    {
        var files = new Dictionary<string, string>(StringComparer.Ordinal)
        {
            [AsyncApiDocument.RelativePath] = new AsyncApiDocument(conversations, docs).Write(),
            [EnvelopeSchema.RelativePath] = Json(EnvelopeSchema.Create()),
        };
        foreach (var (conversation, message) in Messages)
            files.Add(ContractPaths.SchemaOf(conversation, message), Json(SchemaOf(message)));
        return files;
    }

    string? DifferenceOf(string path, string expected)
    {
        if (!Exists(path))
            return $"contracts/{path} is missing. {Advice}";

        string[] found = Read(path).Split('\n'), wanted = expected.Split('\n');
        for (var i = 0; i < Math.Max(found.Length, wanted.Length); i++)
        {
            var (line, due) = (found.ElementAtOrDefault(i), wanted.ElementAtOrDefault(i));
            if (line != due)
                return $"contracts/{path} differs first in line {i + 1}:\n  in the file:    {line ?? "(ends)"}\n  by the records: {due ?? "(ends)"}\n{Advice}";
        }

        return null;
    }

    IEnumerable<string> FilesIn(string name)
    {
        var root = Path.Combine(folder, name);
        return !Directory.Exists(root) ? [] : Directory.EnumerateFiles(root, "*", SearchOption.AllDirectories)
            .Select(file => Path.GetRelativePath(folder, file).Replace('\\', '/'))
            .Order(StringComparer.Ordinal);
    }

    void Write(string path, string content)
    {
        var file = Path.Combine(folder, path);
        Directory.CreateDirectory(Path.GetDirectoryName(file)!);
        if (!File.Exists(file) || File.ReadAllText(file) != content)
            File.WriteAllText(file, content);
    }

    static string Json(JsonNode node) => node.ToJsonString(Indented) + "\n";
}

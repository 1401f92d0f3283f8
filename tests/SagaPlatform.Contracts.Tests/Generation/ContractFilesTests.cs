using static SagaPlatform.Contracts.Tests.Generation.ParcelSamples;

namespace SagaPlatform.Contracts.Tests.Generation;

/// <summary>On a folder of its own, where every test may break what the working copy must keep.</summary>
public sealed class ContractFilesTests : IDisposable
{
    static readonly DocComments Docs = new(typeof(ParcelSamples).Assembly, typeof(Conversations).Assembly);

    readonly string folder = Directory.CreateTempSubdirectory("contracts-").FullName;

    [Fact]
    public void What_was_just_generated_differs_in_nothing()
    {
        var files = With(typeof(Parcel));

        files.Update();

        files.Differences().ShouldBeEmpty();
        files.Stale().ShouldBeEmpty();
        files.GoldenForms(Family(typeof(Parcel)), Announcement(typeof(Parcel))).ShouldBe(["golden/Samples/Parcel.json"]);
    }

    [Fact]
    public void Generating_twice_writes_the_same()
    {
        With(typeof(Parcel)).Update();
        var first = Snapshot();

        With(typeof(Parcel)).Update();

        Snapshot().ShouldBe(first);
    }

    [Fact]
    public void A_difference_names_the_file_the_first_line_and_what_to_do()
    {
        var files = With(typeof(Parcel));
        files.Update();
        const string Path = "schemas/Samples/Parcel.schema.json";
        var lines = files.Read(Path).Split('\n');
        lines[3] = "  \"description\": \"Something else.\",";
        Write(Path, string.Join('\n', lines));

        var difference = files.Differences().ShouldHaveSingleItem();

        difference.ShouldContain($"contracts/{Path} differs first in line 4");
        difference.ShouldContain("Something else.");
        difference.ShouldContain("The first form.");
        difference.ShouldContain("make contracts");
    }

    [Fact]
    public void A_missing_schema_and_a_missing_AsyncAPI_document_are_named()
    {
        With().Update();
        File.Delete(Path.Combine(folder, "asyncapi.yaml"));

        var differences = With(typeof(Parcel)).Differences();

        differences.Count.ShouldBe(2);
        differences.ShouldContain(text => text.StartsWith("contracts/asyncapi.yaml is missing", StringComparison.Ordinal));
        differences.ShouldContain(text => text.StartsWith("contracts/schemas/Samples/Parcel.schema.json is missing", StringComparison.Ordinal));
    }

    [Fact]
    public void When_a_message_goes_its_schema_goes_with_it_but_its_golden_file_stays_to_tell()
    {
        With(typeof(Parcel)).Update();

        With().Stale().ShouldBe(["schemas/Samples/Parcel.schema.json", "golden/Samples/Parcel.json"]);
        With().Update();

        With().Stale().ShouldBe(["golden/Samples/Parcel.json"]);
    }

    [Fact]
    public void Generating_never_writes_over_a_golden_file()
    {
        var files = With(typeof(Parcel));
        files.Update();
        var older = files.Read("golden/Samples/Parcel.json").Replace("city 1", "another city", StringComparison.Ordinal);
        Write("golden/Samples/Parcel.json", older);

        files.Update();

        files.Read("golden/Samples/Parcel.json").ShouldBe(older);
        files.BreaksOf(Family(typeof(Parcel)), Announcement(typeof(Parcel))).ShouldBeEmpty();
    }

    [Fact]
    public void A_new_optional_property_gets_a_golden_file_of_its_own_beside_the_older_form()
    {
        var (family, message) = Grown(from: typeof(Parcel), to: typeof(WithOptional));
        var files = With(typeof(WithOptional));
        var older = files.Read("golden/Samples/WithOptional.json");
        files.PropertiesWithoutSample(family, message).ShouldBe(["$.note: String", "$.copies: Number"]);

        files.Update();

        files.GoldenForms(family, message).ShouldBe(["golden/Samples/WithOptional.json", "golden/Samples/WithOptional.2.json"]);
        files.Read("golden/Samples/WithOptional.json").ShouldBe(older);
        files.PropertiesWithoutSample(family, message).ShouldBeEmpty();
        files.BreaksOf(family, message).ShouldBeEmpty();
        files.Stale().ShouldBeEmpty();
    }

    [Fact]
    public void Generating_does_not_heal_a_breaking_change()
    {
        var (family, message) = Grown(from: typeof(Parcel), to: typeof(Renamed));
        var files = With(typeof(Renamed));

        files.Update();

        files.GoldenForms(family, message).Count.ShouldBe(1);
        files.BreaksOf(family, message).ShouldContain(text =>
            text.StartsWith("contracts/golden/Samples/Renamed.json: breaking change of Renamed: $.city is no longer read", StringComparison.Ordinal));
    }

    public void Dispose() => Directory.Delete(folder, recursive: true);

    /// <summary>A record that was generated in one form, and is now in another: in life the name stays, so the file moves here.</summary>
    (Conversation Family, ConversationMessage Message) Grown(Type from, Type to)
    {
        With(from).Update();
        File.Move(Path.Combine(folder, $"golden/Samples/{from.Name}.json"), Path.Combine(folder, $"golden/Samples/{to.Name}.json"));
        return (Family(to), Announcement(to));
    }

    ContractFiles With(params Type[] records) => new(folder, [Family(records)], Docs);

    static Conversation Family(params Type[] records) =>
        new("Samples", "Samples", typeof(object), Queues.OrderFulfilment, [.. records.Select(Announcement)]);

    void Write(string path, string content) => File.WriteAllText(Path.Combine(folder, path), content);

    Dictionary<string, string> Snapshot() => Directory
        .EnumerateFiles(folder, "*", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .ToDictionary(file => file, File.ReadAllText);
}

using System.Text.Json.Nodes;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.OperatorConsole.Page.Tests;

/// <summary>What the page brings along.</summary>
public sealed class PackagesTests
{
    static readonly string[] Licences = ["MIT", "Apache-2.0", "ISC", "BSD-2-Clause", "BSD-3-Clause", "0BSD", "MIT AND ISC", "(MIT OR CC0-1.0)"];
    static readonly string _page = Path.Combine(RepositoryRoot.Path, "src/SagaPlatform.Console/Page");

    [Fact]
    public void Every_package_is_licensed_as_we_allow()
    {
        var packages = Read("package-lock.json")["packages"]!.AsObject().Where(x => x.Key.Length > 0).ToList();
        packages.ShouldNotBeEmpty();
        packages.Where(x => !Licences.Contains((string?)x.Value!["license"], StringComparer.Ordinal)).Select(x => $"{x.Key}: {x.Value!["license"]}").ShouldBeEmpty();
        packages.Where(x => x.Value!["integrity"] == null).Select(x => x.Key).ShouldBeEmpty("each is the file that was looked at");
    }

    [Fact]
    public void Every_version_is_exact()
    {
        var package = Read("package.json");
        foreach (var (name, version) in package["dependencies"]!.AsObject().Concat(package["devDependencies"]!.AsObject()))
            Version.TryParse((string?)version, out _).ShouldBeTrue($"{name} {version}");
    }

    static JsonNode Read(string file) => JsonNode.Parse(File.ReadAllText(Path.Combine(_page, file)))!;
}

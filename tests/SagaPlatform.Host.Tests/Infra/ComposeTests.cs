using System.Diagnostics;
using System.Text.RegularExpressions;
using SagaPlatform.Testing.Services;
using YamlDotNet.Serialization;

namespace SagaPlatform.Host.Tests.Infra;

/// <summary>The compose file is read, not started: what can be known without Docker is checked here.</summary>
public sealed class ComposeTests
{
    static readonly string[] Ours = ["host", "participants"];

    readonly Dictionary<string, object> compose = Read(File.ReadAllText(RepositoryRoot.File("docker-compose.yml")));

    [Fact]
    public void Every_image_is_pinned_to_an_exact_version_and_none_is_latest()
    {
        foreach (var (name, service) in Services())
        {
            var image = service["image"].ShouldBeOfType<string>($"{name} names no image");
            IsPinned(image).ShouldBeTrue($"{name}: {image}");
        }

        HashSet<string> stages = [];
        foreach (var line in File.ReadLines(RepositoryRoot.File("infra", "docker", "Dockerfile")).Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)))
        {
            var words = line.Split(' ');
            // A stage that goes on from an earlier one of the same file has that one's base.
            (stages.Contains(words[1]) || IsPinned(words[1])).ShouldBeTrue(line);
            stages.Add(words[^1]);
        }
    }

    [Theory]
    [InlineData("postgres:16.4-bookworm", true)]
    [InlineData("mcr.microsoft.com/dotnet/sdk:10.0.401-noble", true)]
    [InlineData("localhost:5000/postgres", false)]
    [InlineData("postgres", false)]
    [InlineData("postgres:16", false)]
    [InlineData("postgres:latest", false)]
    [InlineData("postgres:16.4-latest", false)]
    [InlineData("postgres:${VERSION:-16.4}", false)]
    public void A_tag_pins_only_when_it_names_at_least_major_and_minor(string image, bool pinned) => IsPinned(image).ShouldBe(pinned);

    [Fact]
    public void Every_service_that_stays_says_whether_it_is_healthy()
    {
        // One with a profile is a task that somebody starts and that ends by itself.
        foreach (var (name, service) in Services().Where(service => !service.Value.ContainsKey("profiles")))
        {
            var check = service["healthcheck"].ShouldBeOfType<Dictionary<object, object>>($"{name} has no health check");
            var test = Texts(check["test"]);
            test[0].ShouldBe("CMD", name);
            test.ShouldNotContain(part => part.Contains("curl", StringComparison.Ordinal), $"{name}: the images have no curl");
            foreach (var limit in new[] { "interval", "timeout", "retries", "start_period" })
            {
                check.ShouldContainKey(limit, $"{name}: {limit}");
            }
        }
    }

    [Fact]
    public void Host_and_participants_start_only_after_broker_and_database_are_healthy()
    {
        foreach (var (name, service) in Services().Where(service => Ours.Contains(service.Key)))
        {
            var order = service["depends_on"].ShouldBeOfType<Dictionary<object, object>>($"{name} starts in no order");
            order.Keys.ShouldContain("rabbitmq", name);
            order.Keys.ShouldContain("postgres", name);
            foreach (var (other, condition) in order)
            {
                ((Dictionary<object, object>)condition)["condition"].ShouldBe("service_healthy", $"{name} after {other}");
            }
        }
    }

    [Fact]
    public void Load_comes_only_when_asked_for_on_the_broker_of_the_host_and_after_all_that_it_loads_is_healthy()
    {
        var load = Services()["load"];

        List(load, "profiles").ShouldBe(["load"]);
        load["restart"].ShouldBe("no", "a run that was not good must not be hidden by another one");
        Map(load, "build")["target"].ShouldBe("load");
        var stages = File.ReadLines(RepositoryRoot.File("infra", "docker", "Dockerfile")).Where(line => line.StartsWith("FROM ", StringComparison.Ordinal)).ToList();
        stages.ShouldContain(line => line.EndsWith(" AS load", StringComparison.Ordinal));
        stages[^1].ShouldNotContain(" AS ", Case.Sensitive, "an image without a target is the platform's");
        WithoutMessages(Environment(load)["SAGA_RABBITMQ"]).ShouldBe(WithoutMessages(Environment(Services()["host"])["SAGA_RABBITMQ"]));
        var order = Map(load, "depends_on");
        order.Keys.Cast<string>().Order().ShouldBe(["host", "participants", "rabbitmq"]);
        order.Values.ShouldAllBe(condition => (string)((Dictionary<object, object>)condition)["condition"] == "service_healthy");
    }

    [Fact]
    public void Published_ports_are_reachable_from_this_machine_only()
    {
        var ports = Services().SelectMany(service => List(service.Value, "ports").Select(port => (service.Key, Port: port))).ToList();

        ports.ShouldNotBeEmpty();
        foreach (var (name, port) in ports)
        {
            port.ShouldStartWith("127.0.0.1:", Case.Sensitive, name);
        }
    }

    [Fact]
    public void What_must_survive_lives_in_named_volumes()
    {
        var named = Map(compose, "volumes").Keys;
        foreach (var (name, path) in new[] { ("rabbitmq", "/var/lib/rabbitmq"), ("postgres", "/var/lib/postgresql/data") })
        {
            var volume = List(Services()[name], "volumes").SingleOrDefault(entry => entry.EndsWith(":" + path, StringComparison.Ordinal));
            named.ShouldContain(volume.ShouldNotBeNull($"{name} keeps {path} in no volume").Split(':')[0], name);
        }

        // The name of the node is the name of its data: without it a new container would start empty.
        Services()["rabbitmq"].ShouldContainKey("hostname");
    }

    [Fact]
    public void No_password_is_written_in_the_files()
    {
        foreach (var (name, service) in Services())
        {
            foreach (var (key, value) in Environment(service).Where(entry => entry.Key.Contains("PASSWORD", StringComparison.Ordinal)))
            {
                value.ShouldStartWith("${", Case.Sensitive, $"{name}: {key}");
                value.ShouldContain(":?", Case.Sensitive, $"{name}: {key} must be refused when empty");
            }

            foreach (var text in Environment(service).Values.Where(value => value.Contains("Password=", StringComparison.Ordinal) || value.Contains("amqp://", StringComparison.Ordinal)))
            {
                Regex.IsMatch(text, @"(Password=|amqp://\w+:)\$\{\w+:\?", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).ShouldBeTrue($"{name}: {text}");
            }
        }

        foreach (var line in File.ReadLines(RepositoryRoot.File("infra", "compose.env.example")).Where(line => line.Contains("PASSWORD=", StringComparison.Ordinal)))
        {
            line.ShouldEndWith("=");
        }

        File.ReadAllText(RepositoryRoot.File("infra", "rabbitmq", "definitions.json")).ShouldNotContain("\"password\"");
    }

    [Fact]
    public void Variables_that_compose_requires_are_the_ones_the_example_explains()
    {
        var asked = Regex.Matches(File.ReadAllText(RepositoryRoot.File("docker-compose.yml")), @"\$\{(?<name>\w+)", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1))
            .Select(match => match.Groups["name"].Value).Distinct();
        var explained = File.ReadLines(RepositoryRoot.File("infra", "compose.env.example"))
            .Where(line => line.Length > 0 && line[0] != '#').Select(line => line.Split('=')[0]).ToList();

        asked.Where(variable => !explained.Contains(variable)).ShouldBeEmpty();
    }

    [Theory]
    [InlineData("host")]
    [InlineData("participants")]
    public async Task Compose_and_the_native_start_configure_a_process_by_the_same_keys(string process)
    {
        var inCompose = Environment(Services()[process]);
        var natively = await NativeEnvironment(process);

        inCompose.Keys.Order().ShouldBe(natively.Keys.Order());
        inCompose["SAGA_MODE"].ShouldBe(natively["SAGA_MODE"]);
        inCompose["SAGA_ROLES"].ShouldBe(natively["SAGA_ROLES"]);
        foreach (var key in new[] { "SAGA_POSTGRES", "SAGA_RABBITMQ", "ASPNETCORE_URLS" })
        {
            natively.ShouldContainKey(key);
        }
    }

    static bool IsPinned(string image)
    {
        var tag = Regex.Match(image, @"^[\w./-]+(?::\d+/[\w./-]+)?:(?<tag>[\w.-]+)(@sha256:[0-9a-f]{64})?$", RegexOptions.ExplicitCapture, TimeSpan.FromSeconds(1)).Groups["tag"].Value;
        return Regex.IsMatch(tag, @"^v?\d+\.\d+", RegexOptions.None, TimeSpan.FromSeconds(1)) && !tag.Contains("latest", StringComparison.OrdinalIgnoreCase);
    }

    static async Task<Dictionary<string, string>> NativeEnvironment(string process)
    {
        var start = new ProcessStartInfo("bash") { UseShellExecute = false, RedirectStandardOutput = true };
        foreach (var argument in new[] { RepositoryRoot.File("infra", "native", "platform.sh"), "environment", process })
        {
            start.ArgumentList.Add(argument);
        }

        using var script = Process.Start(start).ShouldNotBeNull();
        var output = await script.StandardOutput.ReadToEndAsync();
        await script.WaitForExitAsync();
        script.ExitCode.ShouldBe(0);
        return output.Split('\n', StringSplitOptions.RemoveEmptyEntries).Select(line => line.Split('=', 2)).ToDictionary(pair => pair[0], pair => pair[1]);
    }

    Dictionary<string, Dictionary<object, object>> Services() =>
        Map(compose, "services").ToDictionary(entry => (string)entry.Key, entry => (Dictionary<object, object>)entry.Value);

    static Dictionary<string, object> Read(string yaml) => new DeserializerBuilder().Build().Deserialize<Dictionary<string, object>>(yaml);

    static Dictionary<object, object> Map(Dictionary<string, object> parent, string key) => (Dictionary<object, object>)parent[key];

    static Dictionary<object, object> Map(Dictionary<object, object> parent, string key) => (Dictionary<object, object>)parent[key];

    /// <summary>What is said when a variable is missing differs from place to place.</summary>
    static string WithoutMessages(string text) =>
        Regex.Replace(text, @":\?[^}]*\}", "}", RegexOptions.None, TimeSpan.FromSeconds(1));

    static List<string> List(Dictionary<object, object> parent, string key) => parent.TryGetValue(key, out var list) ? Texts(list) : [];

    static List<string> Texts(object list) => [.. ((List<object>)list).Cast<string>()];

    static Dictionary<string, string> Environment(Dictionary<object, object> service) =>
        service.TryGetValue("environment", out var values)
            ? ((Dictionary<object, object>)values).ToDictionary(entry => (string)entry.Key, entry => entry.Value as string ?? "")
            : [];
}

using System.Globalization;
using System.Text;
using Npgsql;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Host.Tests.Infra;

public sealed class PrivateServicesTests
{
    [Fact]
    public async Task A_fresh_database_is_empty_and_gone_afterwards()
    {
        var database = await TestDatabase.Create();
        await using (database)
        {
            (await database.Scalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(0);
            await database.Execute("CREATE TABLE made_here (id int)");
            (await database.Scalar<long>("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'")).ShouldBe(1);
        }

        var refused = await Should.ThrowAsync<PostgresException>(async () => await database.Open());
        refused.SqlState.ShouldBe(PostgresErrorCodes.InvalidCatalogName);
    }

    [Fact]
    public async Task A_database_is_dropped_while_somebody_is_still_connected()
    {
        var database = await TestDatabase.Create();
        await using var forgotten = await database.Open();

        await database.DisposeAsync();

        var services = await PrivateServices.Shared();
        await using var connection = new NpgsqlConnection(services.Postgres);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand($"SELECT count(*) FROM pg_database WHERE datname = '{database.Name}'", connection);
        (await command.ExecuteScalarAsync()).ShouldBe(0L);
    }

    [Fact]
    public async Task The_platform_works_with_a_role_that_is_no_superuser_and_its_commits_are_forced_to_disk()
    {
        await using var database = await TestDatabase.Create();

        (await database.Scalar<bool>("SELECT rolsuper OR rolcreaterole OR rolreplication OR rolbypassrls FROM pg_roles WHERE rolname = current_user")).ShouldBeFalse();
        (await database.Scalar<string>("SHOW fsync")).ShouldBe("on");
        (await database.Scalar<string>("SHOW synchronous_commit")).ShouldBe("on");
    }

    [Fact]
    public async Task A_fresh_virtual_host_is_empty_carries_messages_and_is_gone_afterwards()
    {
        var host = await TestVirtualHost.Create();
        await using (host)
        {
            (await host.Queues()).ShouldBeEmpty();
            await host.DeclareQueue("orders");
            (await host.Publish("", "orders", """{"total":1200}""", headers: new Dictionary<string, string> { ["source"] = "shop" })).ShouldBeTrue();
            (await host.Publish("", "nowhere", "{}")).ShouldBeFalse();

            (await host.Messages("orders")).ShouldHaveSingleItem();
            var message = (await host.Messages("orders", take: true)).ShouldHaveSingleItem();
            message.Body.ShouldBe("""{"total":1200}""");
            message.ContentType.ShouldBe("application/json");
            message.Headers["source"].ShouldBe("shop");
            message.Redelivered.ShouldBeTrue("the first look put it back");
            (await host.Messages("orders")).ShouldBeEmpty();
        }

        await using var another = await TestVirtualHost.Create();
        another.Name.ShouldNotBe(host.Name);
        (await another.Queues()).ShouldBeEmpty();
    }

    [Fact]
    public async Task Two_private_instances_run_side_by_side_and_one_crash_leaves_the_other_alone()
    {
        var both = await Task.WhenAll(PrivateServices.StartOwn(), PrivateServices.StartOwn());
        await using var first = both[0];
        await using var second = both[1];
        second.RabbitMq.Port.ShouldNotBe(first.RabbitMq.Port);
        second.Postgres.ShouldNotBe(first.Postgres);
        foreach (var port in new[] { first.RabbitMq.Port, first.Management.Port, second.RabbitMq.Port, second.Management.Port })
        {
            port.ShouldBeLessThan(32768);
        }

        await using var kept = await TestVirtualHost.Create(first);
        await using var table = await TestDatabase.Create(first);
        await table.Execute("CREATE TABLE kept (id int)");
        await kept.DeclareQueue("kept");
        await IsWritten(first, "kept");

        await Task.WhenAll(first.Kill(PrivateService.RabbitMq), first.Kill(PrivateService.Postgres));

        await using (var elsewhere = await TestVirtualHost.Create(second))
        {
            await elsewhere.DeclareQueue("works");
        }

        await Should.ThrowAsync<InvalidOperationException>(async () => await TestVirtualHost.Create(first));
        await Should.ThrowAsync<NpgsqlException>(async () => await table.Execute("SELECT 1"));

        await Task.WhenAll(first.Start(PrivateService.RabbitMq), first.Start(PrivateService.Postgres));

        (await kept.Queues()).ShouldHaveSingleItem().Name.ShouldBe("kept");
        (await table.Scalar<long>("SELECT count(*) FROM kept")).ShouldBe(0);
    }

    [Fact]
    public async Task Disposed_private_services_leave_no_process_and_no_file()
    {
        var services = await PrivateServices.StartOwn();
        var directory = services.Directory.ShouldNotBeNull();
        ProcessesNaming(directory).ShouldNotBeEmpty();

        await services.DisposeAsync();

        Directory.Exists(directory).ShouldBeFalse();
        ProcessesNaming(directory).Where(line => !line.Contains("services.sh", StringComparison.Ordinal)).ShouldBeEmpty();
    }

    /// <summary>
    /// RabbitMQ answers a declaration before it is in its database's log: a crash within the next moments may lose the
    /// queue, and sometimes did.
    /// </summary>
    static async Task IsWritten(PrivateServices services, string queue)
    {
        var until = DateTime.UtcNow.AddSeconds(60);
        while (!Logs().Any(Holds))
        {
            DateTime.UtcNow.ShouldBeLessThan(until, $"{queue} is not in RabbitMQ's database.");
            await Task.Delay(100);
        }

        IEnumerable<string> Logs() => new[] { "LATEST.LOG", "rabbit_durable_queue.DC?" }
            .SelectMany(x => Directory.EnumerateFiles(Path.Combine(services.Directory!, "rabbitmq"), x, SearchOption.AllDirectories));

        bool Holds(string file)
        {
            try
            {
                return File.ReadAllBytes(file).AsSpan().IndexOf(Encoding.ASCII.GetBytes(queue)) >= 0;
            }
            catch (IOException)
            {
                return false; // the log was just replaced by a new one
            }
        }
    }

    static List<string> ProcessesNaming(string directory) =>
    [
        .. Directory.EnumerateDirectories("/proc")
            .Where(path => int.TryParse(Path.GetFileName(path), NumberStyles.None, CultureInfo.InvariantCulture, out _))
            .Select(path => Path.Combine(path, "cmdline"))
            .Select(ReadOrEmpty)
            .Where(line => line.Contains(directory, StringComparison.Ordinal)),
    ];

    static string ReadOrEmpty(string file)
    {
        try
        {
            return File.ReadAllText(file);
        }
        catch (Exception gone) when (gone is IOException or UnauthorizedAccessException)
        {
            return "";
        }
    }
}

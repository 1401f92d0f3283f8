using Microsoft.Extensions.Configuration;
using SagaPlatform.Host.Settings;

namespace SagaPlatform.Host.Tests.Settings;

public sealed class HostSettingsTests
{
    const string Postgres = "SAGA_POSTGRES=Host=127.0.0.1;Username=saga;Password=secret;Database=saga";
    const string RabbitMq = "SAGA_RABBITMQ=amqp://saga:secret@127.0.0.1:5672/saga";

    [Fact]
    public void Without_settings_it_is_embedded_with_every_role()
    {
        var settings = Read();

        settings.Embedded.ShouldBeTrue();
        (settings.RunsSagas, settings.ServesApi, settings.RunsParticipants).ShouldBe((true, true, true));
    }

    [Fact]
    public void A_platform_process_has_the_roles_it_is_given()
    {
        var settings = Read("SAGA_MODE=platform", Postgres, RabbitMq, "SAGA_ROLES= participants ");

        settings.Embedded.ShouldBeFalse();
        (settings.RunsSagas, settings.ServesApi, settings.RunsParticipants).ShouldBe((false, false, true));
    }

    [Fact]
    public void A_platform_process_serves_all_queues_of_its_roles_or_only_those_it_is_given()
    {
        Read("SAGA_MODE=platform", Postgres, RabbitMq).Only.ShouldBeEmpty();
        Read("SAGA_MODE=platform", Postgres, RabbitMq, "SAGA_ONLY=order-fulfilment, ride").Only.ShouldBe(["order-fulfilment", "ride"], ignoreOrder: true);
    }

    [Theory]
    [InlineData("SAGA_MODE is 'cloud'", "'embedded' or 'platform'", "SAGA_MODE=cloud")]
    [InlineData("SAGA_ROLES is 'sagas,web'", "sagas, api, participants", "SAGA_MODE=platform", Postgres, RabbitMq, "SAGA_ROLES=sagas,web")]
    [InlineData("SAGA_ROLES is ','", "sagas, api, participants", "SAGA_MODE=platform", Postgres, RabbitMq, "SAGA_ROLES=,")]
    [InlineData("SAGA_ROLES has api without sagas", "sagas", "SAGA_MODE=platform", Postgres, RabbitMq, "SAGA_ROLES=api")]
    [InlineData("SAGA_ROLES needs", "SAGA_MODE=platform", "SAGA_ROLES=sagas")]
    [InlineData("SAGA_ONLY needs", "SAGA_MODE=platform", "SAGA_ONLY=ride")]
    [InlineData("SAGA_CRASH_AT is 'after-lunch:2'", "after-commit", "SAGA_CRASH_AT=after-lunch:2")]
    [InlineData("SAGA_POSTGRES", "Host=127.0.0.1", "SAGA_MODE=platform", RabbitMq)]
    [InlineData("SAGA_POSTGRES is no Npgsql connection string", "Host=127.0.0.1", "SAGA_MODE=platform", RabbitMq, "SAGA_POSTGRES=postgres://saga:secret@host/saga")]
    [InlineData("SAGA_POSTGRES is no Npgsql connection string", "Host=127.0.0.1", "SAGA_MODE=platform", RabbitMq, "SAGA_POSTGRES=Host=a;Port=many;Password=secret")]
    [InlineData("SAGA_POSTGRES names no Host", "Host=127.0.0.1", "SAGA_MODE=platform", RabbitMq, "SAGA_POSTGRES=Username=saga;Password=secret")]
    [InlineData("SAGA_RABBITMQ", "amqp://saga:password@127.0.0.1", "SAGA_MODE=platform", Postgres)]
    [InlineData("SAGA_RABBITMQ", "amqp://saga:password@127.0.0.1", "SAGA_MODE=platform", Postgres, "SAGA_RABBITMQ=http://saga:secret@127.0.0.1")]
    public void A_wrong_setting_is_named_with_what_it_may_be(string named, string mayBe, params string[] given)
    {
        var wrong = Should.Throw<SettingsException>(() => Read(given));

        wrong.Message.ShouldContain(named);
        wrong.Message.ShouldContain(mayBe);
        wrong.Message.ShouldNotContain("secret");
    }

    static HostSettings Read(params string[] given) => HostSettings.Read(new ConfigurationBuilder()
        .AddInMemoryCollection(given.Select(x => x.Split('=', 2)).ToDictionary(x => x[0], string? (x) => x[1]))
        .Build());
}

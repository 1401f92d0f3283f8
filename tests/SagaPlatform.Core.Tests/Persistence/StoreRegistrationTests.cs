using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.DependencyInjection.Extensions;
using Microsoft.Extensions.Hosting;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Persistence.PostgreSql;
using SagaPlatform.Core.Timeouts;

namespace SagaPlatform.Core.Tests.Persistence;

public sealed class StoreRegistrationTests(PostgreSqlFixture postgres) : IClassFixture<PostgreSqlFixture>
{
    [Fact]
    public async Task A_host_on_memory_has_one_store_for_everything()
    {
        using var host = Host(x => x.AddMemoryStore());
        await host.StartAsync();

        await CommitsThrough(host);
    }

    [Fact]
    public async Task A_host_on_PostgreSQL_is_migrated_and_ready_when_it_has_started()
    {
        using var host = Host(x => x.AddPostgreSqlStore(o => o.ConnectionString = postgres.Database.ConnectionString)
            .AddMigrations(typeof(StoreRegistrationTests).Assembly, "test-rows"));
        await host.StartAsync();

        await CommitsThrough(host);
        await host.StopAsync();
    }

    [Fact]
    public async Task A_limit_out_of_range_stops_the_start()
    {
        using var host = Host(x => x.AddPostgreSqlStore(o => o.GroupUnitsMax = 0));

        (await Should.ThrowAsync<Microsoft.Extensions.Options.OptionsValidationException>(() => host.StartAsync())).Message.ShouldContain("GroupUnitsMax");
    }

    static async Task CommitsThrough(IHost host)
    {
        var parcel = Work.Parcel();
        await host.Services.GetRequiredService<IPlatformStore>().Commit(Work.Of(parcel), default);

        (await host.Services.GetRequiredService<ISagaQueries>().Find(parcel.Id, default)).ShouldNotBeNull();
        (await host.Services.GetRequiredService<ITimeoutStore>().Of(parcel.Id, default)).ShouldHaveSingleItem();
        (await host.Services.GetRequiredService<IOutboxStore>().Backlog(default)).Pending.ShouldBeGreaterThan(0);
        host.Services.GetRequiredService<IRetention>().ShouldNotBeNull();
        using var scope = host.Services.CreateScope();
        scope.ServiceProvider.GetRequiredService<IRows>().ShouldNotBeNull();
    }

    static IHost Host(Action<IServiceCollection> store)
    {
        var builder = Microsoft.Extensions.Hosting.Host.CreateApplicationBuilder();
        builder.Services.AddRows(TestRows.Map);
        builder.Services.TryAddSingleton(TestRows.Catalogue);
        builder.Services.AddSingleton<IOutboxIntake>(new HandedOver());
        builder.Services.AddScoped<UnitOfWork>();
        store(builder.Services);
        return builder.Build();
    }
}

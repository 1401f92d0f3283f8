using System.Text.Json.Serialization;
using MassTransit;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Routing;
using Microsoft.AspNetCore.Server.Kestrel.Core;
using Microsoft.Extensions.Configuration;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Testing.Embedded;

/// <summary>What a test project puts on an embedded platform: the sagas of its family, and who answers them.</summary>
/// <remarks>Make it once and keep it in a static field: it remembers the row model, which costs more to build than all the rest.</remarks>
public sealed class EmbeddedFamily
{
    /// <summary>As the platform's host has it: as large as a message may be.</summary>
    public const int RequestBytesMax = 256 * 1024;

    RowModel? _model;

    /// <summary>Rows, limits and rules.</summary>
    public required Action<IServiceCollection, IConfiguration> Services { get; init; }

    /// <summary>Sagas and participants; without participants the test answers for them.</summary>
    public required Action<IBusRegistrationConfigurator> Bus { get; init; }

    /// <summary>The queues that have a consumer.</summary>
    public required IReadOnlyCollection<string> Queues { get; init; }

    /// <summary>The HTTP endpoints; null for a platform without HTTP.</summary>
    public Action<IEndpointRouteBuilder>? Http { get; init; }

    /// <summary>Settings, as in a configuration file: <c>Orders:Fulfilment:ReserveWithin</c>.</summary>
    public IReadOnlyDictionary<string, string?> Settings { get; init; } = new Dictionary<string, string?>();

    /// <summary>The same by HTTP, as the platform's host has it: what is wrong is told in a problem, names are told as text, and nothing as nothing.</summary>
    /// <param name="routes">Maps the endpoints.</param>
    public EmbeddedFamily OnHttp(Action<IEndpointRouteBuilder> routes) => new()
    {
        Services = (services, configuration) =>
        {
            Services(services, configuration);
            services.AddProblemDetails();
            services.Configure<KestrelServerOptions>(x => x.Limits.MaxRequestBodySize = RequestBytesMax);
            services.ConfigureHttpJsonOptions(x =>
            {
                x.SerializerOptions.Converters.Add(new JsonStringEnumConverter());
                x.SerializerOptions.DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull;
            });
        },
        Bus = Bus, Queues = Queues, Settings = Settings,
        Http = app =>
        {
            ((IApplicationBuilder)app).UseStatusCodePages();
            routes(app);
        },
    };

    /// <summary>The same under other settings.</summary>
    internal EmbeddedFamily With(IReadOnlyDictionary<string, string?> settings) => new()
    {
        Services = Services, Bus = Bus, Queues = Queues, Http = Http, Settings = settings, _model = _model,
    };

    internal void AddModel(IServiceCollection services)
    {
        if (_model != null)
            services.AddSingleton(_model);
    }

    internal void Keep(RowModel model) => _model ??= model;
}

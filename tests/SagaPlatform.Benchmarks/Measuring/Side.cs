using Npgsql;
using SagaPlatform.Benchmarks.Driving;
using SagaPlatform.Benchmarks.Workers;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks.Measuring;

/// <summary>One of those that are compared: its worker or workers, their virtual host, and the driver that places their orders.</summary>
sealed class Side : IAsyncDisposable
{
    readonly TestVirtualHost _broker;
    readonly IReadOnlyList<WorkerProcess> _workers;
    readonly OrderDriver _driver;
    readonly Resources _resources;

    Side(Variant variant, TestVirtualHost broker, IReadOnlyList<WorkerProcess> workers, OrderDriver driver, Resources resources) =>
        (Variant, _broker, _workers, _driver, _resources) = (variant, broker, workers, driver, resources);

    public Variant Variant { get; }

    public int Unexpected => _driver.Unexpected;

    /// <summary>Orders that were placed and ended so far.</summary>
    public int Carried { get; private set; }

    /// <summary>The most memory one of its workers ever held.</summary>
    public double PeakMemoryMiB => _workers.Max(x => Resources.PeakMemoryMiB(x.Id));

    /// <summary>Its virtual host.</summary>
    public Uri Broker => _broker.Address;

    /// <summary>Units of work that lost a race; known when the workers have stopped.</summary>
    public long Conflicts => _workers.Sum(x => x.Conflicts);

    public static async Task<Side> Start(Variant variant, PrivateServices services, string postgres, int hosts = 1)
    {
        var broker = await TestVirtualHost.Create(services);
        var driver = await OrderDriver.Connect(broker.Address);
        // A test database is reached without a pool; a platform has one, and a connection costs more than what is said on it.
        var pooled = new NpgsqlConnectionStringBuilder(postgres) { Pooling = true }.ConnectionString;
        List<WorkerProcess> workers = [];
        for (var i = 0; i < hosts; i++)
            workers.Add(await WorkerProcess.Start(variant, broker.Address, pooled));
        return new Side(variant, broker, workers, driver, await Resources.Find(services, postgres));
    }

    public Task<Round> AsFastAsPossible(int sagas, int outstandingMax) => Measure(() => _driver.AsFastAsPossible(sagas, outstandingMax));

    public Task<Round> AtRate(double perSecond, TimeSpan duration) => Measure(() => _driver.AtRate(perSecond, duration));

    async Task<Round> Measure(Func<Task<Drive>> drive)
    {
        var ids = _workers.Select(x => x.Id).ToArray();
        var before = await _resources.Used(ids);
        var driven = await drive();
        Carried += driven.Sagas;
        return new Round(driven, await _resources.Used(ids) - before);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var worker in _workers)
            await worker.DisposeAsync();
        await _driver.DisposeAsync();
        await _broker.DisposeAsync();
    }
}

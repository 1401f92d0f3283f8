using SagaPlatform.Benchmarks.Driving;
using SagaPlatform.Benchmarks.Workers;
using SagaPlatform.Testing.Services;

namespace SagaPlatform.Benchmarks.Measuring;

/// <summary>One of the two that are compared: a worker, its virtual host, and the driver that places its orders.</summary>
sealed class Side : IAsyncDisposable
{
    readonly TestVirtualHost _broker;
    readonly WorkerProcess _worker;
    readonly OrderDriver _driver;
    readonly Resources _resources;

    Side(Variant variant, TestVirtualHost broker, WorkerProcess worker, OrderDriver driver, Resources resources) =>
        (Variant, _broker, _worker, _driver, _resources) = (variant, broker, worker, driver, resources);

    public Variant Variant { get; }

    public int Unexpected => _driver.Unexpected;

    /// <summary>Orders that were placed and ended so far.</summary>
    public int Carried { get; private set; }

    public double PeakMemoryMiB => Resources.PeakMemoryMiB(_worker.Id);

    public static async Task<Side> Start(Variant variant, PrivateServices services, string postgres)
    {
        var broker = await TestVirtualHost.Create(services);
        var driver = await OrderDriver.Connect(broker.Address);
        var worker = await WorkerProcess.Start(variant, broker.Address, postgres);
        return new Side(variant, broker, worker, driver, await Resources.Find(services, postgres));
    }

    public Task<Round> AsFastAsPossible(int sagas, int outstandingMax) => Measure(() => _driver.AsFastAsPossible(sagas, outstandingMax));

    public Task<Round> AtRate(double perSecond, TimeSpan duration) => Measure(() => _driver.AtRate(perSecond, duration));

    async Task<Round> Measure(Func<Task<Drive>> drive)
    {
        var before = await _resources.Used(_worker.Id);
        var driven = await drive();
        Carried += driven.Sagas;
        return new Round(driven, await _resources.Used(_worker.Id) - before);
    }

    public async ValueTask DisposeAsync()
    {
        await _worker.DisposeAsync();
        await _driver.DisposeAsync();
        await _broker.DisposeAsync();
    }
}

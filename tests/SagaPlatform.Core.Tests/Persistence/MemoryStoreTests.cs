using SagaPlatform.Core.Persistence.Memory;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>The contract, over memory.</summary>
public sealed class MemoryStoreTests : StoreContract
{
    readonly MemoryDatabase _database = new();
    readonly TestClock _clock = new();

    private protected override Task<StoreUnderTest> OpenStore()
    {
        var handedOver = new HandedOver();
        var store = new MemoryStore(TestRows.Model, TestRows.Catalogue, _clock, () => handedOver, _database, Retention);
        return Task.FromResult(new StoreUnderTest(store, handedOver, new Ending(store)));
    }

    private protected override Task Age(TimeSpan by)
    {
        _clock.Ahead += by;
        return Task.CompletedTask;
    }

    sealed class Ending(IDisposable store) : IAsyncDisposable
    {
        public ValueTask DisposeAsync()
        {
            store.Dispose();
            return default;
        }
    }

    sealed class TestClock : TimeProvider
    {
        internal TimeSpan Ahead { get; set; }

        public override DateTimeOffset GetUtcNow() => DateTimeOffset.UtcNow + Ahead;
    }
}

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

    private protected override Task Tamper(AuditCrime crime, long number)
    {
        var at = _database.Audit.FindIndex(x => x.Number == number);
        var row = _database.Audit[at];
        switch (crime)
        {
            case AuditCrime.Change:
                _database.Audit[at] = row with { Entry = row.Entry with { Reason = "another one" } };
                break;
            case AuditCrime.Delete:
                _database.Audit.RemoveAt(at);
                break;
            default:
                (_database.Audit[at], _database.Audit[at + 1]) = (_database.Audit[at + 1] with { Number = number }, row with { Number = number + 1 });
                break;
        }
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

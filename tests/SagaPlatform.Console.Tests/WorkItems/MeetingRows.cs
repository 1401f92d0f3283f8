using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.OperatorConsole.Tests.WorkItems;

/// <summary>Rows of one process of several: whoever reads waits until all have read, so that all decide by the same row.</summary>
sealed class MeetingRows(IPlatformStore store, UnitOfWork unit, MeetingRows.Meeting meeting) : IRows
{
    public async Task<TRow?> Find<TRow>(object key) where TRow : class, IVersionedRow
    {
        var row = await store.Find<TRow>(key, inbox: null, CancellationToken.None);
        await meeting.Arrive();
        return row;
    }

    public Task<IReadOnlyList<TRow>> FindAll<TRow>(IEnumerable<object> keys) where TRow : class, IVersionedRow =>
        store.FindAll<TRow>([.. keys], CancellationToken.None);

    public void Add<TRow>(TRow row) where TRow : class, IVersionedRow => unit.Rows.Add(new RowChange(row, 0));

    public void Change<TRow>(TRow row) where TRow : class, IVersionedRow => unit.Rows.Add(new RowChange(row, row.Version));

    public void Serializable() => unit.Serializable = true;

    /// <summary>Where they meet: the first reads wait for each other, later ones for nobody.</summary>
    public sealed class Meeting(int people) : IDisposable
    {
        readonly CountdownEvent _missing = new(people);
        readonly TaskCompletionSource _complete = new(TaskCreationOptions.RunContinuationsAsynchronously);

        public Task Arrive()
        {
            if (!_missing.IsSet && _missing.Signal())
                _complete.SetResult();
            return _complete.Task;
        }

        public void Dispose() => _missing.Dispose();
    }

    /// <summary>Scopes of a process: its own rows, its own unit of work.</summary>
    public sealed class Scopes(IServiceScopeFactory inner, Meeting meeting) : IServiceScopeFactory
    {
        public IServiceScope CreateScope() => new Scope(inner.CreateScope(), meeting);
    }

    sealed class Scope(IServiceScope inner, Meeting meeting) : IServiceScope, IServiceProvider, IAsyncDisposable
    {
        public IServiceProvider ServiceProvider => this;

        public object? GetService(Type serviceType) => serviceType == typeof(IRows)
            ? ActivatorUtilities.CreateInstance<MeetingRows>(inner.ServiceProvider, meeting)
            : inner.ServiceProvider.GetService(serviceType);

        public void Dispose() => inner.Dispose();

        public ValueTask DisposeAsync() => ((IAsyncDisposable)inner).DisposeAsync();
    }
}

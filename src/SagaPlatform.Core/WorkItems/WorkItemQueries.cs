using System.Globalization;
using SagaPlatform.Core.Operations;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.WorkItems;

/// <summary>Which work items are wanted; null means any.</summary>
/// <param name="ForGroup">Whose they are now.</param>
/// <param name="Kind">Of which kind.</param>
/// <param name="Status">What became of them.</param>
public sealed record WorkItemFilter(string? ForGroup = null, string? Kind = null, WorkItemStatus? Status = null);

/// <summary>Finds the work of people.</summary>
public sealed class WorkItemQueries(IRowQueries rows, IPlatformStore store)
{
    /// <summary>The most items of a page.</summary>
    public const int ItemsMax = 200;

    /// <summary>One item; null when there is none.</summary>
    public Task<WorkItem?> Find(Guid id, CancellationToken cancellation) => store.Find<WorkItem>(id, null, cancellation);

    /// <summary>A page of items, oldest first.</summary>
    /// <param name="filter">Which.</param>
    /// <param name="after">The next of the page before; null for the first page.</param>
    /// <param name="limit">1 to <see cref="ItemsMax"/>.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    /// <exception cref="FormatException"><paramref name="after"/> is not the next of a page.</exception>
    /// <exception cref="ArgumentOutOfRangeException"><paramref name="limit"/> is out of range.</exception>
    public async Task<Page<WorkItem>> List(WorkItemFilter filter, string? after, int limit, CancellationToken cancellation)
    {
        PageCursor.CheckLimit(limit, ItemsMax);
        var place = Place.Parse(after);
        var found = await rows.List<WorkItem, WorkItem>(x => Wanted(x, filter, place).Take(limit + 1), cancellation);
        return found.Count <= limit
            ? new Page<WorkItem>(found, null)
            : new Page<WorkItem>([.. found.Take(limit)], Place.Of(found[limit - 1]).Text);
    }

    static IQueryable<WorkItem> Wanted(IQueryable<WorkItem> items, WorkItemFilter filter, Place? place)
    {
        if (filter.Status is { } status)
            items = items.Where(x => x.Status == status);
        if (filter.ForGroup is { } group)
            items = items.Where(x => x.ForGroup == group);
        if (filter.Kind is { } kind)
            items = items.Where(x => x.Kind == kind);
        if (place is { OpenedAt: var at, Id: var id })
            items = items.Where(x => x.OpenedAt > at || (x.OpenedAt == at && x.Id.CompareTo(id) > 0));
        return items.OrderBy(x => x.OpenedAt).ThenBy(x => x.Id);
    }

    /// <summary>Where a page ended.</summary>
    sealed record Place(DateTimeOffset OpenedAt, Guid Id)
    {
        internal string Text => PageCursor.Write($"{OpenedAt.UtcTicks}|{Id:N}");

        internal static Place Of(WorkItem item) => new(item.OpenedAt, item.Id);

        internal static Place? Parse(string? cursor)
        {
            if (cursor == null)
                return null;
            var parts = PageCursor.Read(cursor).Split('|');
            if (parts.Length == 2
                && long.TryParse(parts[0], NumberStyles.None, CultureInfo.InvariantCulture, out var ticks) && ticks <= DateTime.MaxValue.Ticks
                && Guid.TryParseExact(parts[1], "N", out var id))
                return new Place(new DateTimeOffset(ticks, TimeSpan.Zero), id);
            throw PageCursor.NotOurs(cursor);
        }
    }
}

using System.Runtime.InteropServices;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Orders.PeakAdmission;

/// <summary>Knows how many wait before an order: from a list that is read again when it is older than a place may be.</summary>
/// <remarks>
/// However many customers ask, the store is asked at most once in <see cref="PeakAdmissionOptions.PlaceFreshFor"/> per process,
/// for at most <see cref="PeakAdmissionOptions.PlacesCountedMax"/> places. Orders that this process lets in are added at once.
/// </remarks>
public sealed class WaitingLine(IRowQueries queries, IOptions<PeakAdmissionOptions> options, TimeProvider clock)
{
    readonly Lock _gate = new();
    List<Spot> _spots = [];
    DateTimeOffset _readAt = DateTimeOffset.MinValue;
    Task? _reading;

    /// <summary>The place of an order that waits, from 1; one more than <see cref="PeakAdmissionOptions.PlacesCountedMax"/> for all behind that.</summary>
    public async Task<int> PlaceOf(LinePlace place, CancellationToken cancellation)
    {
        await Read(cancellation);
        lock (_gate)
        {
            var at = _spots.BinarySearch(new Spot(place.JoinedAt, place.OrderId));
            return (at < 0 ? ~at : at) + 1;
        }
    }

    /// <summary>An order was let in by this process.</summary>
    public void Joined(LinePlace place)
    {
        var spot = new Spot(place.JoinedAt, place.OrderId);
        lock (_gate)
            if (_spots.Count < options.Value.PlacesCountedMax && _spots.BinarySearch(spot) is < 0 and var at)
                _spots.Insert(~at, spot);
    }

    Task Read(CancellationToken cancellation)
    {
        lock (_gate)
        {
            var now = clock.GetUtcNow();
            if (_reading == null && now < _readAt + options.Value.PlaceFreshFor)
                return Task.CompletedTask;
            return (_reading ??= Reread(now)).WaitAsync(cancellation);
        }
    }

    async Task Reread(DateTimeOffset now)
    {
        await Task.Yield();
        try
        {
            var found = await queries.List<LinePlace, Spot>(x => x
                .Where(p => p.Status == PlaceStatus.Waiting).OrderBy(p => p.JoinedAt).ThenBy(p => p.OrderId)
                .Take(options.Value.PlacesCountedMax).Select(p => new Spot(p.JoinedAt, p.OrderId)), CancellationToken.None);
            lock (_gate)
                (_spots, _readAt) = ([.. found], now);
        }
        finally
        {
            lock (_gate)
                _reading = null;
        }
    }

    /// <summary>Ordered as the line is; a database orders ids by their bytes, as .NET does.</summary>
    [StructLayout(LayoutKind.Auto)]
    readonly record struct Spot(DateTimeOffset JoinedAt, Guid OrderId) : IComparable<Spot>
    {
        public int CompareTo(Spot other) => JoinedAt.CompareTo(other.JoinedAt) is not 0 and var order ? order : OrderId.CompareTo(other.OrderId);
    }
}

using SagaPlatform.Core.Operations;

namespace SagaPlatform.Core.Persistence;

/// <summary>One order for what both stores count.</summary>
static class LiveOrder
{
    internal static IReadOnlyList<LiveSagas> Of(IEnumerable<LiveSagas> live) =>
    [
        .. live.OrderBy(x => x.Type, StringComparer.Ordinal).ThenBy(x => x.State, StringComparer.Ordinal)
            .ThenBy(x => x.Stage, StringComparer.Ordinal).ThenBy(x => x.Fingerprint, StringComparer.Ordinal),
    ];
}

namespace SagaPlatform.Core.Persistence;

/// <summary>
/// Ids of outbox rows: the node that wrote the row above, a running number below. So a row says whose it is, and taking
/// over what a dead process left needs no claim to be written.
/// </summary>
static class OutboxIds
{
    internal const int NumberBits = 40;
    internal const long NodeMax = (1L << (63 - NumberBits)) - 1;

    internal static long Of(long node, long number) => node << NumberBits | number;

    internal static long Node(long id) => id >> NumberBits;

    internal static long First(long node) => node << NumberBits;
}

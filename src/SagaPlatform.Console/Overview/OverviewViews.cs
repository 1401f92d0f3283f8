using Microsoft.Extensions.Diagnostics.HealthChecks;
using SagaPlatform.OperatorConsole.Health;
using SagaPlatform.Core.Operations.FailedMessages;

namespace SagaPlatform.OperatorConsole.Overview;

/// <summary>How the platform is.</summary>
/// <param name="At">When it was looked at, in UTC.</param>
/// <param name="Types">Each saga type.</param>
/// <param name="Rates">What starts and ends.</param>
/// <param name="Trouble">What wants somebody.</param>
/// <param name="Outbox">What waits to leave.</param>
/// <param name="ErrorQueues">Messages that failed, by the queue they failed on.</param>
/// <param name="Health">Broker and database, in words.</param>
public sealed record OverviewView(
    DateTimeOffset At, IReadOnlyList<TypeCounts> Types, RatesView Rates, TroubleView Trouble, OutboxView Outbox,
    IReadOnlyList<ErrorQueue> ErrorQueues, OverallHealth Health);

/// <summary>Sagas of one type.</summary>
/// <param name="Type">The type.</param>
/// <param name="Total">All of them.</param>
/// <param name="Live">Those in a state that is no end.</param>
/// <param name="NeedAttention">Those that wait for a person.</param>
/// <param name="States">By state; those of the machine first, in order.</param>
public sealed record TypeCounts(string Type, long Total, long Live, long NeedAttention, IReadOnlyList<StateCount> States);

/// <summary>Sagas in one state.</summary>
/// <param name="State">The state.</param>
/// <param name="Count">How many.</param>
/// <param name="Known">False when their machine no longer has it.</param>
public sealed record StateCount(string State, long Count, bool Known);

/// <summary>What starts and ends per second, over all processes.</summary>
/// <param name="WindowSeconds">Over which time; 0 while nothing can be said yet.</param>
/// <param name="StartedPerSecond">Sagas that began.</param>
/// <param name="CompletedPerSecond">Sagas that reached their good end.</param>
/// <param name="CancelledPerSecond">Sagas that ended with everything given back.</param>
/// <param name="FailedMessagesPerSecond">Messages that failed.</param>
/// <param name="Samples">The last ten minutes, oldest first; left out of the live stream.</param>
public sealed record RatesView(
    double WindowSeconds, double StartedPerSecond, double CompletedPerSecond, double CancelledPerSecond, double FailedMessagesPerSecond, IReadOnlyList<RateSample>? Samples);

/// <summary>What happened between two looks.</summary>
/// <param name="At">The end of it, in UTC.</param>
/// <param name="Seconds">How long it was.</param>
/// <param name="Started">Sagas that began.</param>
/// <param name="Completed">Sagas that reached their good end.</param>
/// <param name="Cancelled">Sagas that ended with everything given back.</param>
/// <param name="FailedMessages">Messages that failed.</param>
public sealed record RateSample(DateTimeOffset At, double Seconds, long Started, long Completed, long Cancelled, long FailedMessages);

/// <summary>What wants somebody.</summary>
/// <param name="NeedAttention">Sagas that wait for a person.</param>
/// <param name="OverdueTimeouts">Timeouts that should have rung.</param>
/// <param name="FailedMessages">Messages that failed and wait.</param>
/// <param name="ParkedMessages">Messages that the broker refused.</param>
/// <param name="OpenWorkItems">Decisions that wait for people; at most 200 are counted.</param>
/// <param name="UnknownStates">Sagas in a state that their machine no longer has.</param>
public sealed record TroubleView(long NeedAttention, long OverdueTimeouts, long FailedMessages, long ParkedMessages, long OpenWorkItems, long UnknownStates);

/// <summary>What waits to leave.</summary>
/// <param name="Pending">Messages.</param>
/// <param name="OldestSeconds">Age of the oldest, in seconds; null when none waits.</param>
/// <param name="Parked">Messages set aside for a person.</param>
public sealed record OutboxView(long Pending, double? OldestSeconds, long Parked);

/// <summary>How the parts are.</summary>
/// <param name="Status">The worst of them.</param>
/// <param name="Sentence">In one sentence.</param>
/// <param name="Checks">Each, the worst first.</param>
public sealed record OverallHealth(HealthStatus Status, string Sentence, IReadOnlyList<CheckView> Checks);

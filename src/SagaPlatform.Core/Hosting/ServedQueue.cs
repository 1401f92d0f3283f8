namespace SagaPlatform.Core.Hosting;

/// <summary>A queue that this process could serve: of a saga, or of a participant, which has one of these for each message it handles.</summary>
/// <param name="Name">The queue's name.</param>
/// <param name="By">What serves it, as the bus knows it: the saga's row, or the consumer.</param>
public sealed record ServedQueue(string Name, Type By);

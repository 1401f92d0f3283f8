// What every saga shows is mostly waiting for limits to pass: three sagas at once keep the cores busy.
[assembly: CollectionBehavior(MaxParallelThreads = 3)]

namespace SagaPlatform.EndToEnd.Tests;

/// <summary>Tests that start and kill several processes: side by side they would only take the cores from each other.</summary>
[CollectionDefinition(Name, DisableParallelization = true)]
public static class OneAtATime
{
    public const string Name = "One at a time";
}

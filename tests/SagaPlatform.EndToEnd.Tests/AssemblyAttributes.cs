// Each test starts several processes: side by side they would only take the cores from each other. What every saga shows on real
// services is mostly waiting, but three at once made answers come after limits of two seconds.
[assembly: CollectionBehavior(DisableTestParallelization = true)]

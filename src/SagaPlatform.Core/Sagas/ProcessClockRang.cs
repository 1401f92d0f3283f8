namespace SagaPlatform.Core.Sagas;

/// <summary>
/// Rings when the earliest limit of a process has passed. It carries the moment it was set for: a ring that was overtaken
/// is recognised by that value, so no rule reads a clock.
/// </summary>
/// <param name="ProcessId">Whose clock it is.</param>
/// <param name="Due">The moment it was set for.</param>
public sealed record ProcessClockRang(Guid ProcessId, DateTimeOffset Due);

using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>How failed messages are handled. Configuration section <c>FailedMessages</c>; checked at start.</summary>
public sealed class FailedMessageOptions
{
    /// <summary>Whether this process takes messages over from the error queues of the queues it serves. Default true.</summary>
    public bool TakeIn { get; set; } = true;

    /// <summary>After each step of a ramped retry it is waited so long for those that fail again. Default 10 s: the inbox's retries take most of it.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:10:00")]
    public TimeSpan RampSettle { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>A ramped retry stops when more than this part of a step failed again. Default 0.2.</summary>
    [Range(0.0, 1.0)]
    public double RampFailuresMax { get; set; } = 0.2;
}

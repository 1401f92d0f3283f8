using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Core.Inbox;

/// <summary>Limits of consuming. Configuration section <c>Inbox</c>; checked at start.</summary>
public sealed class InboxOptions
{
    /// <summary>Messages of sagas handled at once, per queue and process. Default 64: more only lengthens pauses of the garbage collector.</summary>
    [Range(1, 1024)]
    public int SagaMessagesMax { get; set; } = 64;

    /// <summary>Messages of participants handled at once, per queue and process. Default 16.</summary>
    [Range(1, 1024)]
    public int ParticipantMessagesMax { get; set; } = 16;

    /// <summary>Messages the broker may have on their way to one queue's consumers. Default 128.</summary>
    [Range(1, 10_000)]
    public int PrefetchMessages { get; set; } = 128;

    /// <summary>
    /// Attempts at a message before it goes to the error queue, the first included. Failures because the database was away
    /// do not count. Default 8.
    /// </summary>
    [Range(1, 100)]
    public int AttemptsMax { get; set; } = 8;

    /// <summary>The wait before the second attempt; doubled for each further one, with jitter. Default 20 ms.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:01:00")]
    public TimeSpan BackOffFirst { get; set; } = TimeSpan.FromMilliseconds(20);

    /// <summary>The longest wait between attempts. Default 2 s.</summary>
    [Range(typeof(TimeSpan), "00:00:00.001", "00:05:00")]
    public TimeSpan BackOffMax { get; set; } = TimeSpan.FromSeconds(2);

    /// <summary>
    /// How long a message waits for rows that others are writing, or for a database that is away, before it goes to the error
    /// queue. Default 5 min; well below the 30 min after which RabbitMQ takes a consumer that has not acknowledged for dead.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:20:00")]
    public TimeSpan PatienceMax { get; set; } = TimeSpan.FromMinutes(5);
}

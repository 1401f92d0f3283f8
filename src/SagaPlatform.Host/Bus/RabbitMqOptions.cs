using System.ComponentModel.DataAnnotations;

namespace SagaPlatform.Host.Bus;

/// <summary>Limits of our connections to RabbitMQ. Configuration section <c>RabbitMq</c>; checked at start.</summary>
public sealed class RabbitMqOptions
{
    /// <summary>Where the broker is: <c>amqp://user:password@host:port/vhost</c>, or <c>amqps://</c>. Also <c>SAGA_RABBITMQ</c>.</summary>
    [Required]
    public string Uri { get; set; } = "";

    /// <summary>Channels that outgoing messages are spread over. Default 2: more gained nothing in measurements.</summary>
    [Range(1, 32)]
    public int DispatchChannels { get; set; } = 2;

    /// <summary>How long a connection may take to open. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:02:00")]
    public TimeSpan ConnectTimeout { get; set; } = TimeSpan.FromSeconds(10);

    /// <summary>After this long without a sign of life the connection is taken for dead. Default 10 s.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "00:05:00")]
    public TimeSpan Heartbeat { get; set; } = TimeSpan.FromSeconds(10);
}

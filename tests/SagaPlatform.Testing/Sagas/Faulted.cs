using MassTransit;
using MassTransit.Metadata;

namespace SagaPlatform.Testing.Sagas;

/// <summary>A fault as the bus sends it.</summary>
public sealed record Faulted<TCommand>(TCommand Message, Guid? FaultedMessageId) : Fault<TCommand>
{
    public Guid FaultId { get; } = NewId.NextGuid();

    public DateTime Timestamp { get; } = DateTime.UnixEpoch;

    public ExceptionInfo[] Exceptions { get; } = [];

    public HostInfo Host { get; } = HostMetadataCache.Empty;

    public string[] FaultMessageTypes { get; } = [MessageUrn.ForTypeString(typeof(TCommand))];
}

/// <summary>Faults of commands whose type is only known as it runs.</summary>
public static class Faulted
{
    /// <summary>The fault of a command.</summary>
    public static object Of(object command, Guid messageId) =>
        Activator.CreateInstance(typeof(Faulted<>).MakeGenericType(command.GetType()), command, (Guid?)messageId)!;
}

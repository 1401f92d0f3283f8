using System.Globalization;
using System.Security.Cryptography;
using System.Text;
using MassTransit;
using MassTransit.Middleware;
using Microsoft.Extensions.DependencyInjection;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Options;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Core.Operations.FailedMessages;

/// <summary>
/// Takes messages over from the broker's error queues into the store, where they can be listed, grouped, retried in the same
/// transaction that notes it, and kept after the broker has forgotten them.
/// </summary>
/// <remarks>
/// Messages still go to <c>{queue}_error</c> first, as MassTransit has it: while the store is away they wait there, and what an
/// older version left there is taken over too. A message that cannot be taken over goes back and is tried again.
/// </remarks>
public static class FailedMessageEndpoints
{
    /// <summary>What MassTransit appends to the name of a queue.</summary>
    public const string Suffix = "_error";

    /// <summary>Adds an endpoint for the error queue of each queue that this process serves.</summary>
    /// <param name="bus">The transport.</param>
    /// <param name="context">The bus's services.</param>
    /// <param name="served">The queues.</param>
    public static void TakeInFailedMessages(this IBusFactoryConfigurator bus, IBusRegistrationContext context, IEnumerable<string> served)
    {
        ArgumentNullException.ThrowIfNull(bus);
        if (!context.GetRequiredService<IOptions<FailedMessageOptions>>().Value.TakeIn)
            return;
        foreach (var queue in served.Distinct(StringComparer.Ordinal))
            bus.ReceiveEndpoint(queue + Suffix, endpoint =>
            {
                endpoint.ConfigureConsumeTopology = false;
                endpoint.PrefetchCount = 16;
                endpoint.ConfigureError(x => x.UseFilter(new RethrowErrorTransportFilter()));
                endpoint.ConfigureDeadLetter(x => x.UseFilter(new DiscardDeadLetterFilter())); // taken over without being deserialised
                endpoint.ConfigureReceive(x => x.UseFilter(new FailedMessageIntake(context, queue)));
            });
    }
}

/// <summary>Reads one message of an error queue, stores it, and lets nobody else see it.</summary>
sealed class FailedMessageIntake(IServiceProvider services, string queue) : IFilter<ReceiveContext>
{
    const int StackCharactersMax = 16_384;

    static readonly string[] Ours = [MessageHeaders.Reason, MessageHeaders.FaultExceptionType, MessageHeaders.FaultMessage, MessageHeaders.FaultStackTrace,
        MessageHeaders.FaultTimestamp, MessageHeaders.FaultConsumerType, MessageHeaders.FaultMessageType, MessageHeaders.FaultInputAddress, MessageHeaders.FaultRetryCount,
        "MT-Host-MachineName", "MT-Host-ProcessName", "MT-Host-ProcessId", "MT-Host-Assembly", "MT-Host-AssemblyVersion", "MT-Host-MassTransitVersion",
        "MT-Host-FrameworkVersion", "MT-Host-OperatingSystemVersion"];

    public void Probe(ProbeContext context) => context.CreateFilterScope("failedMessages");

    public async Task Send(ReceiveContext context, IPipe<ReceiveContext> next)
    {
        FailedMessage? message = null;
        var log = services.GetRequiredService<ILogger<FailedMessageIntake>>();
        var wait = TimeSpan.FromSeconds(1);
        while (true)
        {
            try
            {
                message ??= await Read(context);
                var unit = new UnitOfWork();
                unit.Rows.Add(new RowChange(message, 0));
                // A conflict means that it is there already: the acknowledge was lost last time.
                await services.GetRequiredService<IPlatformStore>().Commit(unit, context.CancellationToken);
                return;
            }
            catch (Exception e) when (e is not RowValueException && !context.CancellationToken.IsCancellationRequested)
            {
                log.LogWarning("A failed message of {Queue} stays in its error queue until the store answers: {Reason}", queue, e.Message);
                await Task.Delay(wait, services.GetRequiredService<TimeProvider>(), context.CancellationToken);
                wait = wait < TimeSpan.FromSeconds(30) ? wait * 2 : wait;
            }
        }
    }

    async Task<FailedMessage> Read(ReceiveContext context)
    {
        var headers = context.TransportHeaders;
        var body = context.GetBody();
        var now = services.GetRequiredService<TimeProvider>().GetUtcNow();
        var envelope = Envelope.Read(body);
        var messageId = envelope.MessageId ?? context.GetMessageId();
        var type = Type(envelope, headers);
        var stack = Text(headers, MessageHeaders.FaultStackTrace);
        var stamp = Text(headers, MessageHeaders.FaultTimestamp);
        var exceptionType = Text(headers, MessageHeaders.FaultExceptionType);
        var saga = await services.GetRequiredService<ConcernedSagas>().Of(queue, type, envelope, context.CancellationToken);
        var frame = Cut(stack.Split('\n', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries).FirstOrDefault() ?? "", 512);
        return new FailedMessage
        {
            Id = MessageIds.Derive(messageId ?? new Guid(SHA256.HashData(body).AsSpan(0, 16)), $"failed/{queue}/{stamp}"),
            MessageId = messageId,
            MessageType = Cut(type, 256),
            Queue = Cut(queue, 256),
            SagaType = saga?.Type,
            SagaId = saga?.Id,
            ExceptionType = Cut(exceptionType is "" ? "unknown" : exceptionType, 256),
            Exception = Cut(Text(headers, MessageHeaders.FaultMessage), 2048),
            Frame = frame,
            StackTrace = Cut(stack, StackCharactersMax),
            GroupKey = Group(queue, type, exceptionType, frame),
            ContentType = Cut(context.ContentType?.ToString() ?? "application/vnd.masstransit+json", 128),
            Headers = headers.GetAll().Where(x => !Ours.Contains(x.Key, StringComparer.Ordinal))
                .ToDictionary(x => x.Key, x => Convert.ToString(x.Value, CultureInfo.InvariantCulture) ?? "", StringComparer.Ordinal),
            Body = body,
            FailedAt = DateTimeOffset.TryParse(stamp, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var at) ? at.ToUniversalTime() : now,
            TakenAt = now,
        };
    }

    static string Type(Envelope envelope, Headers headers) =>
        envelope.MessageType ?? headers.Get<string>("MT-MessageType") ?? headers.Get<string>(MessageHeaders.FaultMessageType) ?? "unknown";

    static string Group(string queue, string type, string exception, string frame) =>
        Convert.ToHexStringLower(SHA256.HashData(Encoding.UTF8.GetBytes($"{queue}\n{type}\n{exception}\n{frame}")))[..16];

    static string Text(Headers headers, string name) => headers.TryGetHeader(name, out var value) ? Convert.ToString(value, CultureInfo.InvariantCulture) ?? "" : "";

    static string Cut(string text, int max)
    {
        var kept = text.Replace("\0", "", StringComparison.Ordinal);
        return kept.Length > max ? kept[..max] : kept;
    }
}

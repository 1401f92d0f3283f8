using System.Reflection;
using MassTransit;
using Microsoft.Extensions.Logging;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Persistence.Memory;
using SagaPlatform.Core.Telemetry;
using SagaPlatform.Core.Tests.Hosting;
using SagaPlatform.Core.Tests.Persistence;

namespace SagaPlatform.Core.Tests.Inbox;

public sealed class FaultedMessageObserverTests : IDisposable
{
    readonly CancellationTokenSource _connectionGoes = new();
    readonly PlatformMeter _meter = new();
    readonly Lines _log = new();
    readonly MemoryStore _store;
    readonly FaultedMessageObserver _observer;

    public FaultedMessageObserverTests()
    {
        var handedOver = new HandedOver();
        _store = new MemoryStore(TestRows.Model, TestRows.Catalogue, TimeProvider.System, () => handedOver);
        _observer = new FaultedMessageObserver(_store, _meter, TimeProvider.System, _log);
    }

    /// <summary>Seen in the fault lab: the broker stopped in the middle of a commit, and the order's start was called an error.</summary>
    [Fact]
    public async Task A_message_that_is_cut_off_because_the_connection_went_is_not_said_to_go_to_the_error_queue()
    {
        await _connectionGoes.CancelAsync();

        await Faults(new TaskCanceledException("A task was canceled."));

        _log.Said.ShouldNotContain(x => x.Level >= LogLevel.Warning);
        _log.Said.ShouldHaveSingleItem().Text.ShouldContain("the broker delivers it again");
    }

    [Fact]
    public async Task A_message_that_faults_while_the_connection_goes_is_still_an_error()
    {
        await _connectionGoes.CancelAsync();

        await Faults(new InvalidOperationException("The nudge hurt."));

        _log.Said.ShouldContain(x => x.Level == LogLevel.Error && x.Text.Contains("goes to the error queue"));
    }

    /// <summary>MassTransit does move such a message to the error queue.</summary>
    [Fact]
    public async Task A_handler_that_cancels_itself_while_all_is_well_is_an_error()
    {
        await Faults(new OperationCanceledException("The handler gave up."));

        _log.Said.ShouldContain(x => x.Level == LogLevel.Error && x.Text.Contains("goes to the error queue"));
    }

    public void Dispose()
    {
        _store.Dispose();
        _meter.Dispose();
        _connectionGoes.Dispose();
    }

    async Task Faults(Exception exception)
    {
        var receive = Stub.Of<ReceiveContext>(("get_InputAddress", new Uri("queue:errand")), ("get_CancellationToken", _connectionGoes.Token));
        var consume = Stub.Of<ConsumeContext<Nudge>>(("get_ReceiveContext", receive), ("get_MessageId", Guid.NewGuid()),
            ("get_CancellationToken", _connectionGoes.Token));
        await _observer.ConsumeFault(consume, TimeSpan.Zero, "errand", exception);
        await _observer.ReceiveFault(receive, exception);
    }

    /// <summary>Answers what it was told to, and nothing else.</summary>
    public class Stub : DispatchProxy
    {
        Dictionary<string, object> _answers = [];

        internal static T Of<T>(params (string Method, object Answer)[] answers) where T : class
        {
            var stub = Create<T, Stub>();
            ((Stub)(object)stub)._answers = answers.ToDictionary(x => x.Method, x => x.Answer, StringComparer.Ordinal);
            return stub;
        }

        protected override object? Invoke(MethodInfo? targetMethod, object?[]? args) =>
            _answers.TryGetValue(targetMethod!.Name, out var answer) ? answer : targetMethod.ReturnType == typeof(bool) ? false : null;
    }

    sealed class Lines : ILogger<FaultedMessageObserver>
    {
        public List<(LogLevel Level, string Text)> Said { get; } = [];

        public IDisposable? BeginScope<TState>(TState state) where TState : notnull => null;

        public bool IsEnabled(LogLevel logLevel) => true;

        public void Log<TState>(LogLevel logLevel, EventId eventId, TState state, Exception? exception, Func<TState, Exception?, string> formatter) =>
            Said.Add((logLevel, formatter(state, exception)));
    }
}

using MassTransit;
using MassTransit.Testing;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Participants;

namespace SagaPlatform.Core.Tests.Participants;

public sealed class ParticipantOnTheBusTests
{
    static readonly Guid CommandId = Guid.Parse("5d2e6f10-0000-4000-8000-00000000000a");

    [Fact]
    public async Task A_command_sent_to_the_queue_is_answered_to_whom_it_names()
    {
        await using var bus = await Bus.Start();

        await bus.Send(new Weigh("feather"), x =>
        {
            x.MessageId = CommandId;
            x.ResponseAddress = new Uri("queue:asker");
        });

        var answer = await bus.Heard.Task;
        answer.Message.ShouldBe(new Weighed("feather", 1));
        answer.MessageId.ShouldBe(MessageIds.Derive(CommandId, typeof(Weighed).FullName!));
        answer.DestinationAddress!.AbsolutePath.ShouldEndWith("asker");
        bus.Published<Weighed>().ShouldBe(0);
    }

    [Fact]
    public async Task A_command_that_names_nobody_is_answered_by_publishing()
    {
        await using var bus = await Bus.Start();

        await bus.Send(new Weigh("stone"), x => x.MessageId = CommandId);

        var answer = await bus.Heard.Task;
        answer.Message.ShouldBe(new Weighed("stone", 1));
        answer.MessageId.ShouldBe(MessageIds.Derive(CommandId, typeof(Weighed).FullName!));
        bus.Published<Weighed>().ShouldBe(1);
    }

    [Fact]
    public async Task A_command_may_be_published_too()
    {
        await using var bus = await Bus.Start();

        await bus.Publish(new Weigh("brick"));

        (await bus.Heard.Task).Message.What.ShouldBe("brick");
    }

    [Fact]
    public async Task A_request_client_gets_its_answer()
    {
        await using var bus = await Bus.Start();

        (await bus.Request(new Weigh("anvil"))).ShouldBe(new Weighed("anvil", 1));
    }

    [Fact]
    public async Task Two_participants_may_listen_to_the_same_announcement_and_neither_need_answer()
    {
        await using var bus = await Bus.Start();

        await bus.Publish(new Closed());
        await bus.Send(new Weigh("last"), _ => { });
        await bus.Heard.Task;
        await bus.Log.Until("scales heard closed", 1);
        await bus.Log.Until("lamp heard closed", 1);
        await bus.Quiet();

        bus.Log.Count("scales heard closed").ShouldBe(1);
        bus.Log.Count("lamp heard closed").ShouldBe(1);
        bus.PublishedInAll().ShouldBe(2); // the announcement and the one answer
    }

    [Fact]
    public async Task All_messages_of_a_participant_come_in_by_one_queue_and_each_gets_a_handler_of_its_own()
    {
        await using var bus = await Bus.Start();

        await bus.Send(new Weigh("a"), _ => { });
        await bus.Send(new Weigh("b"), _ => { });
        await bus.SendClosed("scales");
        await bus.Log.Until("scales heard closed", 1);
        await bus.Log.Until("scales made", 3);
        await bus.Quiet();

        bus.Log.Count("scales heard closed").ShouldBe(1);
        bus.Log.Count("lamp heard closed").ShouldBe(0);
        bus.Log.Count("scales made").ShouldBe(3);
    }

    [Fact]
    public void A_participant_that_handles_nothing_or_one_message_twice_is_refused()
    {
        new ServiceCollection().AddMassTransit(x =>
        {
            Should.Throw<ArgumentException>(() => x.AddParticipant("idle", _ => { })).Message.ShouldContain("idle handles nothing");
            Should.Throw<ArgumentException>(() => x.AddParticipant(" ", p => p.Handles<Weigh, Scales>()));
            Should.Throw<InvalidOperationException>(
                    () => x.AddParticipant("scales", p => p.Handles<Weigh, Scales>().Handles<Weigh, Scales>()))
                .Message.ShouldContain("scales handles Weigh twice");
        });
    }

    public sealed record Weigh(string What);

    public sealed record Weighed(string What, int Grams);

    public sealed record Closed;

    public sealed class Log
    {
        readonly List<string> _lines = [];
        readonly List<(string Line, int Times, TaskCompletionSource Reached)> _waiting = [];

        public void Add(string line)
        {
            lock (_lines)
            {
                _lines.Add(line);
                _waiting.Where(x => x.Times <= Count(x.Line)).ToList().ForEach(x => x.Reached.TrySetResult());
            }
        }

        public Task Until(string line, int times)
        {
            lock (_lines)
            {
                var reached = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
                _waiting.Add((line, times, reached));
                if (Count(line) >= times)
                    reached.SetResult();
                return reached.Task;
            }
        }

        public int Count(string line)
        {
            lock (_lines)
                return _lines.Count(x => x == line);
        }
    }

    public sealed class Scales : ICommandHandler<Weigh>, ICommandHandler<Closed>
    {
        readonly Log _log;

        public Scales(Log log)
        {
            _log = log;
            log.Add("scales made");
        }

        public Task<Answer> Handle(Weigh command, CancellationToken cancellation) =>
            Task.FromResult(Answer.With(new Weighed(command.What, 1)));

        public Task<Answer> Handle(Closed command, CancellationToken cancellation)
        {
            _log.Add("scales heard closed");
            return Task.FromResult(Answer.None);
        }
    }

    public sealed class Lamp(Log log) : ICommandHandler<Closed>
    {
        public Task<Answer> Handle(Closed command, CancellationToken cancellation)
        {
            log.Add("lamp heard closed");
            return Task.FromResult(Answer.None);
        }
    }

    sealed class Bus(ServiceProvider services, ITestHarness harness, TaskCompletionSource<ConsumeContext<Weighed>> heard) : IAsyncDisposable
    {
        public TaskCompletionSource<ConsumeContext<Weighed>> Heard => heard;

        public Log Log => services.GetRequiredService<Log>();

        public static async Task<Bus> Start()
        {
            var heard = new TaskCompletionSource<ConsumeContext<Weighed>>(TaskCreationOptions.RunContinuationsAsynchronously);
            var services = new ServiceCollection()
                .AddSingleton<Log>()
                .AddMassTransitTestHarness(x =>
                {
                    x.DisableUsageTelemetry();
                    x.SetTestTimeouts(testInactivityTimeout: TimeSpan.FromMilliseconds(300));
                    x.AddParticipant("scales", p => p.Handles<Weigh, Scales>().Handles<Closed, Scales>());
                    x.AddParticipant("lamp", p => p.Handles<Closed, Lamp>());
                    x.UsingInMemory((context, memory) =>
                    {
                        memory.ReceiveEndpoint("asker", asker => asker.Handler<Weighed>(answer =>
                        {
                            heard.TrySetResult(answer);
                            return Task.CompletedTask;
                        }));
                        memory.ConfigureEndpoints(context);
                    });
                })
                .BuildServiceProvider();
            var harness = services.GetRequiredService<ITestHarness>();
            await harness.Start();
            return new Bus(services, harness, heard);
        }

        public async Task Send(Weigh command, Action<SendContext<Weigh>> addressed) =>
            await (await harness.Bus.GetSendEndpoint(new Uri("queue:scales"))).Send(command, Pipe.Execute(addressed));

        public async Task SendClosed(string queue) =>
            await (await harness.Bus.GetSendEndpoint(new Uri($"queue:{queue}"))).Send(new Closed());

        public Task Publish<T>(T message) where T : class => harness.Bus.Publish(message);

        public async Task<Weighed> Request(Weigh command) =>
            (await harness.Bus.Request<Weigh, Weighed>(new Uri("queue:scales"), command)).Message;

        public Task Quiet() => harness.InactivityTask;

        public int Published<T>() where T : class => harness.Published.Select<T>(new CancellationToken(canceled: true)).Count();

        public int PublishedInAll() => harness.Published.Select(_ => true, new CancellationToken(canceled: true)).Count();

        public ValueTask DisposeAsync() => services.DisposeAsync();
    }
}

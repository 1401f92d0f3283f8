using System.Diagnostics;
using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.History;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class MessageCaptureTests
{
    static readonly Uri Porters = new($"queue:{EngineScenario.Porters}");

    [Fact]
    public async Task Nothing_a_saga_says_leaves_before_its_commit()
    {
        await using var scenario = await EngineScenario.Started();
        var before = scenario.Platform.Seen.Count;
        var seenInside = -1;
        scenario.Script.OnNudge = async x =>
        {
            await x.Publish(new ErrandWord(scenario.Id, "said"));
            await (await x.GetSendEndpoint(Porters)).Send(new Nudge(scenario.Id));
            seenInside = scenario.Platform.Seen.Count - before - 1; // without the nudge itself
        };

        await scenario.Hears(new Nudge(scenario.Id));

        seenInside.ShouldBe(0);
        scenario.Words().ShouldBe(["said"]);
    }

    [Fact]
    public async Task What_a_saga_said_before_it_threw_is_never_said()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnNudge = async x =>
        {
            await x.Publish(new ErrandWord(scenario.Id, "too early"));
            throw new InvalidOperationException("It broke.");
        };

        await scenario.Hears(new Nudge(scenario.Id));

        scenario.Words().ShouldBeEmpty();
        (await scenario.Saga()).Nudges.ShouldBe(0);
    }

    [Fact]
    public async Task Everything_a_saga_publishes_sends_and_answers_is_in_its_unit_through_injected_endpoints_too()
    {
        await using var scenario = await EngineScenario.Started();
        scenario.Script.OnNudge = async x =>
        {
            var services = x.GetPayload<IServiceProvider>();
            await x.Publish(new ErrandWord(scenario.Id, "context"));
            await services.GetRequiredService<IPublishEndpoint>().Publish(new ErrandWord(scenario.Id, "injected publish"));
            var sender = services.GetRequiredService<ISendEndpointProvider>();
            await (await sender.GetSendEndpoint(Porters)).Send(new Nudge(scenario.Id, 7));
            await (await x.GetSendEndpoint(Porters)).Send(new Nudge(scenario.Id, 8));
            await x.RespondAsync(new ErrandFinished(scenario.Id));
        };

        await scenario.Platform.Get<IBus>().Publish(new Nudge(scenario.Id), x => x.ResponseAddress = Porters);
        await scenario.Platform.Quiet();

        var line = (await scenario.History()).Single(x => x.Kind == HistoryKind.Consumed);
        line.Sent.Select(x => $"{x.Type} {x.To[(x.To.LastIndexOf(':') + 1)..]}").ShouldBe(
            ["ErrandWord ErrandWord", "ErrandWord ErrandWord", "Nudge porter", "Nudge porter", "ErrandFinished porter"]);
        scenario.Words().ShouldBe(["context", "injected publish"], ignoreOrder: true);
    }

    [Fact]
    public async Task Everything_a_consumer_says_is_in_its_unit_through_injected_endpoints_too()
    {
        await using var scenario = await EngineScenario.Started();
        var before = 0;
        var seenInside = -1;
        scenario.Script.OnConsume = async (context, services) =>
        {
            before = scenario.Platform.Seen.Count;
            await context.Publish(new ErrandWord(scenario.Id, "context"));
            await services.GetRequiredService<IPublishEndpoint>().Publish(new ErrandWord(scenario.Id, "injected publish"));
            await (await services.GetRequiredService<ISendEndpointProvider>().GetSendEndpoint(new Uri("queue:nobody")))
                .Send(new ErrandWord(scenario.Id, "injected send"));
            seenInside = scenario.Platform.Seen.Count - before;
        };

        await scenario.PorterHears(new Nudge(scenario.Id));

        seenInside.ShouldBe(0);
        scenario.Words().ShouldBe(["context", "injected publish"], ignoreOrder: true);
        scenario.Platform.SentTo<ErrandWord>("nobody").Count.ShouldBe(1);
    }

    [Fact]
    public async Task An_oversize_message_is_refused_before_the_outbox_and_the_saga_stays_as_it_was()
    {
        await using var scenario = await EngineScenario.Started();
        var version = (await scenario.Saga()).Version;
        scenario.Script.OnNudge = async x =>
        {
            await x.Publish(new ErrandWord(scenario.Id, "small"));
            await x.Publish(new ErrandWord(scenario.Id, new string('x', new OutboxOptions().MessageBytesMax)));
        };

        await scenario.Hears(new Nudge(scenario.Id));

        scenario.Platform.Errors(EngineScenario.Errands).ShouldHaveSingleItem().Reason.ShouldContain("Outbox:MessageBytesMax");
        var saga = await scenario.Saga();
        (saga.Version, saga.Nudges).ShouldBe((version, 0));
        scenario.Words().ShouldBeEmpty();
        scenario.Script.Ran.ShouldBe(1, "trying it again would not make it smaller");
    }

    [Fact]
    public async Task The_trace_of_whoever_spoke_goes_on_at_whoever_hears_it()
    {
        using var listener = new ActivityListener
        {
            ShouldListenTo = x => x.Name is "MassTransit" or "test",
            Sample = (ref ActivityCreationOptions<ActivityContext> _) => ActivitySamplingResult.AllData,
        };
        ActivitySource.AddActivityListener(listener);
        using var source = new ActivitySource("test");
        await using var scenario = await EngineScenario.Started();
        ActivityTraceId? spoke = null, heard = null;
        scenario.Script.OnNudge = async x =>
        {
            using var span = source.StartActivity("speaks", ActivityKind.Internal, parentContext: new(
                ActivityTraceId.CreateRandom(), ActivitySpanId.CreateRandom(), ActivityTraceFlags.Recorded));
            spoke = span!.TraceId;
            await (await x.GetSendEndpoint(Porters)).Send(new Nudge(scenario.Id));
        };
        scenario.Script.OnConsume = (_, _) =>
        {
            heard = Activity.Current?.TraceId;
            return Task.CompletedTask;
        };

        await scenario.Hears(new Nudge(scenario.Id));

        spoke.ShouldNotBeNull();
        heard.ShouldBe(spoke);
    }
}

using MassTransit;
using Microsoft.Extensions.DependencyInjection;
using SagaPlatform.Core.Inbox;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Tests.Hosting;

namespace SagaPlatform.Core.Tests.Outbox;

public sealed class RequestOutboxTests
{
    [Fact]
    public async Task A_request_that_does_not_commit_sends_nothing()
    {
        await using var scenario = await EngineScenario.Started();
        var before = scenario.Platform.Seen.Count;

        await using (var request = scenario.Platform.Get<IServiceScopeFactory>().CreateAsyncScope())
            await Says(request, scenario.Id);
        await scenario.Platform.Quiet();

        scenario.Platform.Seen.Count.ShouldBe(before);
        scenario.Script.Ran.ShouldBe(0);
    }

    [Fact]
    public async Task A_request_sends_once_per_key_what_it_said_in_any_way()
    {
        await using var scenario = await EngineScenario.Started();
        var key = new InboxKey(Guid.NewGuid(), "POST /nudges", "fingerprint");

        (await Request(scenario, key)).ShouldBe(CommitOutcome.Committed);
        (await Request(scenario, key)).ShouldBe(CommitOutcome.Duplicate);
        await scenario.Platform.Quiet();

        scenario.Words().ShouldBe(["published"]);
        scenario.Platform.SentTo<ErrandWord>("nobody").Count.ShouldBe(1);
        scenario.Script.Ran.ShouldBe(1);
        (await scenario.Platform.Store.Fingerprint(key, CancellationToken.None)).ShouldBe("fingerprint");
    }

    static async Task<CommitOutcome> Request(EngineScenario scenario, InboxKey key)
    {
        await using var request = scenario.Platform.Get<IServiceScopeFactory>().CreateAsyncScope();
        await Says(request, scenario.Id);
        return await request.ServiceProvider.GetRequiredService<RequestOutbox>().Commit(key, CancellationToken.None);
    }

    static async Task Says(AsyncServiceScope request, Guid id)
    {
        var services = request.ServiceProvider;
        await services.GetRequiredService<RequestOutbox>().Send(EngineScenario.Errands, new Nudge(id), Guid.NewGuid(), CancellationToken.None);
        await services.GetRequiredService<IPublishEndpoint>().Publish(new ErrandWord(id, "published"));
        var endpoint = await services.GetRequiredService<ISendEndpointProvider>().GetSendEndpoint(new Uri("queue:nobody"));
        await endpoint.Send(new ErrandWord(id, "sent"));
    }
}

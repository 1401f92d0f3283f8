using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Payments.CrossChainTransfer;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>One transfer between the reference chains. What is heard is consumed, with all its consequences, before the next word.</summary>
sealed class TransferScenario : IAsyncDisposable
{
    static readonly TransferScript Script = new();

    TransferScenario(EmbeddedPlatform platform, InitiateTransfer transfer) => (Platform, Initiated) = (platform, transfer);

    public EmbeddedPlatform Platform { get; }

    public InitiateTransfer Initiated { get; }

    public Guid Id => Initiated.TransferId;

    /// <summary>A transfer that the chains carry as far as they can without time passing.</summary>
    public static async Task<TransferScenario> Of(InitiateTransfer? transfer = null, Type? holding = null)
    {
        var scenario = new TransferScenario(await EmbeddedPlatform.Start(TransferFamilies.WithChains), transfer ?? ExampleTransfer.Good());
        if (holding != null)
            scenario.Platform.Post.Hold(x => x.ShortType() == holding.Name);
        await scenario.Hears(scenario.Initiated);
        return scenario;
    }

    public Task Hears(object message) => Platform.Hears(Queues.CrossChainTransfer, message);

    public Task Rules(string step, Ruling ruling) => Hears(new RuleTransfer(Id, step, ruling, "treasury clerk"));

    public async Task<TransferView> View() => TransferView.Of((await Platform.Saga<TransferState>(Id)).ShouldNotBeNull());

    /// <summary>It is at this status, came there by declared ways only, and every unit of money is where it belongs.</summary>
    public async Task Is(string status)
    {
        (await View()).Status.ShouldBe(status, (await Platform.History(Id)).Told());
        await SagaLaws.Hold(Script, Platform, Id);
        await Lawful();
    }

    public async Task Lawful() => (await ChainLaws.Broken(Platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();

    /// <summary>What the source account has lost, what the target account has got, and what is still locked.</summary>
    public async Task<(long Left, long Came, long Locked)> Moved()
    {
        var source = (await Row<ChainAccount>(ChainAccount.IdOf(Chain.Source, Initiated.SourceAccount)))!;
        var target = await Row<ChainAccount>(ChainAccount.IdOf(Chain.Target, Initiated.TargetAccount));
        return (source.OpeningMinor - source.BalanceMinor, target?.BalanceMinor ?? 0, source.LockedMinor);
    }

    /// <summary>No money was moved, and none is locked.</summary>
    public async Task NothingMoved() => (await Moved()).ShouldBe((0, 0, 0));

    public async Task<TRow?> Row<TRow>(object key) where TRow : class, IVersionedRow => await Platform.Store.Find<TRow>(key, null, CancellationToken.None);

    public void Asked<T>(string queue, int times = 1) =>
        Platform.SentTo<T>(queue).Select(x => x.MessageId).Distinct().Count().ShouldBe(times, typeof(T).Name);

    public ValueTask DisposeAsync() => Platform.DisposeAsync();
}

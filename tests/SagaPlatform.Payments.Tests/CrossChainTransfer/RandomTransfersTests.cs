using SagaPlatform.Contracts;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.Chains;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.CrossChainTransfer;

/// <summary>Schedules that nobody thought of, with both chains: no unit is ever made, lost or in two places.</summary>
public sealed class RandomTransfersTests : RandomSchedules<TransferScript>
{
    protected override EmbeddedFamily? WithParticipants => TransferFamilies.WithChains;

    protected override async Task Laws(EmbeddedPlatform platform, Guid id) =>
        (await ChainLaws.Broken(platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();

    /// <summary>Mostly a transfer that makes no trouble, and often one that a chain refuses, forgets or is late with.</summary>
    protected override object Start(Random random, Guid id, string variant)
    {
        return ExampleTransfer.Good(id) with
        {
            SourceAccount = OneOf("SRC-1001", "SRC-1002", "SRC-FROZEN", "SRC-LOCKSILENT", "SRC-LOCKLOST", "SRC-NORECORD", "SRC-NONE"),
            TargetAccount = OneOf("TGT-1001", "TGT-1002", "TGT-NEVER", "TGT-LATE", "TGT-REJECTED", "TGT-NORELEASE", "TGT-RELEASESILENT", "TGT-RELEASELOST"),
        };

        string OneOf(string good, params string[] others) => random.NextDouble() < 0.6 ? good : others[random.Next(others.Length)];
    }

    /// <summary>A person looks into the books, and says what is there; in doubt it is asked again.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay) => line switch
    {
        { Status: LineStatus.Undoing } => Ruling.AskAgain,
        { Step: "ReleaseFunds" } when await Has<ChainRelease>(platform, saga) => Ruling.Done,
        { Step: "ReleaseFunds" } when !isOnItsWay => Ruling.NotDone,
        // The archive is closed for good: the clerk writes it into the paper book.
        { Step: "RecordTransfer", Status: LineStatus.Refused } => Ruling.Done,
        _ => Ruling.AskAgain,
    };

    static async Task<bool> Has<TRow>(EmbeddedPlatform platform, ProcessState saga) where TRow : class, IVersionedRow =>
        await platform.Store.Find<TRow>(saga.CorrelationId, null, CancellationToken.None) != null;
}

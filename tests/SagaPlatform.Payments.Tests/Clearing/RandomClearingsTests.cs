using SagaPlatform.Contracts;
using SagaPlatform.Contracts.Payments;
using SagaPlatform.Core.Persistence;
using SagaPlatform.Core.Sagas;
using SagaPlatform.Participants.Securities;
using SagaPlatform.Payments.Clearing;
using SagaPlatform.Testing.Embedded;
using SagaPlatform.Testing.Sagas;

namespace SagaPlatform.Payments.Tests.Clearing;

/// <summary>
/// Schedules that nobody thought of, with the settlements and custody behind them: each instruction settles whole or not at all,
/// and the clearing reports what became of it.
/// </summary>
public sealed class RandomClearingsTests : RandomSchedules<ClearingScript>
{
    static readonly SettlementScript Settlements = new();

    static readonly EmbeddedFamily Family = new()
    {
        Services = ClearingFamilies.WithSecurities.Services,
        Bus = ClearingFamilies.WithSecurities.Bus,
        Queues = ClearingFamilies.WithSecurities.Queues,
    };

    protected override EmbeddedFamily? WithParticipants => Family;

    protected override async Task Laws(EmbeddedPlatform platform, Guid id)
    {
        (await SettlementLaws.Broken(platform.Get<IRowQueries>(), CancellationToken.None)).ShouldBeEmpty();
        var clearing = (await platform.Saga<ClearingState>(id))!;
        var told = (await platform.History(id)).Told();
        var report = platform.Published<ClearingCompleted>().DistinctBy(x => x.MessageId).Select(x => x.As<ClearingCompleted>()).Single(x => x.ClearingId == id);
        var settled = new List<string>();
        foreach (var instruction in clearing.Instructions)
            if (await IsSettled(platform, clearing.Settle(instruction.Name), told))
                settled.Add(instruction.Name);
        report.Settled.ShouldBe(settled.Count, told);
        report.Unsettled.Select(x => x.Instruction).ShouldBe(clearing.Instructions.Select(x => x.Name).Except(settled), ignoreOrder: true, told);
    }

    /// <summary>One to three trades of one instrument, every other one with an account that makes trouble.</summary>
    protected override object Start(Random random, Guid id, string variant)
    {
        return new StartClearing(id, ExampleClearing.Day, [.. Enumerable.Range(0, random.Next(1, 4)).Select(Traded)]);

        Trade Traded(int number) => ExampleClearing.Trade(
            OneOf("BRK-01", "BRK-NOMONEY", "BRK-PAYSILENT", "BRK-FINALSILENT"), OneOf("BRK-02", "BRK-NOSECURITIES", "BRK-DELIVERSILENT", "BRK-DELIVERLOST", "BRK-NONE"),
            random.Next(1, 100), random.Next(1, 1_000_00)) with { TradeId = new Guid(number + 1, 0, 0, new byte[8]) };

        string OneOf(string good, params string[] others) => random.NextDouble() < 0.7 ? good : others[random.Next(others.Length)];
    }

    protected override IReadOnlyList<(SagaScript Script, Guid Id)> Others(ProcessState saga) =>
        [.. ((ClearingState)saga).Instructions.Select(x => (Settlements, ((ClearingState)saga).Settle(x.Name).SettlementId))];

    /// <summary>A person looks what became of a settlement, or whether it is final in custody's books; in doubt it is asked again.</summary>
    protected override async Task<Ruling> Finds(EmbeddedPlatform platform, ProcessState saga, LedgerLine line, bool isOnItsWay)
    {
        if (saga is ClearingState clearing)
            return await platform.StateOf(clearing.Settle(line.Item).SettlementId) switch
            {
                ProcessStates.Completed => Ruling.Done,
                ProcessStates.Cancelled => Ruling.NotDone,
                _ => Ruling.AskAgain,
            };
        if (line is not { Step: "FinaliseSettlement", Status: LineStatus.Asked })
            return Ruling.AskAgain;
        var legs = await Legs(platform, saga.CorrelationId);
        return legs.Exists(x => x.Status == LegStatus.Final) ? Ruling.Done : isOnItsWay ? Ruling.AskAgain : Ruling.NotDone;
    }

    /// <summary>Both legs are final when it was settled; nothing is moved when it was not, or was never heard of.</summary>
    static async Task<bool> IsSettled(EmbeddedPlatform platform, SettleInstruction asked, string told)
    {
        var legs = await Legs(platform, asked.SettlementId);
        var state = await platform.StateOf(asked.SettlementId);
        if (state != ProcessStates.Completed)
        {
            legs.ShouldAllBe(x => x.Status == LegStatus.Returned, $"{asked.Instruction.Name} is {state}: {told}");
            return false;
        }

        legs.Count.ShouldBe((asked.Instruction.Quantity != 0 ? 1 : 0) + (asked.Instruction.CashMinor != 0 ? 1 : 0), $"{asked.Instruction.Name}: {told}");
        legs.ShouldAllBe(x => x.Status == LegStatus.Final, $"{asked.Instruction.Name} is settled: {told}");
        return true;
    }

    static async Task<List<SettlementLeg>> Legs(EmbeddedPlatform platform, Guid settlement)
    {
        var delivery = await platform.Store.Find<DeliveryLeg>(settlement, null, CancellationToken.None);
        var payment = await platform.Store.Find<CashLeg>(settlement, null, CancellationToken.None);
        return [.. new SettlementLeg?[] { delivery, payment }.OfType<SettlementLeg>()];
    }
}

using SagaPlatform.Core.Operations.Audit;

namespace SagaPlatform.Core.Tests.Persistence;

/// <summary>What somebody may do to a stored audit.</summary>
public enum AuditCrime
{
    Change,
    Delete,
    Swap,
}

// What operators did, as both stores keep it.
public abstract partial class StoreContract
{
    [Fact]
    public async Task What_operators_did_is_a_chain_that_holds_and_comes_back_as_it_was_written()
    {
        var saga = Guid.NewGuid();
        var first = await Store.Audit.Append(new AuditDraft("ann", "Operator", "cancel", "parcel 1", saga, "the customer called", "{\"version\":3}"), default);
        var second = await Store.Audit.Append(new AuditDraft("ann", "Operator", "cancel", "parcel 1", saga, "", "done", About: 1), default);

        (first.Number, second.Number).ShouldBe((1, 2));
        var rows = await Store.Audit.Read(0, 10, default);
        rows.Select(x => x.Entry).ShouldBe([first.Entry, second.Entry]);
        rows.Select(x => x.At).ShouldBe([first.At, second.At]);
        var verdict = await Verdict();
        (verdict.Holds, verdict.Rows, verdict.FirstBad).ShouldBe((true, 2, null));
        verdict.Anchor.ShouldBe($"2:{Convert.ToHexStringLower(second.Hash)}");
    }

    [Fact]
    public async Task Rows_appended_at_once_by_several_processes_are_one_chain()
    {
        var other = await Open();

        await Task.WhenAll(Enumerable.Range(0, 40).Select(i => (i % 2 == 0 ? Store : other).Audit.Append(Draft($"{i}"), default)));

        var verdict = await Verdict();
        (verdict.Holds, verdict.Rows).ShouldBe((true, 40));
    }

    [Theory]
    [InlineData(AuditCrime.Change, 3)]
    [InlineData(AuditCrime.Delete, 3)]
    [InlineData(AuditCrime.Swap, 3)]
    [InlineData(AuditCrime.Change, 1)]
    [InlineData(AuditCrime.Delete, 1)]
    [InlineData(AuditCrime.Swap, 1)]
    [InlineData(AuditCrime.Change, 5)]
    [InlineData(AuditCrime.Delete, 5)]
    public async Task The_first_row_that_is_not_as_it_was_written_is_named(AuditCrime crime, long number)
    {
        await Noted(5);
        (await Verdict()).Holds.ShouldBeTrue();

        await Tamper(crime, number);

        var verdict = await Verdict();
        (verdict.Holds, verdict.FirstBad, verdict.Rows).ShouldBe((false, number, number - 1), verdict.Sentence);
        verdict.Anchor.ShouldBeNull();
    }

    [Fact]
    public async Task A_chain_that_was_written_anew_is_told_by_an_anchor_that_was_kept_elsewhere()
    {
        await Noted(3);
        var anchor = AuditHead.Parse((await Verdict()).Anchor!);
        var forged = new AuditHead(anchor.Number, [.. anchor.Hash.Select(x => (byte)~x)]);

        (await new AuditVerification(Store.Audit).Verify(anchor, default)).Holds.ShouldBeTrue();
        (await new AuditVerification(Store.Audit).Verify(forged, default)).FirstBad.ShouldBe(3);
        (await new AuditVerification(Store.Audit).Verify(anchor with { Number = 4 }, default)).FirstBad.ShouldBe(4);
    }

    [Fact]
    public async Task The_audit_is_listed_latest_first_by_saga_and_by_person()
    {
        var saga = Guid.NewGuid();
        for (var i = 0; i < 5; i++)
            await Store.Audit.Append(Draft($"{i}") with { SagaId = i % 2 == 0 ? saga : null, Actor = i < 3 ? "ann" : "bob" }, default);

        var first = await Store.Audit.List(new AuditFilter(), null, 2, default);
        first.Items.Select(x => x.Number).ShouldBe([5, 4]);
        (await Store.Audit.List(new AuditFilter(), first.Next, 2, default)).Items.Select(x => x.Number).ShouldBe([3, 2]);
        (await Store.Audit.List(new AuditFilter(SagaId: saga), null, 10, default)).Items.Select(x => x.Number).ShouldBe([5, 3, 1]);
        (await Store.Audit.List(new AuditFilter(Actor: "bob"), null, 10, default)).Items.Select(x => x.Number).ShouldBe([5, 4]);
    }

    private protected async Task Noted(int rows)
    {
        for (var i = 0; i < rows; i++)
            await Store.Audit.Append(Draft($"row {i}"), default);
    }

    Task<AuditVerdict> Verdict() => new AuditVerification(Store.Audit).Verify(null, default);

    static AuditDraft Draft(string reason) => new("ann", "Operator", "cancel", "parcel 1", null, reason);
}

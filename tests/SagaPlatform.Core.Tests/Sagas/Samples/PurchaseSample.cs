using MassTransit;
using SagaPlatform.Contracts;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas.Samples;

public interface IPurchaseMessage
{
    Guid PurchaseId { get; }
}

public sealed record StartPurchase(Guid PurchaseId, bool IsSmall = false, bool IsDigital = false) : IPurchaseMessage;
public sealed record HoldBudget(Guid PurchaseId) : IPurchaseMessage;
public sealed record BudgetHeld(Guid PurchaseId) : IPurchaseMessage;
public sealed record BudgetRefused(Guid PurchaseId, string Reason) : IPurchaseMessage;
public sealed record FreeBudget(Guid PurchaseId) : IPurchaseMessage;
public sealed record BudgetFreed(Guid PurchaseId) : IPurchaseMessage;
public sealed record ApprovalRequested(Guid PurchaseId) : IPurchaseMessage;
public sealed record ApprovalReminder(Guid PurchaseId, int Times) : IPurchaseMessage;
public sealed record Approve(Guid PurchaseId, string By) : IPurchaseMessage;
public sealed record Deny(Guid PurchaseId, string Reason) : IPurchaseMessage;
public sealed record BuyIt(Guid PurchaseId) : IPurchaseMessage;
public sealed record Bought(Guid PurchaseId) : IPurchaseMessage;
public sealed record ReadParcelPosition(Guid PurchaseId) : IPurchaseMessage;
public sealed record ParcelPosition(Guid PurchaseId, bool Arrived) : IPurchaseMessage;
public sealed record CancelPurchase(Guid PurchaseId, string Reason) : IPurchaseMessage;
public sealed record RulePurchase(Guid PurchaseId, string Step, Ruling Ruling) : IPurchaseMessage;
public sealed record PurchaseCompleted(Guid PurchaseId, string ApprovedBy) : IPurchaseMessage;
public sealed record PurchaseCancelled(Guid PurchaseId, string Reason) : IPurchaseMessage;
public sealed record PurchaseNeedsAttention(Guid PurchaseId, string Question) : IPurchaseMessage;

public sealed class SamplePurchaseState : ProcessState
{
    public bool IsSmall { get; set; }
    public bool IsDigital { get; set; }
    public string ApprovedBy { get; set; } = "";
}

/// <summary>A purchase that a person must approve, and whose parcel is watched until it arrives: two pauses.</summary>
public sealed class SamplePurchase : ProcessStateMachine<SamplePurchaseState>
{
    public SamplePurchase()
    {
        Correlates<IPurchaseMessage>(m => m.PurchaseId);
        var approve = Hears<Approve>();
        var deny = Hears<Deny>();
        var position = Hears<ParcelPosition>();

        StartedBy<StartPurchase>((p, m) => (p.IsSmall, p.IsDigital) = (m.IsSmall, m.IsDigital));

        Step("HoldBudget", s => s
            .Asks("budget", p => new HoldBudget(p.CorrelationId))
            .AnsweredBy<BudgetHeld>()
            .RefusedBy<BudgetRefused>(m => m.Reason)
            .Within(TimeSpan.FromMinutes(1), attempts: 2)
            .AsksAPersonWhenSilent()
            .UndoneBy(p => new FreeBudget(p.CorrelationId))
            .ConfirmedBy<BudgetFreed>());

        // A person decides, unless it is a small thing. Reminded daily; after three reminders, silence is a no.
        var approval = Pause("AwaitApproval", rings: TimeSpan.FromDays(1), announces: p => new ApprovalRequested(p.CorrelationId), onlyIf: p => !p.IsSmall);
        During(approval,
            When(approve)
                .Then(x => x.Saga.ApprovedBy = x.Message.By)
                .GoesOn(this),
            When(deny)
                .GivesBack(this, m => m.Reason),
            WhenItRings()
                .IfElse(x => x.Saga.Ledger.Line("AwaitApproval")!.Attempts < 4,
                    wait => wait.Publish(x => new ApprovalReminder(x.Saga.CorrelationId, x.Saga.Ledger.Line("AwaitApproval")!.Attempts)),
                    enough => enough.GivesBack(this, _ => "Nobody approved it.")));

        PointOfNoReturn();

        Step("BuyIt", s => s
            .Asks("shop", p => new BuyIt(p.CorrelationId))
            .AnsweredBy<Bought>()
            .Within(TimeSpan.FromHours(1))
            .NothingToUndo());

        // A monitoring loop, where there is a parcel to watch.
        var underWay = Pause("UnderWay", TimeSpan.FromHours(1), "carrier", p => new ReadParcelPosition(p.CorrelationId), onlyIf: p => !p.IsDigital);
        During(underWay,
            WhenItRings()
                .Send(new Uri("queue:carrier"), x => new ReadParcelPosition(x.Saga.CorrelationId)),
            When(position)
                .If(x => x.Message.Arrived, arrived => arrived.GoesOn(this)));

        CancellableBy<CancelPurchase>(m => m.Reason);
        RuledBy<RulePurchase>(m => m.Step, m => m.Ruling);
        Ends(completed: p => new PurchaseCompleted(p.CorrelationId, p.ApprovedBy),
            cancelled: (p, why) => new PurchaseCancelled(p.CorrelationId, why),
            needsAttention: (p, question) => new PurchaseNeedsAttention(p.CorrelationId, question));
    }
}

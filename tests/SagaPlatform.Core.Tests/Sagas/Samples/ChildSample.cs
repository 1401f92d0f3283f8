using SagaPlatform.Contracts;
using SagaPlatform.Core.Outbox;
using SagaPlatform.Core.Sagas;

namespace SagaPlatform.Core.Tests.Sagas.Samples;

public interface IClaimMessage
{
    Guid ClaimId { get; }
}

public interface ITransferMessage
{
    Guid TransferId { get; }
}

public sealed record StartClaim(Guid ClaimId) : IClaimMessage;
public sealed record CancelClaim(Guid ClaimId) : IClaimMessage;
public sealed record RuleClaim(Guid ClaimId, string Step, Ruling Ruling) : IClaimMessage;
public sealed record CloseFile(Guid ClaimId) : IClaimMessage;
public sealed record FileClosed(Guid ClaimId) : IClaimMessage;
public sealed record ClaimPaid(Guid ClaimId) : IClaimMessage;
public sealed record ClaimDropped(Guid ClaimId, string Reason) : IClaimMessage;
public sealed record ClaimNeedsAttention(Guid ClaimId, string Question) : IClaimMessage;

// What parent and child say to each other names both.
public sealed record StartTransfer(Guid TransferId, Guid ClaimId) : IClaimMessage, ITransferMessage;
public sealed record CancelTransfer(Guid TransferId, Guid ClaimId) : IClaimMessage, ITransferMessage;
public sealed record TransferCompleted(Guid TransferId, Guid ClaimId, string Receipt) : IClaimMessage, ITransferMessage;
public sealed record TransferCancelled(Guid TransferId, Guid ClaimId, string Reason) : IClaimMessage, ITransferMessage;
public sealed record TransferCancellationRefused(Guid TransferId, Guid ClaimId, string Reason) : IClaimMessage, ITransferMessage;

public sealed record SendMoney(Guid TransferId) : ITransferMessage;
public sealed record MoneySent(Guid TransferId, string Receipt) : ITransferMessage;
public sealed record MoneyRefused(Guid TransferId, string Reason) : ITransferMessage;
public sealed record RecallMoney(Guid TransferId) : ITransferMessage;
public sealed record MoneyRecalled(Guid TransferId) : ITransferMessage;

public sealed class SampleClaimState : ProcessState
{
    public string Receipt { get; set; } = "";

    public Guid TransferId => MessageIds.Derive(CorrelationId, "transfer");
}

public sealed class SampleTransferState : ProcessState
{
    public Guid ClaimId { get; set; }
    public string Receipt { get; set; } = "";
}

/// <summary>A parent: one of its steps is a process of its own.</summary>
public sealed class SampleClaim : ProcessStateMachine<SampleClaimState>
{
    public const string Queue = "sample-claim";

    public SampleClaim(TimeProvider time) : base(time)
    {
        Correlates<IClaimMessage>(m => m.ClaimId);
        StartedBy<StartClaim>((_, _) => { });

        Step("PayOut", s => s
            .Asks(SampleTransfer.Queue, c => new StartTransfer(c.TransferId, c.CorrelationId))
            .AnsweredBy<TransferCompleted>((c, m) => c.Receipt = m.Receipt)
            .RefusedBy<TransferCancelled>(m => m.Reason)
            .Within(TimeSpan.FromHours(1), attempts: 2)
            .UndoneBy(c => new CancelTransfer(c.TransferId, c.CorrelationId))
            .ConfirmedBy<TransferCancelled>()
            .UndoRefusedBy<TransferCancellationRefused>(m => m.Reason));

        Step("CloseFile", s => s
            .Asks("clerk", c => new CloseFile(c.CorrelationId))
            .AnsweredBy<FileClosed>()
            .Within(TimeSpan.FromDays(1))
            .NothingToUndo());

        CancellableBy<CancelClaim>(_ => "Withdrawn.");
        RuledBy<RuleClaim>(m => m.Step, m => m.Ruling);
        Ends(completed: c => new ClaimPaid(c.CorrelationId),
            cancelled: (c, why) => new ClaimDropped(c.CorrelationId, why),
            needsAttention: (c, question) => new ClaimNeedsAttention(c.CorrelationId, question));
    }
}

/// <summary>A child: whoever starts it hears how it ends.</summary>
public sealed class SampleTransfer : ProcessStateMachine<SampleTransferState>
{
    public const string Queue = "sample-transfer";

    public SampleTransfer(TimeProvider time) : base(time)
    {
        Correlates<ITransferMessage>(m => m.TransferId);
        StartedBy<StartTransfer>((t, m) => t.ClaimId = m.ClaimId);

        Step("SendMoney", s => s
            .Asks("bank", t => new SendMoney(t.CorrelationId))
            .AnsweredBy<MoneySent>((t, m) => t.Receipt = m.Receipt)
            .RefusedBy<MoneyRefused>(m => m.Reason)
            .Within(TimeSpan.FromDays(2))
            .UndoneBy(t => new RecallMoney(t.CorrelationId))
            .ConfirmedBy<MoneyRecalled>());

        CancellableBy<CancelTransfer>(_ => "Called off.",
            refusedWith: (t, why) => new TransferCancellationRefused(t.CorrelationId, t.ClaimId, why));
        Ends(completed: t => new TransferCompleted(t.CorrelationId, t.ClaimId, t.Receipt),
            cancelled: (t, why) => new TransferCancelled(t.CorrelationId, t.ClaimId, why),
            needsAttention: (_, _) => null);
    }
}

using SagaPlatform.Contracts.Orders;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>Peak admission, from asking to be let in to the end of the order that was.</summary>
    public static Conversation PeakAdmission { get; } = new(
        "Orders",
        "Peak admission",
        typeof(IAdmissionMessage),
        Queues.PeakAdmission,
        [
            Command<AdmitOrder>(Queues.AdmissionGate),
            Answer<OrderAdmitted>(to: typeof(AdmitOrder)),
            Answer<OrderRefused>(to: typeof(AdmitOrder)),

            Command<CheckStock>(Queues.Inventory),
            Answer<StockChecked>(to: typeof(CheckStock)),

            Command<StartAdmission>(Queues.PeakAdmission),

            Command<AwaitTurn>(Queues.AdmissionLine),
            Answer<TurnCame>(to: typeof(AwaitTurn)),
            Answer<TurnRefused>(to: typeof(AwaitTurn)),
            Command<LeaveLine>(Queues.AdmissionLine),
            Answer<LineLeft>(to: typeof(LeaveLine)),
            // Published: the line hears it itself, after the commit of what changed it.
            Announcement<LineChanged>(),

            Command<GiveUpPlace>(Queues.AdmissionLine),
            Answer<PlaceGivenUp>(to: typeof(GiveUpPlace)),

            Command<CancelAdmission>(Queues.PeakAdmission),
            Announcement<AdmissionCancellationRefused>(),
            Command<RuleAdmission>(Queues.PeakAdmission),

            Announcement<AdmissionCompleted>(),
            Announcement<AdmissionCancelled>(),
            Announcement<AdmissionNeedsAttention>(),
        ]);
}

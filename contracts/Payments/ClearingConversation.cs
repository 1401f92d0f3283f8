using SagaPlatform.Contracts.Payments;

namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    /// <summary>The clearing of a day, from its trades to its report.</summary>
    public static Conversation Clearing { get; } = new(
        "Payments",
        "Clearing",
        typeof(IClearingMessage),
        Queues.Clearing,
        [
            Command<StartClearing>(Queues.Clearing),
            Command<RuleClearing>(Queues.Clearing),
            Announcement<ClearingCompleted>(),
            Announcement<ClearingCancelled>(),
            Announcement<ClearingNeedsAttention>(),
        ]);

    /// <summary>The settlement of one instruction of a clearing. Its end is also told to the clearing.</summary>
    public static Conversation Settlement { get; } = new(
        "Payments",
        "Settlement",
        typeof(ISettlementMessage),
        Queues.Settlement,
        [
            Command<SettleInstruction>(Queues.Settlement),

            Command<DeliverSecurities>(Queues.Securities),
            Answer<SecuritiesDelivered>(to: typeof(DeliverSecurities)),
            Answer<DeliveryRefused>(to: typeof(DeliverSecurities)),
            Command<ReturnSecurities>(Queues.Securities),
            Answer<SecuritiesReturned>(to: typeof(ReturnSecurities)),

            Command<PayFunds>(Queues.Securities),
            Answer<FundsPaid>(to: typeof(PayFunds)),
            Answer<FundsRefused>(to: typeof(PayFunds)),
            Command<ReturnFunds>(Queues.Securities),
            Answer<FundsReturned>(to: typeof(ReturnFunds)),

            Command<FinaliseSettlement>(Queues.Securities),
            Answer<SettlementFinalised>(to: typeof(FinaliseSettlement)),
            Answer<FinalityRefused>(to: typeof(FinaliseSettlement)),

            Command<RuleSettlement>(Queues.Settlement),

            Announcement<InstructionSettled>(),
            Announcement<InstructionFailed>(),
            Announcement<SettlementNeedsAttention>(),
        ]);
}

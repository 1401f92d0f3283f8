namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    private static IReadOnlyList<Conversation> Payments => [RoutedPayment, Refund, CrossChainTransfer, CrossBorderPayment, Clearing, Settlement];
}

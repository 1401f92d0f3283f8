namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    private static IReadOnlyList<Conversation> Orders => [OrderFulfilment, PeakAdmission, Ride];
}

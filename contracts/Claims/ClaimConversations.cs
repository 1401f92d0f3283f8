namespace SagaPlatform.Contracts;

public static partial class Conversations
{
    private static IReadOnlyList<Conversation> Claims => [Claim];
}

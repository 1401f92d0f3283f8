namespace SagaPlatform.Participants.Notification;

/// <summary>Test data: mail domains (RFC 2606 reserves <c>.example</c>) that make the mail system behave in a fixed way.</summary>
static class NotificationTestData
{
    /// <summary>The mail system turns the letter down.</summary>
    public static bool Refuses(string email) => email.EndsWith("@refused.example", StringComparison.OrdinalIgnoreCase);

    /// <summary>The letter is sent, but nobody is told.</summary>
    public static bool LosesAnswer(string email) => email.EndsWith("@silent.example", StringComparison.OrdinalIgnoreCase);
}

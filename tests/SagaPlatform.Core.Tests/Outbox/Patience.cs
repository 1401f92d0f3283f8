namespace SagaPlatform.Core.Tests.Outbox;

/// <summary>How long a test waits for what must happen before it calls it missing; nothing waits for it to pass.</summary>
static class Patience
{
    public static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);
}

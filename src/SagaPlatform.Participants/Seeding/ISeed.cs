using SagaPlatform.Core.Persistence;

namespace SagaPlatform.Participants.Seeding;

/// <summary>Rows of demonstrations and tests that a participant wants to find before its first command.</summary>
public interface ISeed
{
    /// <summary>What is not there yet, as rows to be added; an empty unit when all is there. What is there is left as it is.</summary>
    Task<UnitOfWork> Missing(IPlatformStore store, CancellationToken cancellation);
}

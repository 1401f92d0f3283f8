using SagaPlatform.Chaos.Load;
using SagaPlatform.Chaos.Services;

namespace SagaPlatform.Chaos;

/// <summary>Everything that a fault may touch.</summary>
/// <param name="Services">Broker, database and their proxies.</param>
/// <param name="Fleet">The platform's processes.</param>
/// <param name="Traffic">Its customers.</param>
/// <param name="Book">What they asked for.</param>
/// <param name="History">Everything that happens.</param>
/// <param name="Poison">What must be found in the error queues.</param>
sealed record Lab(LabServices Services, Fleet Fleet, Traffic Traffic, Book Book, History History, PoisonCorpus Poison)
{
    /// <summary>What no fault explains, and no other part of the lab has noted.</summary>
    public List<string> Unexpected { get; } = [];
}
